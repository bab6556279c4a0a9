"""What does not compile, and on which line; and filter expressions that look wrong but are not."""

from .table import group

TAGS = ["{% nothing %}", "{% %}", "{%%}", "{% if %}{% endif %}", "{% if a b %}{% endif %}", "{% if a == %}{% endif %}",
        "{% if == a %}{% endif %}", "{% if a and %}{% endif %}", "{% if or a %}{% endif %}", "{% if not %}{% endif %}",
        "{% if a not b %}{% endif %}", "{% if a is %}{% endif %}",
        "{% if a in %}{% endif %}", "{% if (a) %}{% endif %}", "{% if a = b %}{% endif %}",
        "{% if a && b %}{% endif %}", "{% if a|nothing %}{% endif %}", "{% if a == b == %}{% endif %}",
        "{% if a not in %}{% endif %}", "{% if in a %}{% endif %}", "{% if a !b %}{% endif %}", "{% if a %}",
        "{% if a %}{% else %}", "{% if a %}{% elif %}{% endif %}", "{% if a %}{% else %}{% else %}{% endif %}",
        "{% if a %}{% else %}{% elif b %}{% endif %}", "{% endif %}", "{% else %}", "{% elif a %}",
        "{% if a %}{% endfor %}", "{% if a %}{% endif %}{% endif %}", "{% endif a %}", "{% if a %}{% endif a %}",
        "{% if a %}{% else b %}{% endif %}", "{% for %}{% endfor %}", "{% for x %}{% endfor %}",
        "{% for x in %}{% endfor %}", "{% for x in a b %}{% endfor %}",
        "{% for x of a %}{% endfor %}", "{% for in a %}{% endfor %}", "{% for x, in a %}{% endfor %}",
        "{% for x,,y in a %}{% endfor %}", "{% for ,x in a %}{% endfor %}", "{% for x|upper in a %}{% endfor %}",
        "{% for x.y in a %}{% endfor %}", "{% for 'x' in a %}{% endfor %}", "{% for x in a reverse %}{% endfor %}",
        "{% for x in a|nothing %}{% endfor %}",
        "{% for x in a %}", "{% for x in a %}{% empty %}", "{% for x in a %}{% empty %}{% empty %}{% endfor %}",
        "{% for x in a %}{% else %}{% endfor %}", "{% endfor %}", "{% empty %}", "{% for x in reversed %}{% endfor %}",
        "{% with %}{% endwith %}", "{% with a %}{% endwith %}", "{% with a= %}{% endwith %}",
        "{% with =a %}{% endwith %}", "{% with a = b %}{% endwith %}", "{% with a as %}{% endwith %}",
        "{% with a b=c %}{% endwith %}", "{% with a=b c %}{% endwith %}",
        "{% with a=b %}", "{% endwith %}", "{% with a=b|nothing %}{% endwith %}", "{% with a.b=c %}{% endwith %}",
        "{% comment %}", "{% endcomment %}", "{% verbatim %}", "{% endverbatim %}", "{% spaceless %}",
        "{% endspaceless %}", "{% spaceless x %}{% endspaceless %}", "{% autoescape %}{% endautoescape %}",
        "{% autoescape maybe %}{% endautoescape %}", "{% autoescape on %}", "{% filter upper %}", "{% endfilter %}",
        "{% cycle %}", "{% cycle a %}", "{% cycle 'a' 'b' as %}", "{% cycle 'a' 'b' as c loud %}", "{% cycle a,b %}",
        "{% ifchanged %}", "{% endifchanged %}", "{% ifchanged %}{% else %}{% else %}{% endifchanged %}",
        "{% ifchanged a|nothing %}{% endifchanged %}", "{% regroup %}", "{% regroup a by b %}",
        "{% regroup a by b as %}", "{% regroup a with b as c %}", "{% regroup a by b to c %}",
        "{% regroup a by b as c d %}", "{% regroup a|nothing by b as c %}",
        "{% firstof %}", "{% firstof a|nothing %}", "{% now %}", "{% now 'Y' 'm' %}", "{% widthratio 1 2 %}",
        "{% widthratio a b c d %}", "{% templatetag %}", "{% templatetag x %}",
        "{% templatetag openblock closeblock %}", "{% include %}", "{% include 'a' with %}", "{% include 'a' b %}",
        "{% extends %}", "{% block %}{% endblock %}", "{% block a %}", "{% block a b %}{% endblock %}",
        "{% block a %}{% endblock b %}", "{% block a %}{% endblock %}{% block a %}{% endblock %}",
        "{% IF a %}{% ENDIF %}", "{% if-a %}", "{% i f a %}"]
