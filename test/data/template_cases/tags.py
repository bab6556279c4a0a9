"""The tags that hold no loop and no condition: with, comment, verbatim, spaceless, filter, firstof, now and others."""

from .table import group
from .values import MARKS, MARKUP


def withs():
    show = group("with")
    show("{% with a=1 %}{{ a }}{% endwith %}[{{ a }}]", "{% with a=v b=v|upper %}{{ a }}{{ b }}{% endwith %}",
         "{% with v as a %}{{ a }}{% endwith %}",
         "{% with v|lower as a %}{{ a }}{% endwith %}", "{% with a='<' %}{{ a }}{% endwith %}",
         "{% with v='inner' %}{{ v }}{% endwith %}{{ v }}",
         "{% with a=b b=a %}[{{ a }}{{ b }}]{% endwith %}",
         "{% with a=v %}{% with b=a %}{{ b }}{% endwith %}[{{ b }}]{% endwith %}",
         "{% with a=missing %}[{{ a }}]{% endwith %}",
         "{% with a=missing.x %}{% if a is None %}none{% endif %}[{{ a }}]{% endwith %}",
         "{% with a=l.1 %}{{ a }}{% endwith %}", "{% with a=l b=a %}[{{ b }}]{% endwith %}",
         "{% with a=v|default:'x y' %}{{ a }}{% endwith %}", "{% with a=None b=True %}{{ a }}{{ b }}{% endwith %}",
         "{% with a='x y' b=\"z\" %}{{ a }}{{ b }}{% endwith %}",
         "{% with a=l|length %}{% for x in l %}{{ forloop.counter }}/{{ a }} {% endfor %}{% endwith %}",
         "{% with v.upper as a %}{{ a }}{% endwith %}", "{% with a=1.5 b=-2 %}{{ a|add:b }}{% endwith %}",
         "{% with a=v%}{{ a }}{% endwith %}", "{% with  a=v  %}{{ a }}{% endwith %}", "{% with a=v as %}{% endwith %}",
         "{% with a='b c'|upper %}{{ a }}{% endwith %}", "{% with é=1 %}{{ é }}{% endwith %}",
         "{% with forloop=v %}{{ forloop }}{% endwith %}", "{% with block=v %}{{ block }}{% endwith %}",
         "{% with True=v %}{{ True }}{% endwith %}", v="Vv<", l=[1, 2])


def hidden():
    show = group("comment and verbatim")
    show("a{% comment %}b{{ v }}{% endcomment %}c", "{% comment 'why' %}b{% endcomment %}",
         "{% comment %}{% if %}{% unknown %}{{ a|b:c }}{% endcomment %}x",
         "{% comment %}{% comment %}{% endcomment %}a",
         "{% comment %}{% comment %}{% endcomment %}{% endcomment %}", "a{# b #}c", "a{# {{ v }} {% x %} #}c",
         "{# a #}{# b #}", "a{# b\n #}c", "{# a #} #}", "{# {# a #} #}", "{#a#}{{v}}{#b#}",
         "{% comment %}\n\n{% endcomment %}{% nope %}", "{% comment %}{# #}{% endcomment %}x",
         "{% comment %}{% verbatim %}{% endcomment %}x",
         "{% verbatim %}{{ v }}{% if %}{# c #}{% endverbatim %}{{ v }}", "{% verbatim %}{% endverbatim %}",
         "{% verbatim x %}{% verbatim %}{{ v }}{% endverbatim %}{% endverbatim x %}{{ v }}",
         "{% verbatim x %}{% endverbatim y %}{% endverbatim x %}", "{%verbatim%}{{v}}{%endverbatim%}",
         "{% verbatim %}{{ v }}{%endverbatim%}", "{% verbatim %}\n{% for %}\n{% endverbatim %}\n{{ v }}",
         "{% verbatim  x  y %}{{ v }}{% endverbatim  x  y %}",
         "{% verbatim %}<&>{% endverbatim %}", "{% verbatim %}{{ v }}", "{% verbatim x %}{{ v }}{% endverbatim %}",
         "{% if v %}{% verbatim %}{{ v }}{% endif %}{% endverbatim %}{% endif %}",
         "{% verbatim %}{% verbatim %}{% endverbatim %}{{ v }}",
         "{% verbatim %}{{% endverbatim %}", "{% verbatim %}{% endverbatim", "{% verbatimx %}", v="<V>")


