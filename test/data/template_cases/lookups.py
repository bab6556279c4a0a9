"""Variables: literals, paths, what is missing, escaping."""

from .table import group
from .values import EVERYTHING, LINES, MARKS, MARKUP, SCRIPTS

SHOP = {
    "name": "Quill & Moor",
    "owner": {"first": "Ada", "last": None, "tags": ["<b>", "x"], "address": {"city": "Köln", "lines": ["1 Rd", "2"]}},
    "items": [{"sku": "A1", "price": 12.5, "items": 3}, {"sku": "B2", "price": 3, "items": 0}],
    "counts": [3, 1, 2],
    "0": "zero",
    "empty": {},
    "nothing": None,
    "yes": True,
    "n": -7,
    "f": 1.0,
    "grid": [[1, 2], [3, 4]],
}


def printed():
    show = group("printing")
    for value in EVERYTHING:
        show("{{ v }}", v=value)
        show("{{ v }}", v=value, _autoescape=False)
    for value in [1e15, 1e16, 123456789012345680.0, 1e22, 1e-4, 1e-5, 0.1 + 0.2, 1 / 3, -1e-10, 5e-324, 100000.0, 1e21,
                  9007199254740993, 9223372036854775807, -9223372036854775808, 2.0, -0.0, 1e100]:
        show("{{ v }}|{{ l }}|{{ v|stringformat:'s' }}", v=value, l=[value])
    show("{{ v }}", v=[True, None, 1, 1.5, "it's", 'say "x"', "both ' \"", "\n\t\\", "é\u00a0\u200b\x7f\x01", "👍",
         {"k": ["v"]}])
    show("{{ v }}", v={"a b": {"c": []}, "é": None, "'": '"', "": 0, "\u2028": "\ufeff", "\U000e0001": "\u0301"},
         _autoescape=False)
    show("{{ v.0 }}{{ v.1 }}", v=["<", "&"])


def literals():
    show = group("literals")
    show("{{ 1 }}", "{{ -1 }}", "{{ +1 }}", "{{ 007 }}", "{{ 1.5 }}", "{{ .5 }}", "{{ -.5 }}", "{{ 1.50 }}",
         "{{ 1e3 }}",
         "{{ 1.0e3 }}", "{{ 12345678901 }}", "{{ 0 }}", "{{ 0.0 }}", "{{ -0 }}", "{{ 'a' }}", '{{ "a" }}', "{{ '' }}",
         "{{ 'it\\'s' }}", '{{ "a\\"b" }}', "{{ 'a\\\\b' }}", "{{ 'a\\nb' }}", "{{ '<b>' }}", "{{ \"it's\" }}",
         "{{ 'é 👍' }}", "{{ True }}", "{{ False }}", "{{ None }}", "{{ true }}", "{{ 'a|b' }}", "{{ 'a:b'|upper }}",
         "{{ '}' }}", "{{ '{{' }}", "{{ '%' }}", "{{ ' a ' }}", "{{ 'a'|add:'b' }}", "{{ 'a'|add:\"b\" }}",
         "{{ 1|add:2 }}",
         "{{ 1|add:-2 }}", "{{ 1.5|add:2 }}", "{{ '1'|add:'2' }}", "{{ 'a'|default:'<b>' }}", "{{ ''|default:'<b>' }}",
         "{{ x|default:'<b>' }}", "{{ x|default:y }}", "{{ x|default:1.50 }}", "{{ x|default:-3 }}",
         "{{ None|default:'n' }}",
         "{{ 1.2.3 }}", "{{ 1a }}", "{{ '1'.0 }}", "{{ 'abc'.1 }}", "{{ 'abc'.upper }}", y="<i>")
    show("{{ True }} {{ None }} {{ False }}", _context={"True": "mine", "None": "mine", "x": 1})
    show("{{ 1 }} {{ 'a' }}", _context={"1": "mine", "a": "mine"})


