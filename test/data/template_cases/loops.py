"""{% for %}, forloop, {% cycle %}, {% ifchanged %}, {% regroup %}."""

from .table import group
from .values import MARKS

PEOPLE = [
    {"name": "Ada", "city": "London", "age": 36}, {"name": "Grace", "city": "New York", "age": 85},
    {"name": "Alan", "city": "London", "age": 41}, {"name": "Lin <b>", "city": "New York", "age": 28},
    {"name": "Edsger", "city": None, "age": 72}, {"name": "Barbara", "age": 80},
]


def loops():
    show = group("for")
    for value in [[], [1], [1, 2, 3], ["<", "&"], "abc", MARKS, "", {"a": 1, "b": 2}, {}, None, [None, True], [[1, 2],
                  [3, 4]]]:
        show("{% for x in v %}[{{ x }}]{% endfor %}", "{% for x in v %}[{{ x }}]{% empty %}none{% endfor %}",
             "{% for x in v reversed %}[{{ x }}]{% empty %}none{% endfor %}", v=value)
    for value in [5, 1.5, True]:
        show("{% for x in v %}[{{ x }}]{% empty %}none{% endfor %}", "{% for x in v reversed %}{{ x }}{% endfor %}",
             v=value)
    show("{% for x in missing %}[{{ x }}]{% endfor %}", "{% for x in missing %}[{{ x }}]{% empty %}none{% endfor %}",
         "{% for x in v.missing %}[{{ x }}]{% empty %}none{% endfor %}",
         "{% for x in v.0.missing %}[{{ x }}]{% empty %}none{% endfor %}",
         "{% for x in 'abc' %}[{{ x }}]{% endfor %}", "{% for x in v|slice:':1' %}[{{ x.a }}]{% endfor %}",
         "{% for x in v %}{{ x.a }}{% endfor %}{{ x }}",
         "{% for v in v %}{{ v.a }}{% endfor %}{{ v|length }}", "{% for x in v|dictsort:'a' %}{{ x.a }}{% endfor %}",
         "{% for x in s|make_list %}{{ x }}-{% endfor %}", "{% for x in s.split %}{{ x }}-{% endfor %}",
         "{% for x in v %}{% endfor %}",
         "{%for x in v%}{{forloop.counter}}{%endfor%}", "{% for   x   in   v   reversed   %}{{ x.a }}{% endfor %}",
         "{% for x in 5 %}{% endfor %}",
         "{% for x in None %}a{% empty %}b{% endfor %}", v=[{"a": 3}, {"a": 1}, {"a": 2}], s="x yz")


def scopes():
    show = group("for: names that end with it")
    show("{% for x in v %}{% firstof x as w %}{{ w }}{% endfor %}[{{ w }}]",
         "{% for x in missing %}{% empty %}{% firstof 'a' as w %}{{ w }}{% endfor %}[{{ w }}]",
         "{% for x in v %}{% for y in missing %}{% empty %}{{ forloop.counter }}{% endfor %}{% endfor %}",
         "{% for x, y in g %}{% now 'Y' as w %}{% endfor %}[{{ x }}{{ y }}{{ w }}]",
         "{% now 'Y' as w %}{% for x in v %}{% now 'm' as w %}{{ w }}{% endfor %}{{ w }}", v=[1, 2], g=[[1, 2]])


