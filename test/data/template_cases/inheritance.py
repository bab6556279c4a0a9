"""{% extends %}, {% block %} and {% include %}."""

from .table import group

BASE = {
    "base": "<html>{% block title %}Base{% endblock %}|{% block body %}{% block inner %}inner{% endblock %}{% endblock body %}|{{ v }}</html>",
    "middle": "{% extends 'base' %}{% block title %}Middle {{ block.super }}{% endblock %}{% block body %}[{{ block.super }}]{% endblock %}",
    "other": "other {% block title %}{% endblock %}",
    "plain": "plain {{ v }}",
    "loop": "{% for x in l %}{% block row %}<{{ x }}>{% endblock %}{% endfor %}",
    "cond": "{% if v %}{% block yes %}yes{% endblock %}{% else %}{% block no %}no{% endblock %}{% endif %}",
    "withs": "{% with w=v %}{% block body %}{{ w }}{% endblock %}{% endwith %}",
    "escaped": "{% autoescape off %}{% block body %}{{ v }}{% endblock %}{% endautoescape %}{% block tail %}{{ v }}{% endblock %}",
    "spaced": "{% spaceless %}<p> {% block body %}<b> </b>{% endblock %} </p>{% endspaceless %}",
    "including": "{% include 'plain' %}{% block body %}{% include 'blocked' %}{% endblock %}",
    "blocked": "({% block part %}part{% endblock %})",
    "broken": "a\n{% if %}",
    "broken_extends": "{% extends 'broken' %}",
    "late": "{% block a %}A{% endblock %}{% block b %}B{% endblock %}",
}


