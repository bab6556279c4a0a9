"""{% if %}: operators, precedence, mixed types."""

from .table import group
from .values import EVERYTHING


def if_of(condition):
    return "{% if " + condition + " %}yes{% else %}no{% endif %}"


def truth():
    show = group("if: truth")
    for value in EVERYTHING + [[0], [[]], {"a": None}, "0", "False", "None", -0.0, 1e-300]:
        show(if_of("v"), v=value)
    show(if_of("not v"), v=0)
    show(if_of("missing"), if_of("not missing"), if_of("missing.x"), if_of("v.x"), if_of("missing == None"),
         if_of("missing is None"),
         if_of("v.x is None"), if_of("missing != None"), if_of("missing == ''"), if_of("missing == missing2"),
         if_of("not missing.x"),
         if_of("missing or v"), if_of("missing and v"), if_of("missing < 1"), if_of("missing > 1"),
         if_of("missing in v"),
         if_of("missing not in v"), if_of("1 in missing"), if_of("1 not in missing"), v={"a": 1})


def operators():
    show = group("if: operators")
    pairs = [(1, 1), (1, 2), (2, 1), (1, 1.0), (1, True), (0, False), (1, "1"), ("a", "b"), ("B", "a"), ("a", "ab"),
             ("", "a"),
             ("é", "z"), ("😀", "ﬁ"), ([1], [1]), ([1], [2]), ([1, 2], [1]), ([1], [1.0]), ([], None), ({"a": 1},
             {"a": 1}),
             ({"a": 1}, {"a": 2}), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (None, None), (None, 0), (None, ""), (1, None),
             ("a", ["a"]), ("a", {"a": 0}), (1, {"1": 0}), ("a", "cat"), ("", ""), (1, [1.0]), (True, [1]), (None,
             [None]),
             ([1], [[1]]), (1.5, 2), (-1, -1.5), (9007199254740993, 9007199254740992.0), (True, False), ([1, "a"], [1,
             2]), (1, 11),
             ([None], [None]), ([[1], 2], [[1], 3]), ("a", None), ({}, {}), ({}, [])]
    for a, b in pairs:
        for operator in ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"]:
            # Whether equal values are one object is Python's business.
            if operator in ("is", "is not") and not (a is None or a is True or a is False):
                continue
            if operator in ("<=", ">=", "not in") and pairs.index((a, b)) % 2:
                continue
            show(if_of(f"a {operator} b"), a=a, b=b)


def precedence():
    show = group("if: precedence")
    conditions = ["a or b and c", "a and b or c", "not a and b", "not a or b", "a or not b", "not not a",
                  "a == b and c", "not a == b",
                  "a == b == c", "a != b != c", "a < b < c", "n < m < k", "k > m > n", "n < m == True", "a and b and c",
                  "a or b or c",
                  "not n in l", "not n not in l", "n in l and m in l", "n in l or m in l", "n not in l and not m in l",
                  "n == 1 or m == 1",
                  "n is not None and m is not None", "n is None or m is None", "not n is None",
                  "a and not b or not c and d",
                  "n < m and m < k", "n <= 1 and not m >= k", "n in l == True", "n == m in l", "not a and not b",
                  "not a or not b and c",
                  "a is b is c", "n > 0 and l.0 == 1", "n > 0 or missing.x", "l and l.0", "not l or l.5"]
    for condition in conditions:
        for a, b, c in [(1, 0, 0), (0, 1, 1), (1, 1, 0), (0, 0, 1)]:
            show(if_of(condition), a=bool(a), b=bool(b), c=bool(c), d=True, n=1, m=2, k=3, l=[1, 3])


def literals():
    show = group("if: literals and filters")
    for condition in ["1", "0", "''", "'a'", "None", "True", "False", "1 == 1", "1 == 1.0", "'a' == \"a\"",
                      "'a' in 'abc'", "'<' == v",
                      "v == '<'", "v|upper == 'A'", "w|upper == 'A'", "w|length == 1", "w|length > 0 and v|length",
                      "l|length == 2",
                      "l|length >= 2", "l|first == 1", "missing|default:'x' == 'x'", "missing|length",
                      "missing|length == 0", "l|join:'' == '12'",
                      "'1' == l.0", "l.0 == 1", "-1 < 0", "0 > -1.5", "+1 == 1", ".5 < 1", "w|default:'a b' == 'a'",
                      "'a b' == x", "x == 'a b'",
                      "x == 'a or b'", "'or' == 'or'", "'in' in y", "w == w", "not missing|default:''", "v|safe == '<'",
                      "1 in l", "'1' in l",
                      "l|length_is:2", "n|divisibleby:3", "n|add:1 == 10", "None in m", "missing in m", "'' in v",
                      "missing|default_if_none:'x'",
                      "missing|default_if_none:'x' == 'x'", "missing.x|upper == ''", "missing|add:1"]:
        show(if_of(condition), v="<", w="a", l=[1, 2], x="a b", y=["in"], n=9, m=[None])


def branches():
    show = group("if: branches")
    for n in [1, 2, 3, 4, None]:
        show("{% if n == 1 %}one{% elif n == 2 %}two{% elif n == 3 %}three{% else %}many{% endif %}",
             "{% if n == 1 %}one{% elif n > 1 %}more{% endif %}",
             "{% if n %}{% if n > 2 %}big{% else %}small{% endif %}{% else %}none{% endif %}",
             "{% if n < 3 %}{% for x in l %}{{ x }}{% if not forloop.last %},{% endif %}{% endfor %}{% endif %}",
             "{% if n == 1 %}{% elif n == 2 %}{% else %}{% endif %}", n=n, l=["<", "b"])
    show("{% if a %}{% endif %}", "{% if a %}{{ a }}{% endif %}", "{%if a%}{%else%}{%endif%}",
         "{% if a %}x{% else %}y{% endif %}{% if not a %}z{% endif %}", a=0)


truth()
operators()
precedence()
literals()
branches()