VARIABLES = ["{{ }}", "{{}}", "{{ a b }}", "{{ a|nothing }}", "{{ a| }}", "{{ |upper }}", "{{ a||upper }}",
             "{{ a|upper| }}", "{{ a|upper:'x' }}", "{{ a|cut }}", "{{ a|default: 'x' }}", "{{ a|default :'x' }}",
             "{{ a| upper }}", "{{ a |upper }}", "{{ a | upper }}", "{{ a|default:'x }}", "{{ a|default:x' }}",
             "{{ a|default:'x'y }}", "{{ a|default:'x'|upper }}", "{{ a|default: }}", "{{ a|default:'x':'y' }}",
             "{{ a|default:b.c }}", "{{ a|default:b.c|upper }}",
             "{{ a|default:_b }}", "{{ a|default:b._c }}", "{{ _a }}", "{{ a._b }}", "{{ a.b_ }}", "{{ a.__class__ }}",
             "{{ a..b }}", "{{ .a }}", "{{ a. }}", "{{ a.b. }}", "{{ a-b }}", "{{ a+b }}", "{{ a=b }}", "{{ a(b) }}",
             "{{ a[0] }}", "{{ a,b }}", "{{ a&b }}", "{{ 'a }}", "{{ a' }}", "{{ 'a' 'b' }}", "{{ 'a'b }}",
             "{{ \"a' }}", "{{ 'a'|'b' }}", "{{ a|1 }}", "{{ a|upper.x }}", "{{ a|UPPER }}",
             "{{ -a }}", "{{ 1..2 }}", "{{ 1. }}", "{{ 1e }}", "{{ e1 }}", "{{ 1|add:1e2 }}", "{{ 1|add:1. }}",
             "{{ a|add:-1 }}", "{{ a|add:+1 }}", "{{ a|add:.5 }}", "{{ a|add:- }}", "{{ -1.5e3 }}", "{{ 1e-3 }}",
             "{{ a.1 }}", "{{ a.1.2 }}", "{{ a|default:\"it's\" }}", "{{ a|default:'say \"x\"' }}",
             "{{ a|default:'\\'' }}", "{{ a|default:'\\\\' }}", "{{ a:b }}", "{{ a|b:c|d }}", "{{ a!b }}", "{{ a%b }}",
             "{{ a/b }}", "{{ a*2 }}", "{{ a;b }}", "{{ a\tb }}",
             "{{ a|yesno:\"y,n\"|upper|lower }}", "{{ a|add:b|add:c }}", "{{ a|first.b }}", "{{ not a }}",
             "{{ a and b }}", "{{ a|default:None }}", "{{ a|default:True }}", "{{ None.x }}", "{{ True|yesno }}",
             "{{ a|length_is }}", "{{ a|date }}", "{{ a|join }}", "{{ a|truncatechars }}", "{{ a|dictsort }}",
             "{{ a|random:1 }}", "{{ a|safe:1 }}", "{{ a|floatformat:'1':'2' }}", "{{ a|upper() }}"]
LATER = ["one\ntwo {{ a|nothing }}", "one\n\n\n{% nothing %}\n", "{{ a }}\n{% if a %}\n{{ a }}\n",
         "{% if a %}\n{% for x in a %}\n{% endif %}\n{% endfor %}", "{# a #}\n{# b\n #}\n{% else %}",
         "a\r\nb\r\n{{ a b }}", "{% comment %}\n\n{% endcomment %}\n{% if %}",
         "{% verbatim %}\n{{ a b }}\n{% endverbatim %}\n{{ a b }}",
         "{% block a %}\n{% block b %}\n{% endblock %}\n{% endblock c %}",
         "{% if a %}\n{% elif a %}\n{% else %}\n{% with %}\n{% endwith %}{% endif %}",
         "\n{% for x in a %}\n{% empty %}\n", "{% block a %}\n{% endblock %}\n\n{% block a %}{% endblock %}",
         "{% filter upper %}\n\n", "{% with a=1 %}\n{{ a|nothing }}\n{% endwith %}", "a\n\n{{ }}", "a\rb\r{{ a b }}",
         "a\u2028b\n{{ a b }}", "{% spaceless %}\n{% autoescape off %}\n{% endspaceless %}"]

show = group("syntax: tags")
show(*TAGS, a="A", b="", c=[1])
show = group("syntax: variables")
show(*VARIABLES, a="A", b={"c": "<"}, c=[1])
show = group("syntax: lines")
show(*LATER, a="A")