def blocks():
    show = group("extends")
    for template in ["{% extends 'base' %}", "{% extends 'middle' %}", "{% extends \"base\" %}", "{% extends parent %}",
                     "{% extends parent|lower %}", "{% extends p.name %}", "{% extends 'ba'|add:'se' %}",
                     "{% extends parent|default:'middle' %}", "{% extends missing|default:'base' %}",
                     "{% extends 'base' %}ignored {{ v }}{% block title %}T{% endblock %} ignored",
                     "{% extends 'base' %}{% block title %}{{ v }}{% endblock %}",
                     "{% extends 'middle' %}{% block title %}Top {{ block.super }}{% endblock %}",
                     "{% extends 'middle' %}{% block inner %}new inner{% endblock %}",
                     "{% extends 'middle' %}{% block body %}{{ block.super }}{{ block.super }}{% endblock %}",
                     "{% extends 'middle' %}{% block body %}top{% endblock %}{% block inner %}unused{% endblock %}",
                     "{% extends 'base' %}{% block inner %}<{{ block.super }}>{% endblock %}",
                     "{% extends 'base' %}{% block unknown %}x{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% endblock title %}",
                     "{% extends 'base' %}{% block title %}{% endblock wrong %}",
                     "{% extends 'base' %}{% block body %}{% block deep %}deep{% endblock %}{% endblock %}",
                     "{% extends 'base' %}{% block title %}a{% endblock %}{% block title %}b{% endblock %}",
                     "{% extends 'nothing' %}", "{% extends missing %}", "{% extends '' %}", "{% extends 5 %}",
                     "{% extends %}", "{% extends 'base' 'other' %}", "{% extends 'base' %}{% extends 'other' %}",
                     " {% extends 'base' %}", "text{% extends 'base' %}", "{# comment #}{% extends 'base' %}",
                     "{{ v }}{% extends 'base' %}", "{% comment %}{% endcomment %}{% extends 'base' %}",
                     "{% if v %}{% extends 'base' %}{% endif %}",
                     "{% extends 'base' %}{% if v %}{% block title %}in if{% endblock %}{% endif %}",
                     "{% extends 'base' %}{% with v='w' %}{% block title %}{{ v }}{% endblock %}{% endwith %}",
                     "{% extends 'loop' %}",
                     "{% extends 'loop' %}{% block row %}{{ forloop.counter }}{{ x }}{{ block.super }} {% endblock %}",
                     "{% extends 'cond' %}{% block yes %}YES {{ block.super }}{% endblock %}{% block no %}NO{% endblock %}",
                     "{% extends 'withs' %}{% block body %}[{{ w }}{{ block.super }}]{% endblock %}",
                     "{% extends 'escaped' %}",
                     "{% extends 'escaped' %}{% block body %}{{ v }}{{ block.super }}{% endblock %}{% block tail %}{{ v }}{{ block.super }}{% endblock %}",
                     "{% extends 'spaced' %}{% block body %}<i> </i> {{ block.super }}{% endblock %}",
                     "{% extends 'including' %}",
                     "{% extends 'including' %}{% block body %}B{{ block.super }}{% endblock %}{% block part %}mine{% endblock %}",
                     "{% extends 'base' %}{% block title %}{{ block.super|upper }}{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% filter upper %}{{ block.super }}{% endfilter %}{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% if block.super %}has{% endif %}{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% with s=block.super %}{{ s }}{{ s }}{% endwith %}{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% for x in l %}{{ block.super }}{{ x }}{% endfor %}{% endblock %}",
                     "{% extends 'base' %}{% block title %}{{ block.super.super }}{{ block.x }}{% endblock %}",
                     "{% extends 'broken' %}", "{% extends 'broken_extends' %}",
                     "{% extends 'late' %}{% block b %}{% block c %}{% endblock %}b{% endblock %}{% block a %}{{ block.super }}a{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% include 'plain' %}{% endblock %}",
                     "{% extends 'base' %}{% cycle 'a' 'b' as c %}{% block title %}[{{ c }}]{% endblock %}",
                     "{% extends 'base' %}{% now 'Y' as y %}{% block title %}[{{ y }}]{% endblock %}",
                     "{% extends 'base' %}{% block title %}{% spaceless %}<b> <i> {{ block.super }}{% endspaceless %}{% endblock %}"]:
        show(template, v="<V>", l=[1, 2], parent="base", p={"name": "middle"}, _includes=BASE)
    show("{% extends 'cond' %}{% block yes %}YES{% endblock %}{% block no %}NO {{ block.super }}{% endblock %}", v=0,
         _includes=BASE)
    show("{% extends 'middle' %}{% block title %}{{ v }}{{ block.super }}{% endblock %}", v="<V>", _includes=BASE,
         _autoescape=False)
    show("{% extends '1' %}{% block a %}0{{ block.super }}{% block b %}0{{ block.super }}{% endblock %}{% endblock %}",
         v="v", _includes={
        "1": "{% extends '2' %}{% block a %}1{{ block.super }}{% endblock %}{% block b %}1{{ block.super }}{% endblock %}",
        "2": "{% extends '3' %}{% block b %}2{{ block.super }}{% endblock %}",
        "3": "{% block a %}3a{% block b %}3b{% endblock %}{% endblock %}"})
    show("{% extends '1' %}{% block a %}0{{ block.super }}{% endblock %}", _includes={"1": "{% extends '2' %}",
         "2": "{% extends '3' %}{% block a %}2{{ block.super }}{% endblock %}", "3": "{% block a %}3{% endblock %}"})
    show("{% extends 'base' %}", _includes={"base": "{% extends 'base' %}"})
    show("{% extends 'a' %}", _includes={"a": "{% extends 'b' %}", "b": "{% extends 'a' %}"})
    show("{% extends 'p' %}{% block a %}{% with x='w' %}{{ block.super }}{% endwith %}{% endblock %}", x="outer",
         _includes={"p": "{% block a %}{{ x }}{% endblock %}"})
    show = group("block")
    show("{% block a %}x{% endblock %}", "{% block a %}{{ block.super }}x{% endblock %}",
         "{% block a %}{% block b %}{{ v }}{% endblock b %}{% endblock a %}",
         "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{% block %}{% endblock %}",
         "{% block a b %}{% endblock %}", "{% block a %}", "{% endblock %}", "{% block a %}{% endblock a %}x",
         "{% block a %}{% block b %}{% endblock a %}{% endblock %}", "{% block a-b.c %}x{% endblock a-b.c %}",
         "{% block 'a' %}x{% endblock %}", "{{ block.super }}", "{{ block }}",
         "{% block a %}{% with v='w' %}{{ v }}{% endwith %}{{ v }}{% endblock %}{{ v }}",
         "{% for x in 'ab' %}{% block a %}{{ x }}{% endblock %}{% endfor %}", "{% block a %}{% endblock %}{{ block }}",
         "{% if 0 %}{% block a %}x{% endblock %}{% endif %}", "{% block é %}x{% endblock é %}", v="v")


PARTS = {
    "plain": "[{{ v }}]", "two": "{{ a }}-{{ b }}",
    "loop": "{% for y in l %}{{ y }}{{ forloop.parentloop.counter }}{% endfor %}", "counter": "{{ forloop.counter }}",
    "deep": "<{% include 'plain' %}>",
    "tree": "{{ n.name }}{% if n.kids %}({% for n in n.kids %}{% include 'tree' %}{% endfor %}){% endif %}",
    "broken": "x{% if %}", "failing": "{{ v|divisibleby:0 }}",
    "escape": "{% autoescape off %}{{ v }}{% endautoescape %}{{ v }}",
    "sets": "{% now 'Y' as y %}{% with v='inner' %}{{ v }}{% endwith %}", "cycles": "{% cycle 'a' 'b' %}",
    "changed": "{% ifchanged v %}{{ v }}{% endifchanged %}",
    "child": "{% extends 'parent' %}{% block a %}child {{ block.super }}{% endblock %}",
    "parent": "parent {% block a %}{{ v }}{% endblock %}", "empty": "", "spaces": "\n a \n", "mails/a.txt": "path",
    "mails/b.txt": "{% include '../plain' %}{% include './a.txt' %}",
    "regroups": "{% regroup l by x as v %}{{ v|length }}", "safe": "{{ v|safe }}", "self": "{% include 'self' %}",
    "blocks": "{% block a %}included{% endblock %}", "only": "[{{ v }}{{ w }}{{ forloop.counter }}{{ True }}]",
    "lines": "{{ v|linebreaks }}",
}