def unpacking():
    show = group("for: unpacking")
    show("{% for a, b in v %}{{ a }}-{{ b }};{% endfor %}", "{% for a,b in v %}{{ a }}-{{ b }};{% endfor %}",
         "{% for a , b in v %}{{ a }}{% endfor %}",
         "{% for a, b in v reversed %}{{ a }}-{{ b }};{% endfor %}",
         "{% for a,b in v reversed %}{{ a }}-{{ b }};{% endfor %}",
         "{% for a in v %}{{ a.0 }}-{{ a.1 }};{% endfor %}",
         "{% for a, b in v %}{% for c in b %}{{ a }}{{ c }}{% endfor %}{% endfor %}",
         v=[["x", "12"], ["<", "34"]])
    for value in [[[1, 2, 3]], [[1]], [[]], [1], [None], ["ab"], ["abc"], [{"k": 1, "l": 2}], [[1, 2], [3]], [], None,
                  ["é👍"], [True], [[1, [2, 3]]]]:
        show("{% for a, b in v %}{{ a }}-{{ b }};{% empty %}none{% endfor %}", v=value)
    show("{% for a, b, c in v %}{{ a }}{{ b }}{{ c }};{% endfor %}", v=[[1, 2, 3], [4, 5, 6]])
    show("{% for k, v in d.items %}{{ k }}={{ v }};{% endfor %}", "{% for k in d %}{{ k }};{% endfor %}",
         "{% for k, v in d.items reversed %}{{ k }}={{ v }};{% endfor %}",
         "{% for k, v in d.items %}{{ forloop.counter }}{{ forloop.last }}{% endfor %}",
         "{% for k, v in d %}{{ k }}{{ v }};{% endfor %}",
         "{% for v in d.values %}{{ v }};{% endfor %}",
         "{% for k, v in d.items|dictsort:0 %}{{ k }}{{ v }};{% endfor %}",
         "{% for k, v in d.items|dictsortreversed:1 %}{{ k }}{{ v }};{% endfor %}", d={"zz": 1, "aa": "<",
         "mm": 2.5} | {"aa": 9})


def forloops():
    show = group("forloop")
    for name in ["counter", "counter0", "revcounter", "revcounter0", "first", "last"]:
        show("{% for x in v %}{{ forloop." + name + " }},{% endfor %}",
             "{% for x in v reversed %}{{ forloop." + name + " }},{% endfor %}",
             "{% for r in g %}{% for x in r %}{{ forloop.parentloop." + name + " }}{{ forloop." + name + " }},{% endfor %};{% endfor %}",
             v=[1, 2, 3], g=[[1, 2], [3], []])
    show("{% for r in g %}{% for x in r %}{% for y in v %}{{ forloop.parentloop.parentloop.counter }}.{{ forloop.parentloop.counter }}.{{ forloop.counter }} {% endfor %}{% endfor %}{% endfor %}",
         "{% for x in v %}{{ forloop.missing }}{{ forloop.counter.x }}{% endfor %}", "{{ forloop.counter }}",
         "{% for x in v %}{% endfor %}{{ forloop.counter }}",
         "{% for x in v %}{{ forloop.parentloop.counter }}{% endfor %}",
         "{% for x in v %}{% if forloop.parentloop.counter %}a{% else %}b{% endif %}{% endfor %}",
         "{% for x in v %}{% with c=forloop.counter %}{{ c }}{% endwith %}{% endfor %}",
         "{% for x in v %}{% if forloop.first %}<{% endif %}{{ x }}{% if forloop.last %}>{% else %}, {% endif %}{% endfor %}",
         "{% for x in v %}{{ forloop.counter|divisibleby:2|yesno:'even,odd' }} {% endfor %}",
         "{% for x in v %}{{ forloop.counter|add:10 }} {% endfor %}",
         "{% for x in v %}{% if forloop.counter == 2 %}{{ x }}{% endif %}{% endfor %}",
         "{% for x in v %}{% if forloop.counter in v %}{{ x }}{% endif %}{% endfor %}",
         "{% for x in v %}{% with outer=forloop %}{% for y in v %}{{ outer.counter }}{{ forloop.counter }} {% endfor %}{% endwith %}{% endfor %}",
         "{% for forloop in v %}{{ forloop }}{% endfor %}",
         "{% for x in v %}{% for y in v %}{% endfor %}{{ forloop.counter }}{% endfor %}",
         "{% for x in v %}{{ forloop.revcounter0|default:'none' }}{% endfor %}", v=[1, 2, 3], g=[[1, 2], [3], []])
    show("{% for x in v %}{{ forloop }}{% endfor %}", v=[])
    show("{% for x in v %}{{ forloop.counter }}{{ forloop.parentloop }}{% endfor %}", v=[7])