def paths():
    show = group("paths")
    for path in ["name", "owner", "owner.first", "owner.last", "owner.last.first", "owner.tags", "owner.tags.0",
                 "owner.tags.1", "owner.tags.2", "owner.tags.-1", "owner.tags.x", "owner.address.city",
                 "owner.address.lines.0", "owner.address.lines.0.0", "items", "items.0", "items.0.sku", "items.1.price",
                 "items.0.items", "items.sku", "counts.0", "counts.1.x", "0", "nothing", "nothing.x", "missing",
                 "missing.x.y", "owner.missing", "owner.missing.x", "empty", "empty.x", "yes", "yes.x", "n", "n.x", "f",
                 "f.0", "grid.0.1", "grid.1.0", "grid.2.0", "name.0", "name.7", "name.99", "name.first", "owner.First",
                 "OWNER", "counts.00", "counts.1e0", "owner.0"]:
        show("[{{ " + path + " }}]", "[{{ " + path + "|default:'none' }}]", _context=SHOP)
    show("[{{ a.b }}]", "[{{ a.b.c }}]", "[{{ a.b.c.d }}]", "[{{ a.b.c.d.e }}]", a={"b": {"c": {"d": "deep"}}})
    show("{{ d.0 }}{{ d.1 }}{{ d.00 }}", d={"0": "text key", "00": "other"})
    show("{{ é }}|{{ ключ.дом }}|{{ 名 }}", _context={"é": "e", "ключ": {"дом": "house"}, "名": "name"})
    # Their last bytes, alone, would be whitespace.
    show("{% if Å == 'à' %}{{ Å }}{% endif %}", "{% for à in l %}{{ à }}{% endfor %}",
         "{% with x=Å|add:à y='à' %}{{ x }}{{ y }}{% endwith %}",
         "{{ Å.à }}{{ d.à }}{{ Å|cut:'à' }}", "{% cycle 'à' Å %}{% firstof à 'Å' %}", _context={"Å": "à", "à": "…",
         "l": [1], "d": {"à": "Å"}})
    show("{{ a-b }}", _context={"a-b": 1})
    show("{{ a_b }}{{ a.b_c }}{{ a1 }}{{ A }}", a_b=1, a={"b_c": 2}, a1=3, A=4)


def methods():
    show = group("methods")
    for name in ["items", "keys", "values"]:
        show("{% for x in d." + name + " %}[{{ x }}]{% empty %}none{% endfor %}",
             "{% for a, b in d." + name + " %}{{ a }}={{ b }};{% endfor %}", "{{ d." + name + "|length }}",
             d={"ab": 1, "cd": "<"})
        show("{% for x in d." + name + " %}[{{ x }}]{% empty %}none{% endfor %}", d={})
        show("{{ d." + name + " }}", d={name: "mine"})
    show("{% for k, v in d.items %}{% for x in v %}{{ k }}{{ x }} {% endfor %}{% endfor %}", d={"a": [1, 2], "b": [3]})
    for name in ["upper", "lower", "title", "capitalize", "strip", "split", "splitlines"]:
        for text in ["", " aBc dEf ", SCRIPTS, MARKS, MARKUP, "o'neil 2nd", "ΣΑΣ İΣ", "ǆΑΣ", "\u3000a\u00a0b\n",
                     "a\n\r\nb\r"]:
            show("[{{ s." + name + " }}]", s=text)
    show("{{ s.split }}", "{{ s.split.0 }}", "{% for w in s.split %}<{{ w }}>{% endfor %}", "{{ s.splitlines }}",
         s=LINES)
    show("[{{ s.join }}]", "[{{ s.replace }}]", "[{{ s.nothing }}]", "[{{ l.index }}]",
         "[{{ l.append }}]{{ l }}", "[{{ d.get }}]", "[{{ l.nothing }}]", "[{{ n.nothing }}]", s="text", l=[1],
         d={"a": 1}, n=5)
    show("{{ s.upper.lower }}", "{{ s.upper.0 }}", "{{ s.upper|length }}", "{% if s.strip %}y{% else %}n{% endif %}",
         s="aé<")


