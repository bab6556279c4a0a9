"""Makes random cases: templates in Django's language with contexts to go with them.

What Django 3.2 does otherwise than later versions, what is random, and numbers beyond 64 bits are left out, as in
test/data/templates.py; so are widths that would make large texts.
"""

LETTERS = list("abc XYZ019") + ["<", ">", "&", "'", '"', "\\", "/", "%", "-", "_", ".", ",", ":", ";", "(", ")", "=",
                                "\n", "\r\n", "\t",
           "é", "e\u0301", "ß", "ẞ", "İ", "ı", "Σ", "σ", "ς", "ǆ", "ﬁ", "ŉ", "日本", "שלום", "ع", "👩\u200d👧", "🏳",
           "\u00a0", "\u200b", "\u2028", "\u0085", "\u3000", "½", "à", "Å", "…", "Ⅷ", "\ufeff", "\x7f", "\u00ad"]
WORDS = ["", " ", "a", "one two three", "it's", "<b>bold</b>", "a & b", "12", "-7", "3.5", " 8 ", "x" * 30, "Straße",
         "ΟΔΥΣΣΕΥΣ", "a\n\nb", "&lt;", "www.example.com", "http://a.example/b?c=1", "a@b.example", "o'neil 2ND",
         "<p>one <i>two</i></p>", "1e3", "True", "0"]
NUMBERS = [0, 1, 2, 3, -1, -2, 7, 10, 42, 100, 1000, 0.0, 0.5, 1.0, 1.5, -2.5, 0.1, 1234.5678, 1e10, 1e-7]
STEPS = ["x", "y", "x", "y", "0", "1", "2", "upper", "lower", "title", "missing"]
NAMES = ["a", "b", "c", "d", "l", "m", "à", "missing"]
MOMENTS = ["2026-11-25T19:41:07+01:00", "2026-11-20T08:00:00+00:00", "2026-11-24T23:59:59.5-05:00",
           "2026-12-05T12:30:00+00:00", "2026-11-30", "2026-11-10", "2026-11-25T10:00:00"]
FORMATS = ["Y-m-d", "N j, Y", "jS F y", "D d M", "l", "P", "H:i:s", "f A", "\\Y Y", "T e O", "c", "U", "L t z W o w",
           "SHORT_DATE_FORMAT", "<i>", ""]

# What an argument may be: n(umber), w(idth), t(ext), v(ariable), f(ormat) of stringformat, d(igits) of floatformat,
# s(lice), i(d), p(ath), l(ist of words); ?: it may be missing. phone2numeric and safeseq are in expression(): Django
# wants texts for the one, what is not marked safe for the other.
FILTERS = {
    "add": "ntv", "addslashes": "", "capfirst": "", "center": "w", "cut": "t", "default": "ntv",
    "default_if_none": "ntv", "dictsort": "pn", "dictsortreversed": "p", "divisibleby": "n", "escape": "",
    "escapejs": "", "filesizeformat": "", "first": "", "floatformat": "?nd", "force_escape": "", "get_digit": "n",
    "join": "t", "json_script": "i", "last": "", "length": "", "length_is": "n", "linebreaks": "", "linebreaksbr": "",
    "linenumbers": "", "ljust": "w", "lower": "", "make_list": "", "pluralize": "?l", "rjust": "w", "safe": "",
    "slice": "s", "slugify": "", "stringformat": "f", "striptags": "", "title": "", "truncatechars": "w",
    "truncatewords": "w", "unordered_list": "", "upper": "", "urlencode": "?t", "wordcount": "", "yesno": "?l",
}
TAGS = ["if", "if", "for", "for", "with", "filter", "autoescape", "spaceless", "firstof", "cycle", "ifchanged", "now",
        "widthratio", "templatetag", "regroup", "comment", "verbatim", "note", "include", "block", "moment"]