def cycles():
    show = group("cycle")
    show("{% for x in v %}{% cycle 'a' 'b' %}{{ x }}{% endfor %}",
         "{% for x in v %}{% cycle 'a' 'b' 'c' 'd' %}{% endfor %}", "{% for x in v %}{% cycle 'a' %}{% endfor %}",
         "{% for x in v %}{% cycle a b %}{% endfor %}", "{% for x in v %}{% cycle a|safe b|upper %}{% endfor %}",
         "{% for x in v %}{% cycle '<' a %}{% endfor %}",
         "{% for x in v %}{% cycle missing 'x' %},{% endfor %}", "{% for x in v %}{% cycle 1 2.5 %}{% endfor %}",
         "{% for x in v %}{% cycle None True %}{% endfor %}",
         "{% for x in v %}{% cycle 'a' 'b' as c %}{{ c }} {% endfor %}",
         "{% for x in v %}{% cycle 'a' 'b' as c silent %}{{ c }} {% endfor %}",
         "{% cycle 'a' 'b' 'c' as c %}{{ c }}{% cycle c %}{{ c }}{% cycle c %}{{ c }}{% cycle c %}",
         "{% cycle 'a' 'b' as c silent %}{{ c }}{% cycle c %}{{ c }}{% cycle c %}{{ c }}",
         "{% cycle a b as c %}{{ c }}{% cycle c %}{{ c }}", "{% cycle 'a' 'b' %}{% cycle 'a' 'b' %}",
         "{% for x in v %}{% for y in v %}{% cycle 'a' 'b' %}{% endfor %} {% endfor %}",
         "{% for x in v %}{% cycle 'a' 'b' as c silent %}{% for y in v %}{{ c }}{% endfor %}{% endfor %}{{ c }}",
         "{% autoescape off %}{% cycle a b %}{% endautoescape %}",
         "{% for x in v %}{% cycle 'a' 'b' as c %}{% if forloop.first %}{% cycle c %}{% endif %}{% endfor %}",
         "{% cycle 'x' as y %}{{ y }}{% with y='z' %}{{ y }}{% endwith %}{{ y }}",
         "{% for x in v %}{% if x != 2 %}{% cycle 'a' 'b' %}{% endif %}{% endfor %}",
         "{% cycle 'a' 'b' as c %}{% cycle 'd' 'e' as f %}{% cycle c %}{% cycle f %}{{ c }}{{ f }}",
         "{% cycle l.0 l.1 %}", "{% for x in v %}{% cycle 'silent' 'as' %}{% endfor %}",
         "{% for x in v %}{% cycle x 'b' %}{% endfor %}", "{% cycle 'a' as %}", "{% cycle 'a' 'b' c %}",
         v=[1, 2, 3, 4, 5], a="<a>", b="b&", l=["<", "m"])


def changes():
    show = group("ifchanged")
    show("{% for x in v %}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged x %}{{ x }}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged x %}{{ x }}{% else %}-{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged %}{{ x }}{% else %}-{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged %}same{% else %}-{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged %}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged missing %}a{% else %}b{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged forloop.first %}{{ x }}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged x|divisibleby:2 %}{{ x }}{% else %}.{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged x|add:1 x %}{{ x }}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% ifchanged x %}a{% endifchanged %}{% ifchanged x %}b{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% if x == 2 %}{% ifchanged x %}c{% else %}s{% endifchanged %}{% endif %}{% endfor %}",
         "{% for x in v %}{% ifchanged x %}{% ifchanged x %}a{% endifchanged %}{% endifchanged %}{% endfor %}",
         "{% ifchanged %}a{% endifchanged %}{% ifchanged %}a{% endifchanged %}",
         "{% ifchanged v %}a{% else %}b{% endifchanged %}",
         "{% for x in v %}{% for y in v %}{% ifchanged x %}{{ x }}{% endifchanged %}{% endfor %};{% endfor %}",
         "{% for x in v %}{% for y in v %}{% ifchanged y %}{{ y }}{% else %}.{% endifchanged %}{% endfor %};{% endfor %}",
         "{% for x in v %}{% ifchanged x %}{{ forloop.counter }}{% endifchanged %}{% endfor %}",
         "{% for x in v %}{% with y=x %}{% ifchanged y %}{{ y }}{% endifchanged %}{% endwith %}{% endfor %}", v=[1, 1,
         2, 2, 2, 1])
    for values in [[1, 1.0, True, "1"], [None, None, 0, ""], [[1], [1], [2]], ["a", "A", "a"], [{"a": 1}, {"a": 1},
                   {"a": 2}], [0, False, None, ""], [None, 1]]:
        show("{% for x in v %}{% ifchanged x %}{{ forloop.counter }}{% else %}-{% endifchanged %}{% endfor %}",
             v=values)
    show("{% for p in people %}{% ifchanged p.city %}<h2>{{ p.city }}</h2>{% endifchanged %}{{ p.name }}{% endfor %}",
         "{% for p in people %}{% ifchanged p.city p.age %}{{ p.name }}{% endifchanged %}{% endfor %}",
         "{% for p in people %}{% ifchanged p.missing %}a{% else %}b{% endifchanged %}{% endfor %}", people=PEOPLE)
    show("{% for r in g %}{% for x in r %}{% ifchanged %}{{ x }}{% endifchanged %}{% endfor %},{% endfor %}",
         "{% for r in g %}{% ifchanged r %}{{ r|join:'' }}{% else %}={% endifchanged %}{% endfor %}", g=[[1, 1], [1, 1],
         [2, 1]])


