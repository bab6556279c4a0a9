"""Filters of numbers."""

from .table import filtered, group
from .values import EVERYTHING

NUMBERS = [0, 1, -1, 34.23234, 34.0, 34.26, -34.06, 0.5, 1.5, 2.5, -0.5, -0.001, 0.0004, 1e-10, 123456789.125, 1e15,
           1234567, 0.05, 0.15, 0.25, 2.675, 1.005, 99.995, 999999.999, "34.5", "1e3", " 7.25 ", "-0.0", "1,5", "abc",
           "", True, None, [1], {}]


def floats():
    filtered("floatformat", NUMBERS, "floatformat", "floatformat:3", "floatformat:0", "floatformat:-3",
             "floatformat:'2'", "floatformat:1")
    filtered("floatformat", [34.23234, 34.0, 12345.6789, None], "floatformat:'x'", "floatformat:''", "floatformat:None",
             "floatformat:'2g'", "floatformat:'g'", "floatformat:'-2g'", "floatformat:1.9", "floatformat:missing",
             "floatformat:-1", "floatformat:-2", "floatformat:10", "floatformat:' 2 '", "floatformat:True")
    filtered("floatformat", [1234567.5, -1234.5, 999.999, 0.5, 1234567890123], "floatformat:'2g'", "floatformat:'g'",
             "floatformat:'0g'", "floatformat:'-1g'")
    filtered("floatformat", [5], "floatformat|add:1", "floatformat:2|floatformat:1", "add:0.5|floatformat:2")


def whole():
    show = group("divisibleby")
    for a, b in [(21, 7), (21, 5), (0, 3), (-4, 2), ("21", "7"), (21, "x"), ("x", 2), (21, 0), (None, 2), (2, None),
                 (4.9, 2), (True, 1), ("", 1), ([], 1), (5, 2.9), (" 4 ", "2"), (-7, -7), (7, -2)]:
        show("{{ a|divisibleby:b }}", "{% if a|divisibleby:b %}y{% else %}n{% endif %}", a=a, b=b)
    show = group("get_digit")
    for a in [123456789, 0, -123, "123", "x", "-5", None, 12.9, True, "", 7, " 12 ", [1]]:
        show(*("{{ v|get_digit:" + b + " }}" for b in ["1", "2", "0", "9", "10", "-1", "'2'", "'x'", "None"]), v=a)
    filtered("pluralize", [0, 1, 2, -1, 1.0, 1.5, 0.5, "0", "1", "2", "1.0", "x", "", None, [], [1], [1, 2], {},
             {"a": 1}, True, False, " 1 "], "pluralize", "pluralize:'es'", "pluralize:'y,ies'", "pluralize:'a,b,c'",
             "pluralize:''", "pluralize:','", "pluralize:'<,>'")
    filtered("pluralize", [2], "pluralize:v", "pluralize:None", "pluralize:1", "pluralize:missing",
             "pluralize:'y,ies'|upper")


def sizes():
    filtered("filesizeformat", [0, 1, 2, 1023, 1024, 1025, 1500, 1048575, 1048576, 1073741823, 1073741824,
             1099511627776, 1125899906842624, 5 * 1125899906842624, 9223372036854775807, -1, -1024, -123456789, "1024",
             "x", "", None, 1.5, 1023.9, 1024.5, 10240.55, True, [], {}, " 5 ", "1e3", "1.5", 123456789],
             "filesizeformat")


def numbers_in_words():
    filtered("numbers printed", EVERYTHING, "add:1", "add:'1'", "divisibleby:2", "floatformat:2", "get_digit:1",
             "pluralize", "filesizeformat")


floats()
whole()
sizes()
numbers_in_words()