def includes():
    show = group("include")
    for template in ["{% include 'plain' %}", "{% include \"plain\" %}", "{% include name %}",
                     "{% include name|lower %}", "{% include names.0 %}", "{% include 'pl'|add:'ain' %}",
                     "{% include 'nothing' %}", "{% include missing %}", "{% include '' %}", "{% include 5 %}",
                     "{% include %}", "{% include 'two' with a=1 b=v %}", "{% include 'two' with a=v %}",
                     "{% include 'two' with a=v|upper b='x y' %}",
                     "{% include 'plain' only %}", "{% include 'plain' with v='w' only %}",
                     "{% include 'plain' with v=v only %}", "{% include 'plain' only with v='w' %}",
                     "{% include 'two' with a=1 only %}", "{% include 'plain' with only %}",
                     "{% include 'plain' with %}", "{% include 'plain' with v %}",
                     "{% include 'plain' with v='a' v='b' %}", "{% include 'plain' with v='a' with v='b' %}",
                     "{% include 'plain' only only %}", "{% include 'plain' nonsense %}",
                     "{% include 'plain' with v=missing %}",
                     "{% include 'plain' %}{% include 'plain' with v=1 %}{% include 'plain' %}",
                     "{% for x in l %}{% include 'counter' %}{% endfor %}",
                     "{% for x in l %}{% include 'plain' with v=x %}{% endfor %}",
                     "{% for v in l %}{% include 'plain' %}{% endfor %}",
                     "{% for x in l %}{% include 'loop' %};{% endfor %}",
                     "{% for x in names %}{% include x %}{% endfor %}",
                     "{% for x in l %}{% include 'only' with w=x only %}{% endfor %}", "{% include 'deep' %}",
                     "{% include 'deep' with v='w' %}", "{% include 'deep' with v='w' only %}",
                     "{% include 'broken' %}", "{% include brokens %}", "{% include 'failing' %}",
                     "{% include 'escape' %}", "{% autoescape off %}{% include 'plain' %}{% endautoescape %}",
                     "{% autoescape off %}{% include 'lines' %}{% endautoescape %}",
                     "{% include 'sets' %}[{{ y }}]{{ v }}", "{% for x in l %}{% include 'cycles' %}{% endfor %}",
                     "{% for x in l %}{% include 'changed' %}{% endfor %}",
                     "{% include 'changed' %}{% include 'changed' %}", "{% include 'child' %}",
                     "{% for x in l %}{% include 'child' with v=x %} {% endfor %}", "{% include 'empty' %}",
                     "a{% include 'spaces' %}b", "{% include 'mails/a.txt' %}", "{% include './plain' %}",
                     "{% include '../plain' %}", "{% include 'mails/b.txt' %}", "{% include 'regroups' %}{{ v }}",
                     "{% if v %}{% include 'plain' %}{% else %}{% include 'two' %}{% endif %}",
                     "{% filter upper %}{% include 'plain' %}{% endfilter %}",
                     "{% with v='w' %}{% include 'plain' %}{% endwith %}",
                     "{% spaceless %}<a> {% include 'spaces' %} </a>{% endspaceless %}", "{% include 'safe' %}",
                     "{% include 'tree' with n=tree %}", "{% block a %}outer{% endblock %}{% include 'blocks' %}",
                     "{% include 'blocks' %}{% include 'blocks' %}", "{% include 'plain' with v=l %}",
                     "{% include 'two' with a='=' b='a=b' %}",
                     "{%include 'plain'%}", "{% include   'plain'   with   v=1   only   %}", "{% include 'self' %}",
                     "{% include l %}", "{% include None %}", "{% include names %}"]:
        show(template, v="<v>", l=[1, 2, 3], name="plain", names=["two", "plain"], brokens="broken", a="A",
             tree={"name": "r", "kids": [{"name": "a", "kids": [{"name": "b"}]}, {"name": "<"}]}, _includes=PARTS)
    for template in ["{% include 'plain' %}{% include 'escape' %}{% include 'child' %}",
                     "{% include 'lines' only %}{% include 'plain' with v='<' only %}"]:
        show(template, v="<v>", _includes=PARTS, _autoescape=False)


blocks()
includes()