def regroups():
    show = group("regroup")
    each = "{% for g in r %}{{ g.grouper }}: {% for p in g.list %}{{ p.name }} {% endfor %}; {% endfor %}"
    show("{% regroup people by city as r %}" + each, "{% regroup people|dictsort:'age' by city as r %}" + each,
         "{% regroup people by name.0 as r %}" + each, "{% regroup people by missing as r %}" + each,
         "{% regroup people by age|divisibleby:2 as r %}" + each, "{% regroup people by name|length as r %}" + each,
         "{% regroup people by city|default:'none' as r %}" + each, "{% regroup missing by city as r %}[" + each + "]",
         "{% regroup people by city as r %}{{ r|length }}",
         "{% regroup people by city as r %}{{ r.0.grouper }}{{ r.1.list|length }}",
         "{% regroup people by city as r %}{% for city, list in r %}{{ city }}={{ list|length }};{% endfor %}",
         "{% regroup people by city as r %}{% for g in r reversed %}{{ g.grouper }}{{ forloop.counter }}{% endfor %}",
         "{% regroup people by city as r %}{% for g in r %}{{ g.0 }}{{ g.1|length }}{% endfor %}",
         "{% regroup people by city as people %}{% for g in people %}{{ g.grouper }}{% endfor %}",
         "{% for x in 'ab' %}{% regroup people by city as r %}{{ r|length }}{% endfor %}{{ r }}", people=PEOPLE)
    show("{% regroup v by a as r %}{{ r }}", "{% regroup v by a as r %}{{ r.0 }}",
         "{% regroup v by 0 as r %}{{ r|length }}", "{% regroup v by x as r %}{{ r|length }}", v=[{"a": "<"}])
    show("{% regroup v by 0 as r %}{% for g in r %}{{ g.grouper }}:{{ g.list }};{% endfor %}",
         "{% regroup v by upper as r %}{% for g in r %}{{ g.grouper }}:{{ g.list }};{% endfor %}",
         "{% regroup v by missing as r %}{{ r|length }}", v=["ab", "ac", "b", "B"])
    show("{% regroup v by a as r %}{% for g in r %}{{ g.grouper }}{{ g.list|length }};{% endfor %}", v=[{"a": 1},
         {"a": 1.0}, {"a": True}, {"a": None}, {}, {"a": ""}, {"a": [1]}, {"a": [1]}])
    show("{% regroup v by a as r %}[{{ r }}]", v=None)
    show("{% regroup v by a as r %}[{{ r }}]", v=[])
    show("{% regroup v by a as r %}[{{ r }}]", v="abc")
    show("{% regroup v by a as r %}[{{ r }}]", v=5)
    show("{% regroup v by a as r %}{{ r|length }}", v={"a": 1, "b": 2})
    show("{% regroup v by a|default:'<' as r %}{{ r.0.grouper }}", v=[{"a": ""}])


loops()
scopes()
unpacking()
forloops()
cycles()
changes()
regroups()
