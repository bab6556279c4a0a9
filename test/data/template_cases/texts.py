"""Filters of text and words."""

from .table import filtered, group
from .values import EVERYTHING, FEW, LINES, MARKS, MARKUP, SCRIPTS, TEXTS

PLAIN = ["upper", "lower", "capfirst", "title", "slugify", "wordcount", "addslashes", "escapejs", "phone2numeric",
         "make_list", "urlencode"]


def plain():
    for name in PLAIN:
        others = [42, -2.5, True, None, ["<i>", 1], {"a": "<"}] if name != "phone2numeric" else []
        filtered(name, TEXTS + others, name)
        filtered(name, [MARKUP, SCRIPTS], name, _autoescape=False)
    filtered("upper", ["ŉ ﬃ ǰ ΐ ΰ և ẖ ẗ ẘ ẙ ẚ ﬀ ᾳ ῳ ᾼ", "ƛ ɑ ა ꭰ ǅ ǆ ǈ ⅷ ⓐ ά ᾷ", "i ı İ I"], "upper", "lower",
             "capfirst", "title", "upper|lower", "lower|upper")
    filtered("lower", ["ΣΑΣ ΑΣ. ΑΣΑ Σ ΑΣ' ΑΣ\u0301 'Σ ΑΣ\u00ad ΑΣ1", "İİ İ\u0307", "ẞ Ω K Å", "ⅧⒶ ᾈ",
             "ΌΣΟΣ\nΣΑΣ,ΣΑΣ-Σ"], "lower", "title", "capfirst", "lower|capfirst")
    filtered("title", ["they're bill's friends from the UK", "a1b2 3c", "don\u2019t isn't", "O'NEIL's",
             "x-ray (abc) \"def\"", "2nd 3RD 4Th", "a'b'c'D", "ß ﬁx ǆx", "hello\tworld\nnew", "ÉCOLE été",
             "١a 1\u0301a", "e\u0301e", "a_b"], "title", "lower|title")
    filtered("slugify", ["Joel is a slug", "  a  b ", "--a--b--", "__a__", "É à ü ñ ç ø ł ß æ", "½ ² ﬁ Ⅷ", "a.b,c;d",
             "100%", "日本", "a\u0301b", "a-_b", "A\nB", "&amp;", "İstanbul"], "slugify")
    filtered("urlencode", ["http://x.org/?a=1&b=<c d>#e", "/a b/", "é/日", "~-._!*'()", "%20", "+", "\n", "a:b@c"],
             "urlencode", "urlencode:''", "urlencode:'/:?&='", "urlencode:'é'")
    filtered("escapejs", ["\u2028\u2029", "</script>", "a\\b", "`${x}`", "\x01\x1f\x7f\x80", "-;=&<>'\"",
             "a\r\n\tb\b\f"], "escapejs", "escapejs|safe")
    filtered("phone2numeric", ["0800 flowers", "1-800-COLLECT", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "é"], "phone2numeric")
    filtered("addslashes", ["a'b\"c\\d", "\\\\", "''"], "addslashes", "addslashes|safe")


def with_argument():
    for name in ["ljust", "rjust", "center"]:
        filtered(name, FEW, f"{name}:20", f"{name}:'3'", f"{name}:0")
        filtered(name, ["ab", "abc", "é👍"], *(f"{name}:{n}" for n in ["-1", "1", "2", "3", "4", "5", "6", "7",
                 "' 8 '"]))
        filtered(name, ["ab"], f"{name}:'x'", f"{name}:None", f"{name}:2.9", f"{name}:True", f"{name}:missing",
                 f"{name}:v", f"{name}:'2.5'", f"{name}")
    filtered("cut", FEW + [LINES], "cut:' '", "cut:'a'", "cut:'<'", "cut:''")
    filtered("cut", [MARKUP], "cut:'&'", "cut:';'", "safe|cut:';'", "safe|cut:'&'", "cut:v", "cut:1", "cut:missing",
             "cut:'<b>'")
    filtered("cut", ["aaaa", "abab", "121", 1212], "cut:'aa'", "cut:'ab'", "cut:1", "cut:'12'")
    filtered("truncatechars", FEW, "truncatechars:3", "truncatechars:1", "truncatechars:100")
    filtered("truncatechars", ["joel is a slug", "abc", "e\u0301e\u0301e\u0301", "👩\u200d👧\u200d👦x", "日本語テスト",
             "a\u0301\u0302\u0303bc", "a…b", "\u0301abc"], *(f"truncatechars:{n}" for n in ["1", "2", "3", "4", "'5'",
             "'x'", "100"]))
    filtered("truncatechars", ["abcdef"], "truncatechars:v", "truncatechars:2.7", "truncatechars:True",
             "safe|truncatechars:2", "truncatechars:missing", "truncatechars:'2.5'")
    filtered("truncatewords", FEW + [LINES], "truncatewords:2", "truncatewords:1", "truncatewords:100")
    filtered("truncatewords", ["joel is a slug", " a  b   c ", "a\nb\tc d", "a\u00a0b c d", "one", "日本 語 テスト"],
             *(f"truncatewords:{n}" for n in ["1", "2", "3", "4", "'2'", "'x'"]))
    filtered("wordwrap", ["this is a long paragraph of text that really needs to be wrapped I'm afraid", "a short line",
             "averylongwordthatcannotbewrapped at all", "line one is here\nline two is here", "", "a b", "日本 語 テスト です",
             "a\nb c d e f", "x" * 30], "wordwrap:14", "wordwrap:5", "wordwrap:'10'", "wordwrap:100")
    filtered("wordwrap", ["a b c"], "wordwrap:'x'", "wordwrap:None", "wordwrap:missing", "wordwrap:2.5")
    filtered("wordwrap", [MARKUP], "wordwrap:6", "safe|wordwrap:6")
    filtered("wordcount", [LINES, "  a  b ", "a\u00a0b", "a\u200bb", "日本 語", ".", ["a b", "c"]], "wordcount")
    filtered("stringformat", [1, -7, 3.14159, "ab", "<b>", None, True, [1, 2], "é", 255, 0, 1e10, "5"],
             *(f"stringformat:'{f}'" for f in ["s", "d", "03d", ".2f", "5s", "-5s", "r", "x", "X", "o", "e", "g", "+d",
             "5.1f", "i", ".3s", "%", "q", ""]))
    filtered("stringformat", [65, 1234.5678], *(f"stringformat:'{f}'" for f in ["c", "10.2f", "-10d", "010.1f", " d",
             "E", "G", ".0f", "#x", "#o", "u", "ld", "d apples", "s and %%"]))
    filtered("stringformat", [65, 8364, 128077, -7, 2.5, "ab", "é", True, 1114112], "stringformat:'c'")
    filtered("stringformat", [1], "stringformat:1", "stringformat:None", "stringformat:missing", "stringformat:v")