def escaping():
    show = group("escaping")
    show("{{ v }}", "{{ v|safe }}", "{{ v|escape }}", "{{ v|force_escape }}", "{{ v|safe|escape }}",
         "{{ v|escape|safe }}",
         "{{ v|safe|force_escape }}", "{{ v|force_escape|force_escape }}", "{{ v|escape|escape }}",
         "{{ v|upper|safe }}",
         "{{ v|safe|upper }}", "{{ v|safe|cut:'&' }}", "{{ v|safe|add:'<' }}", "{{ v|safe|lower|upper }}",
         "{{ v|safe|length }}", "{{ v|safe|first }}", "{{ v|safe|slice:':3' }}", "{{ v|default:'x'|safe }}",
         "{{ v|safe|default:'x' }}", "{{ n|default:'<'|upper }}", "{{ n|default:v }}", "{{ v|safe|title }}",
         "{{ v|safe|truncatechars:3 }}", "{{ v|safe|ljust:'9' }}", "{{ v|safe|capfirst }}", "{{ v|safe|join:'<' }}",
         "{{ v|safe|linebreaks }}", "{{ v|linebreaks }}", "{{ v|safe|wordwrap:3 }}", "{{ v|safe|stringformat:'s' }}",
         "{{ v|stringformat:'s' }}", "{{ v|safe|urlencode }}", "{{ v|safe|slugify }}", "{{ v|safe|striptags }}",
         "{{ v|striptags|safe }}", "{{ v|safe|addslashes }}", "{{ v|safe|escapejs }}", "{{ v|safe|make_list }}",
         "{{ v|safe|make_list|join:'' }}", "{{ v|safe|yesno:'<y>,<n>' }}", "{{ v|safe|phone2numeric }}",
         "{{ '<lit>' }}", "{{ '<lit>'|upper }}", "{{ '<lit>'|escape }}", "{{ '<lit>'|force_escape }}",
         v="<a href='x'>&amp;</a>", n="")
    for template in ["{% autoescape off %}{{ v }}{% autoescape on %}{{ v }}{% endautoescape %}{{ v }}{% endautoescape %}{{ v }}",
                     "{% autoescape on %}{{ v }}{% autoescape off %}{{ v }}{% endautoescape %}{{ v }}{% endautoescape %}{{ v }}",
                     "{% autoescape off %}{{ v|escape }}{{ v|force_escape }}{{ v|linebreaks }}{{ v|upper }}{% endautoescape %}",
                     "{% autoescape off %}{{ l|join:', ' }}{% endautoescape %}{{ l|join:', ' }}",
                     "{% autoescape off %}{% with w=v|linebreaksbr %}{% autoescape on %}{{ w }}{% endautoescape %}{% endwith %}{% endautoescape %}",
                     "{% with w=v|safe %}{{ w }}{{ w|upper }}{% endwith %}", "{% with w=v|upper %}{{ w }}{% endwith %}",
                     "{% with w=v|escape %}{{ w }}|{{ w|upper }}{% endwith %}",
                     "{% for x in l %}{{ x }}{{ x|safe }}{% endfor %}", "{{ l|safeseq }}", "{{ l|safeseq|join:'<' }}",
                     "{{ l|safe }}", "{{ l }}", "{{ d }}", "{{ d|safe }}", "{{ l|first }}{{ l|last }}",
                     "{{ l|first|safe }}"]:
        show(template, v=MARKUP, l=["<", "&"], d={"<": ">"})
        show(template, v=MARKUP, l=["<", "&"], d={"<": ">"}, _autoescape=False)


def whitespace():
    show = group("whitespace in tags")
    show("{{v}}", "{{ v}}", "{{v }}", "{{   v   }}", "{{\tv\t}}", "{{ v|upper }}", "{{ v|upper|lower }}",
         "{{v|add:'x y'}}",
         "{%if v%}y{%endif%}", "{%   if   v   %}y{%   endif   %}", "{%\tif\tv\t%}y{%\tendif\t%}",
         "{% if v %}\n y\n{% endif %}\n",
         "{{ v\n}}", "{{\nv }}", "{%\nif v %}", "{% if v\n%}y{% endif %}", "{# a\nb #}{{ v }}", "{{ v }}\r\n{{ v }}",
         "\n\n{{ v }}\n",
         "{{\u00a0v\u00a0}}", "{{\u3000v }}", "{% if\u00a0v\u3000==\u00a0'V' %}y{% endif %}",
         "{{ v\u00a0|\u2003lower }}", "{%\u00a0if v %}y{% endif %}", "a{b}c{ {v} }", "{{ v }", "{ { v }}",
         "{% if", "%}{{ v }}",
         "}}{{ v }}", "{{{ v }}}", "{{ v }}}}", "{#", "#}", "{# {{ v }} #}{{ v }}", "{# {% if %} #}", "{##}",
         "{# #}{# #}", "{", "{{", "",
         "{{ v|default:'}}' }}", "{{ '{{ v }}' }}", "{% firstof '%}' %}", "{{ '{% if %}' }}", v="V")


printed()
literals()
paths()
methods()
escaping()
whitespace()