class Grammar:
    def __init__(self, random):
        self.random = random
        self.depth = 0
        self.blocks = 0

    def one(self, things):
        return self.random.choice(things)

    def chance(self, share):
        return self.random.random() < share

    # Contexts

    def text(self):
        if self.chance(0.5):
            return self.one(WORDS)
        return "".join(self.one(LETTERS) for _ in range(self.random.randrange(8)))

    def value(self, depth=0):
        kind = self.random.randrange(10 if depth < 3 else 7)
        if kind < 4:
            return self.text()
        if kind < 6:
            return self.one(NUMBERS)
        if kind == 6:
            return self.one([True, False, None, None])
        if kind < 9:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        return {self.one(["x", "y", "0", "é", "a b"]): self.value(depth + 1) for _ in range(self.random.randrange(4))}

    def context(self):
        context = {name: self.value() for name in ["a", "b", "c", "à"]}
        context["d"] = {"x": self.value(1), "y": self.value(1)}
        context["l"] = [{"x": self.value(2), "y": self.one(NUMBERS)} for _ in range(self.random.randrange(5))]
        context["m"] = [[self.value(2), self.value(2)] for _ in range(self.random.randrange(3))]
        context["t"], context["u"] = self.one(MOMENTS), self.one(MOMENTS)
        return context

    # Expressions

    def quoted(self, text):
        quote = self.one(["'", '"'])
        for taken in ["\n", "\r", "%}", "}}", "#}"]:
            text = text.replace(taken, "")
        return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote

    def path(self):
        path = self.one(NAMES)
        while self.chance(0.35):
            path += "." + self.one(STEPS)
        return path

    def argument(self, kinds):
        kind = self.one(kinds)
        if kind == "n":
            return self.one(["0", "1", "2", "3", "-1", "10", "2.5", "'2'", "'x'"])
        if kind == "w":
            return self.one(["1", "2", "3", "5", "8", "20", "'4'"])
        if kind == "t":
            return self.quoted(self.text())
        if kind == "v":
            return self.path()
        if kind == "f":
            return self.quoted(self.one(["s", "d", "05d", ".2f", "r", "x", "10s", "-6s", "e", "g", "+d", ".3s", "%",
                               "q", "5"]))
        if kind == "d":
            return self.quoted(self.one(["2", "-2", "0", "1g", "g"]))
        if kind == "s":
            return self.quoted(self.one([":2", "1:", "-2:", "::-1", "1:3", ":-1", "::2", "", "x", "0", "5:1", "-3:2"]))
        if kind == "i":
            return self.one(["'data'", "'<id>'"])
        if kind == "p":
            return self.quoted(self.one(["x", "y", "0", "x.y", "missing"]))
        return self.quoted(self.one(["y,n", "y,n,m", "s", "y,ies", "", "<,&", "a,b,c,d"]))

    def filter(self):
        name = self.one(list(FILTERS))
        kinds = FILTERS[name]
        if not kinds or (kinds[0] == "?" and self.chance(0.4)):
            return name
        return f"{name}:{self.argument(kinds.strip('?'))}"

    def literal(self):
        return self.one(["1", "0", "-2", "1.5", "None", "True", "False", self.quoted(self.text())])

    def expression(self, filters=0.5):
        if self.chance(0.02):
            return self.quoted(self.text()) + "|phone2numeric"
        if self.chance(0.02):
            return self.one(["l", "m"]) + "|safeseq" + self.one(["", "|join:', '", "|first"])
        expression = self.path() if self.chance(0.8) else self.literal()
        while self.chance(filters):
            expression += "|" + self.filter()
        return expression

    def condition(self, depth=0):
        if depth < 3 and self.chance(0.3):
            return f"{self.condition(depth + 1)} {self.one(['and', 'or'])} {self.condition(depth + 1)}"
        if depth < 3 and self.chance(0.15):
            return "not " + self.condition(depth + 1)
        if self.chance(0.5):
            operator = self.one(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
            return f"{self.expression(0.2)} {operator} {self.expression(0.2)}"
        if self.chance(0.1):
            return f"{self.path()} {self.one(['is', 'is not'])} None"
        return self.expression(0.2)

    # Templates

    def inside(self):
        return self.nodes(self.random.randrange(1, 4))

    def tag(self):
        return getattr(self, "tag_" + self.one(TAGS))()

    def tag_if(self):
        middle = f"{{% elif {self.condition()} %}}{self.inside()}" if self.chance(0.3) else ""
        end = f"{{% else %}}{self.inside()}" if self.chance(0.5) else ""
        return f"{{% if {self.condition()} %}}{self.inside()}{middle}{end}{{% endif %}}"

    def tag_for(self):
        names = self.one(["x", "x", "a", "x, y"])
        over = self.one(["l", "m", "d.items", "d.keys", "d.values", "d", "a", "b", "c",
                        "'ab'"]) if self.chance(0.7) else self.expression(0.3)
        if names == "x, y":
            over = self.one(["m", "d.items", "m", "d.items", "l"])
        empty = f"{{% empty %}}{self.inside()}" if self.chance(0.2) else ""
        shown = self.one(["{{ x }}", "{{ forloop.counter }}", "{{ forloop.revcounter0 }}{{ forloop.last }}",
                         "{{ forloop.parentloop.counter0 }}", "{{ x.x }}", "{{ y }}"])
        return f"{{% for {names} in {over}{self.one(['', '', ' reversed'])} %}}{shown}{self.inside()}{empty}{{% endfor %}}"

    def tag_with(self):
        name = self.one(["a", "b", "w"])
        given = self.one([f"{name}={self.expression()}", f"{self.expression()} as {name}",
                         f"{name}={self.path()} b={self.path()}"])
        return f"{{% with {given} %}}{self.inside()}{{{{ {name} }}}}{{% endwith %}}"

    def tag_filter(self):
        return f"{{% filter {self.filter()}{'|' + self.filter() if self.chance(0.2) else ''} %}}{self.inside()}{{% endfilter %}}"

    def tag_autoescape(self):
        return f"{{% autoescape {self.one(['on', 'off'])} %}}{self.inside()}{{% endautoescape %}}"

    def tag_spaceless(self):
        return f"{{% spaceless %}} <p> {self.inside()} </p> {{% endspaceless %}}"

    def tag_firstof(self):
        return f"{{% firstof {self.expression(0.2)} {self.expression(0.2)}{self.one(['', ' as w'])} %}}"

    def tag_cycle(self):
        named = self.one(["", "", " as w", " as w silent"])
        return f"{{% cycle {self.expression(0.2)} {self.expression(0.1)}{named} %}}" + (self.one(["{{ w }}",
            "{% cycle w %}"]) if named else "")

    def tag_ifchanged(self):
        return f"{{% ifchanged {self.one(['', self.path(), 'x', 'forloop.first'])} %}}{self.inside()}{self.one(['', '{% else %}-'])}{{% endifchanged %}}"

    def tag_now(self):
        return f"{{% now {self.quoted(self.one(FORMATS))}{self.one(['', '', ' as w'])} %}}"

    def tag_widthratio(self):
        return f"{{% widthratio {self.path()} {self.one(['10', '3', self.path()])} {self.one(['100', '7', '1'])}{self.one(['', ' as w'])} %}}"

    def tag_templatetag(self):
        return f"{{% templatetag {self.one(['openblock', 'closeblock', 'openvariable', 'closebrace', 'opencomment'])} %}}"

    def tag_regroup(self):
        return f"{{% regroup {self.one(['l', 'm', self.path()])} by {self.one(['x', 'y', '0', 'x.y', 'x|length'])} as g %}}{{% for r in g %}}{{{{ r.grouper }}}}:{{{{ r.list|length }}}};{{% endfor %}}"

    def tag_comment(self):
        return f"{{% comment %}}{self.inside()}{{% endcomment %}}"

    def tag_verbatim(self):
        return "{% verbatim %}{{ a }}{% if %}{% endverbatim %}"

    def tag_note(self):
        return "{# a {{ b }} #}"

    def tag_include(self):
        extra = self.one(["", "", f" with a={self.expression(0.3)}", " only", f" with x={self.path()} only"])
        return f"{{% include {self.one(['one', 'two', 'one'])!r}{extra} %}}"

    def tag_block(self):
        self.blocks += 1
        name = f"b{self.blocks}"
        return f"{{% block {name} %}}{self.inside()}{{% endblock{self.one(['', ' ' + name])} %}}"

    def tag_moment(self):
        return "{{ " + self.one([f"t|date:{self.quoted(self.one(FORMATS))}", "t|date", "t|timesince", "t|timeuntil",
                                "t|timesince:u", "u|timeuntil:t", f"u|time:{self.quoted(self.one(FORMATS))}",
                                "t|time"]) + " }}"

    def nodes(self, count):
        self.depth += 1
        parts = []
        for _ in range(count):
            roll = self.random.random()
            if roll < 0.45 or self.depth > 4:
                parts.append("{{ " + self.expression() + " }}")
            elif roll < 0.6:
                parts.append(self.text().replace("{", "(").replace("}", ")"))
            else:
                parts.append(self.tag())
        self.depth -= 1
        return "".join(parts)

    def broken(self, template):
        """The template with a slip of the pen."""
        at = self.random.randrange(len(template) + 1)
        until = at + self.random.randrange(4)
        return template[:at] + self.one(["", "", self.one(list("{}%#|:.'\" _-=1a")), template[at:until] * 2,
                                        "{% else %}", "{{"]) + template[until:]

    def case(self):
        self.blocks = 0
        template = self.nodes(self.random.randrange(1, 5))
        includes = {}
        if "include " in template:
            self.depth, self.blocks = 2, 100
            includes = {"one": self.no_includes(2), "two": self.no_includes(1)}
            self.depth = 0
        if self.chance(0.1):
            includes["base"] = template
            overriding = "".join(f"{{% block b{n} %}}{self.no_includes(1)}{{{{ block.super }}}}{{% endblock %}}" for n in range(1,
                                 4) if self.chance(0.6))
            template = "{% extends 'base' %}" + overriding
        if self.chance(0.15):
            template = self.broken(template)
        case = {"template": template, "context": self.context(), "moments": ["t", "u"]}
        if includes:
            case["includes"] = includes
        if self.chance(0.25):
            case["autoescape"] = False
        return case

    def no_includes(self, count):
        while True:
            text = self.nodes(count)
            if "include " not in text and "block " not in text:
                return text