def spaces():
    show = group("spaceless")
    show("{% spaceless %}<p> <a>x</a> </p>{% endspaceless %}",
         "{% spaceless %}  <p>\n\t<a> x </a>\r\n</p>  {% endspaceless %}",
         "{% spaceless %} a <b> c </b> d {% endspaceless %}", "{% spaceless %}{{ v }} {{ v }}{% endspaceless %}",
         "{% spaceless %}{{ v|safe }} {{ v|safe }}{% endspaceless %}",
         "{% spaceless %}<a>\u00a0<b>\u3000<c>{% endspaceless %}", "{% spaceless %}> < > <{% endspaceless %}",
         "{% spaceless %}   {% endspaceless %}", "{% spaceless %}<p> {% if v %} <b> {% endif %} </p>{% endspaceless %}",
         " {% spaceless %} <i> </i> {% endspaceless %} ",
         "{% spaceless %}<a> {% spaceless %}<b> </b>{% endspaceless %} </a>{% endspaceless %}",
         "{% spaceless %}<a>\n\n\n<b>\n{{ v }}\n</b>{% endspaceless %}", "{% spaceless %}\n{% endspaceless %}x",
         v="<i> </i>")


def filters_as_tags():
    show = group("filter tag")
    show("{% filter upper %}a{{ v }}<b>{% endfilter %}", "{% filter lower|capfirst %}ABC{% endfilter %}",
         "{% filter force_escape %}<{{ v }}>{% endfilter %}", "{% filter force_escape|lower %}<A>{% endfilter %}",
         "{% filter cut:' ' %}a b c{% endfilter %}",
         "{% filter escape %}<a>{% endfilter %}", "{% filter safe %}<a>{% endfilter %}",
         "{% filter truncatewords:2 %}a b c{% endfilter %}", "{% filter default:'x' %}{% endfilter %}",
         "{% filter linebreaks %}a\n\nb{{ v }}{% endfilter %}",
         "{% filter upper %}{% filter lower %}aB{% endfilter %}c{% endfilter %}",
         "{% filter upper %}{% for x in v %}{{ x }}{% endfor %}{% endfilter %}",
         "{% filter length %}abc{% endfilter %}", "{% filter wordcount %}a b{% endfilter %}",
         "{% filter add:n %}4{% endfilter %}",
         "{% filter striptags %}<b>x</b>{{ v }}{% endfilter %}", "{% filter upper|safe %}a{% endfilter %}",
         "{% filter nothing %}a{% endfilter %}", "{% filter add %}a{% endfilter %}",
         "{% filter upper:'x' %}a{% endfilter %}", "{% filter 'upper' %}a{% endfilter %}",
         "{% filter upper lower %}a{% endfilter %}", "{% filter slugify %}A b {{ v }}{% endfilter %}",
         "{% autoescape off %}{% filter linebreaksbr %}{{ v }}\n{% endfilter %}{% endautoescape %}",
         "{% filter urlencode %}a b/{{ v }}{% endfilter %}", "{% filter make_list %}ab{% endfilter %}",
         "{% filter first %}ab{% endfilter %}", v="<v>", n=3)


def firsts():
    show = group("firstof")
    for a, b, c in [(0, "", "c"), (None, [], {}), ("<", "b", "c"), (False, 2, "c"), ("", "<b>", "c"), (0.0, [1], "x")]:
        show("{% firstof a b c %}", "{% firstof a b c 'none' %}", "{% firstof a b|upper c as d %}[{{ d }}]",
             "{% firstof a|safe b|safe %}", a=a, b=b, c=c)
    show("{% firstof a %}", "{% firstof a '<lit>' %}", "{% firstof a b %}", "{% firstof a|default:'<' %}",
         "{% firstof missing '<' as d %}{{ d }}", "{% firstof a as d %}[{{ d }}]",
         "{% autoescape off %}{% firstof v %}{% endautoescape %}", "{% firstof v %}", "{% firstof v as w %}{{ w }}",
         "{% firstof v|safe %}", "{% firstof 0 1 2 %}", "{% firstof False None 'x y' %}", "{% firstof %}",
         "{% firstof 1.50 %}", "{% firstof a.b.c v.0 %}", "{% firstof as d %}", "{% firstof v as %}", v="<v>")


