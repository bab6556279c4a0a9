"""Filters of lists and dicts."""

from .table import filtered, group
from .values import EVERYTHING, MARKUP

ROWS = [{"name": "b", "age": 3, "x": {"y": 2}}, {"name": "a", "age": 22, "x": {"y": 1}}, {"name": "C", "age": 3.5,
        "x": {"y": 3}}, {"name": "é", "age": 1, "x": {"y": 0}}]


def ends():
    filtered("first", EVERYTHING, "first", "last", "length")
    filtered("first", [["<", "&"], "<&", [[1], [2]], {"0": 1}], "first", "last", "safe|first", "first|safe",
             "first|first", "last|last")
    for name in ["length_is"]:
        filtered(name, [[1, 2], "ab", "👍", {}, 5, None, ""], "length_is:2", "length_is:'1'", "length_is:0",
                 "length_is:'x'", "length_is:None")
    filtered("random", [[1], ["<"], "x", [["a"]]], "random")
    filtered("join", [[1, 2], ["a"], [], ["<", "&"], "abc", MARKUP, {"a": 1, "b": 2}, [None, True, 2.5], [["x"],
             {"y": "<"}], 5, None, ""], "join:', '", "join:'<br>'", "join:'&'", "join:''", "join:v", "join:1")
    filtered("join", [["<", "&"]], "safe|join:', '", "safeseq|join:', '", "join:', '|safe", "join:', '|upper",
             "safeseq|join:'<'", "safeseq", "safeseq|first", "join:missing", "join:None")
    filtered("join", [["<", "&"], [1, 2], [], 5], "join:', '", "safeseq|join:'-'", _autoescape=False)
    filtered("safeseq", [["<", 1, None], "<a", [], {"<": 1}], "safeseq", "safeseq|join:''", "safeseq|first",
             "safeseq|length")


def slices():
    filtered("slice", [[1, 2, 3, 4, 5], "aébc👍", [], "", "a"], *(f"slice:'{s}'" for s in [":2", "2:", "1:3", "-2:",
             ":-2", "::2", "::-1", "1:4:2", ":", "::", "", "0", "2", "-1", "5:1", "10:", ":10", "-10:2", "1:-1",
             "-3:-1", "4:1:-1", "::0", "a:b", "1:2:3:4", " 1 : 2 ", "1.5:", "+1:", "None:"]))
    filtered("slice", [[1, 2, 3], {"a": 1}, None, 5, True, 1.5], "slice:':2'", "slice:'1'", "slice:2", "slice:-1",
             "slice:None", "slice:missing", "slice:1.5", "slice:v")
    group("slice")("{% for x in v.items %}{{ x|slice:':1' }}{{ x|slice:'::-1' }}{% endfor %}", v={"a": 1, "b": "<"})
    filtered("slice", ["<a>"], "slice:':2'", "safe|slice:':2'", "slice:':2'|safe")


def sorting():
    for name in ["dictsort", "dictsortreversed"]:
        show = group(name)
        show("{% for r in v|" + name + ":'name' %}{{ r.name }}{% endfor %}",
             "{% for r in v|" + name + ":'age' %}{{ r.name }}{% endfor %}",
             "{% for r in v|" + name + ":'x.y' %}{{ r.name }}{% endfor %}", "{{ v|" + name + ":'missing' }}",
             "{{ v|" + name + ":'x.missing' }}", "{{ v|" + name + ":'' }}", "{{ v|" + name + ":None }}",
             "{{ v|" + name + ":'x' }}", "{{ v|" + name + ":k|length }}", v=ROWS, k="age")
        for value in [[[2, "b"], [1, "c"], [3, "a"]], ["cb", "ac", "ba"], [[1], []]]:
            show("{{ v|" + name + ":0 }}", "{{ v|" + name + ":1 }}", "{{ v|" + name + ":'0' }}",
                 "{{ v|" + name + ":'1' }}", "{{ v|" + name + ":-1 }}", v=value)
        for value in [[], "", None, 5, "abc", {"a": 1}, [1, 2], [{"a": 1}, {"a": "x"}], [{"a": 1}, {"b": 2}],
                      [{"a": None}, {"a": 1}], [{"a": True}, {"a": 0}, {"a": 0.5}], [{"a": [2]}, {"a": [1, 5]}],
                      [{"a": {}}, {"a": {}}], [{"a": 1, "n": 1}, {"a": 1, "n": 2}, {"a": 0, "n": 3}], [{"a": "é"},
                      {"a": "z"}, {"a": "Z"}, {"a": ""}]]:
            show("{{ v|" + name + ":'a' }}", v=value)


def unordered():
    show = group("unordered_list")
    for value in [[], ["a"], ["a", "b"], ["a", ["b", "c"]], ["a", ["b", ["c", ["d"]]], "e"], [["a"]], ["<", ["&"]],
                  "abc", [1, [2.5, [None]]], ["a", []], ["a", "bc"], ["a", [], "b"], [["a"], ["b"]], ["x", ["y"], "z",
                  ["w", ["v"]]], None, 5, {"a": 1}, ["a", {"b": 1}], ["", [""]], [[["a"]]]]:
        show("{{ v|unordered_list }}", v=value)
        show("{% autoescape off %}{{ v|unordered_list }}{% endautoescape %}", v=value)
    show("<ul>\n{{ v|unordered_list }}\n</ul>", "{{ v|safeseq|unordered_list }}", v=["<i>", "b"])


def json():
    filtered("json_script", EVERYTHING, "json_script:'data'")
    filtered("json_script", ["</script>&'\"", {"<": [">", "&"]}, "\u2028\u2029é👍\x01\x1f\x7f", {"b": 1, "a": [1.0, 1e20,
             1e16, 0.1, -0.0, None, True]}, [[], {}, [[]]]], "json_script:'a b'", "json_script:'<i>'", "json_script:5",
             "json_script:v|length")


ends()
slices()
sorting()
unordered()
json()