def defaults():
    filtered("default", EVERYTHING, "default:'<none>'", "default_if_none:'<none>'")
    filtered("default", FEW, "default:v", "default:5", "default_if_none:v", "default:missing")
    filtered("yesno", EVERYTHING, "yesno")
    for value in [True, False, None, 0, "", "x", []]:
        filtered("yesno", [value], "yesno:'yeah,no,maybe'", "yesno:'yeah,no'", "yesno:'yeah'", "yesno:'a,b,c,d'",
                 "yesno:'<,>,&'", "yesno:','", "yesno:',,'", "yesno:''", "yesno:missing", "yesno:' a , b , c '")
    show = group("default")
    show("{{ missing|default:'x' }}", "{{ missing|default_if_none:'x' }}", "{{ d.missing|default_if_none:'x' }}",
         "{{ missing|yesno }}", "{{ missing|upper|default:'x' }}", "{{ missing|default:d.a }}",
         "{{ d.a|default:missing }}", "{{ missing|length }}", "{{ missing|first }}", "{{ missing|add:1 }}",
         "{{ missing|join:',' }}", "{{ missing|floatformat }}", "{{ missing|date }}",
         "{{ missing|pluralize }}", "{{ missing|safe }}", "{{ missing|linebreaks }}", "{{ missing|unordered_list }}",
         "{{ missing|urlize }}", "{{ missing|filesizeformat }}", "{{ missing|dictsort:'a' }}",
         "{{ missing|slice:':1' }}", "{{ missing|wordcount }}", "{{ missing|timesince }}",
         "{{ missing|stringformat:'s' }}", "{{ missing|stringformat:'d' }}", "{{ missing|divisibleby:2 }}",
         "{{ missing|get_digit:1 }}",
         "{{ missing|make_list }}", "{{ missing|phone2numeric }}", "{{ missing|truncatewords:2 }}",
         "{{ missing|slugify }}", "{{ missing|json_script:'a' }}", "{{ missing|length_is:0 }}",
         "{{ missing|center:3 }}|", "{{ missing|time }}", "{{ missing|last }}", "{{ missing|cut:'a' }}", d={"a": "A"})


def pairs_of_texts():
    filtered("make_list", ["abc", MARKS, 123, -1.5, None, True, ["a"]], "make_list", "make_list|join:'-'",
             "make_list|first", "make_list|last", "make_list|length")
    show = group("add")
    for a, b in [(1, 2), ("1", "2"), ("1", 2), (1, "x"), ("a", "b"), ([1], [2]), ([1], "a"), ("a", [1]), (1.5, 2.5),
                 (1.9, "1"), ("1.5", 1), (None, 1), (1, None), (True, 1), (True, True), ({}, {}), ("", ""), ("", 1),
                 (" 1 ", "2"), ("\u00a05\u3000", "\u20031"), ("é", "👍"), ("<", "&"), (-1, "-1"), ("+1", 1), ([], []),
                 ("1_0", 1), (1e3, 1), ("a",
                 None), ("0x1", 1), ([1], {"a": 1})]:
        show("{{ a|add:b }}", a=a, b=b)
    show("{{ a|add:b }}", "{{ a|safe|add:b }}", "{{ a|add:'<' }}", "{{ a|safe|add:'<' }}", "{{ a|add:b|add:a }}",
         "{{ '<'|add:a }}", a="<a>", b="<b>")


plain()
with_argument()
defaults()
pairs_of_texts()