def odds_and_ends():
    show = group("widthratio")
    for value, highest, width in [(175, 200, 100), (0, 200, 100), (50, 0, 100), (1, 3, 100), (5, 2, 1), (3, 2, 1), (1,
                                  2, 1), (-5, 2, 1), ("50", "100", "10"), ("a", 100, 10), (None, 100, 10), (10.5, 21,
                                  100), (1, 100, None), (1, 1, "x"), ("", 5, 5), (True, 2, 10), (2.5, 1, 1), (7, 2, 3),
                                  (1, 1, 2.7)]:
        show("{% widthratio v m w %}", v=value, m=highest, w=width)
    show("{% widthratio v 200 100 %}", "{% widthratio v 200 100 as r %}[{{ r }}]", "{% widthratio v m 100 %}",
         "{% widthratio v 200 missing %}", "{% widthratio missing 200 100 %}", "{% widthratio v|add:25 200 100 %}",
         "{% widthratio v|length 200 100 %}", "{% widthratio v 200 100 as r %}{{ r|add:1 }}", "{% widthratio v 200 %}",
         "{% widthratio v 200 100 as %}", "{% widthratio v 200 100 to r %}", "{% widthratio 1 2 3 4 5 6 %}",
         "{% widthratio %}", v=175)
    show = group("templatetag")
    for name in ["openblock", "closeblock", "openvariable", "closevariable", "openbrace", "closebrace", "opencomment",
                 "closecomment", "nothing", "", "openblock x", "'openblock'"]:
        show("{% templatetag " + name + " %}")
    show("{% templatetag openblock %} if {% templatetag closeblock %}",
         "{% templatetag openvariable %}{{ v }}{% templatetag closevariable %}", v="x")
    show = group("autoescape")
    for how in ["on", "off", "", "yes", "On", "on off"]:
        show("{% autoescape " + how + " %}{{ v }}{% endautoescape %}{{ v }}", v=MARKUP)
    show("{% autoescape off %}{% for x in v %}{{ x }}{% autoescape on %}{{ x }}{% endautoescape %}{% endfor %}{% endautoescape %}",
         "{% autoescape off %}{{ v|join:'-' }}{{ v|unordered_list }}{{ v|first|linebreaks }}{{ v|first|urlize }}{{ v|first|linenumbers }}{% endautoescape %}",
         v=["<", "&"])
    show("{% autoescape off %}{{ v }}", "{% endautoescape %}",
         "{% autoescape off %}{% if v %}{{ v }}{% endif %}{% endautoescape %}", v=MARKS)


def nows():
    show = group("now")
    for zone in ["Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]:
        show("{% now 'Y-m-d H:i:s T e O' %}", "{% now 'N j, Y, P' %}", "{% now \"jS F Y\" %}", "{% now 'U u c r' %}",
             "{% now 'I L t z W o w' %}", _zone=zone)
    for now in ["2026-07-01T00:00:00+00:00", "2024-02-29T23:59:59.123456+00:00", "2026-03-29T01:00:00+00:00",
                "2026-10-25T02:30:00+00:00", "1999-12-31T23:30:00+00:00"]:
        show("{% now 'Y-m-d H:i:s T e O I' %}", "{% now 'D d M y, P' %}", "{% now 'l jS F Y f A' %}", "{% now 'u' %}",
             _now=now)
    show("{% now 'Y' as year %}[{{ year }}]", "{% now 'Y' as year %}{{ year|add:1 }}", "{% now 'DATE_FORMAT' %}",
         "{% now 'SHORT_DATE_FORMAT' %}", "{% now 'DATETIME_FORMAT' %}", "{% now 'SHORT_DATETIME_FORMAT' %}",
         "{% now 'TIME_FORMAT' %}", "{% now 'YEAR_MONTH_FORMAT' %}", "{% now 'MONTH_DAY_FORMAT' %}",
         "{% now '<b>' %}", "{% now '\\Y\\e\\a\\r Y' %}", "{% now '' %}", "{% now 'jS \\o\\f F' %}",
         "{% now \"H:i\" %}", "{% now %}", "{% now 'Y' as %}", "{% now 'Y-m-d H' %}", "{% now \"it's\" %}")


withs()
hidden()
spaces()
filters_as_tags()
firsts()
odds_and_ends()
nows()
