"""Filters that make HTML, or take it apart."""

from .table import filtered
from .values import EVERYTHING, FEW, LINES, MARKUP

PARAGRAPHS = ["a", "a\nb", "a\n\nb", "a\n\n\nb", "\n\na\n\n", "a\r\nb\r\rc", "a\n \nb", "<p>\n\n</p>", "a\n\nb\nc\n\nd",
              "\n", "\n\n", " a ", "a\u2028b\u2029c", "a\x0bb\x0cc\x85d"]
HTML = ["<p>one <b>two</b> three</p>", "<p>one <br>two</p> three four", "<a href='x'>one two</a> <i>three</i>",
        "one <b>two <i>three four</i></b>", "plain text of words", "", "<b></b>", "<img src='a b'/>one two",
        "a<b>b</b>c d", "<p>日本 語 テスト</p>", "<ul><li>one</li><li>two</li></ul>"]
STRIPPED = ["<b>a</b>", "a<br/>b", "<p class='x>y'>z</p>", "a < b > c", "1 < 2", "<", ">", "<>", "< b>a</b>",
            "<!-- c -->a", "<!-- <b> -->a", "<script>alert('x')</script>b", "<style>p{}</style>b", "&lt;b&gt;",
            "&amp;amp;", "<a\nhref='x'>y</a>", "a<b", "</b>a", "<b>a", "<!doctype html>a", "<?php x ?>a", "<b/>a<i />",
            "é<b>👍</b>", "<B>A</B>", "<a href=\"<b>\">x</a>"]
LINKS = ["http://example.com", "https://example.com/a?b=c&d=e#f", "www.example.com", "example.com", "example.org/path",
         "see http://example.com.", "(http://example.com)", "http://example.com/a_(b)", "a@example.com",
         "mailto:a@example.com", "http://", "www.", "http://a", "https://x.y, and www.b.org!",
         "<a href='http://x.org'>x</a>", "<http://example.com>", "\"http://example.com\"", "info@example.co.uk.",
         "http://example.com:8080/x", "ftp://example.com", "HTTP://EXAMPLE.COM", "text only", "a.b.c",
         "x.net y.edu z.gov", "http://example.com/é", "http://example.com/a%20b", "http://example.com/?q=<b>",
         "one\nhttp://example.com\ntwo", "http://example.com\thttp://b.org",
         "[http://example.com]", "http://example.com/;", "http://[::1]/", "http://1.2.3.4/x", "user:pass@example.com",
         "example.com.", "www.example.com/a?b=1&c=2", "&amp; http://example.com/?a=1&amp;b=2"]


def paragraphs():
    for name in ["linebreaks", "linebreaksbr", "linenumbers"]:
        filtered(name, PARAGRAPHS + FEW + [LINES], name)
        filtered(name, [MARKUP, LINES, "<\n\n&"], f"safe|{name}", f"{name}|safe")
        filtered(name, [MARKUP, LINES, "<\n\n&"], name, f"safe|{name}", _autoescape=False)
    filtered("linenumbers", ["\n".join("abcdefghijkl"), "a\nb\n"], "linenumbers")


def entities():
    for name in ["escape", "force_escape", "safe", "striptags"]:
        filtered(name, EVERYTHING, name)
        filtered(name, FEW, name, _autoescape=False)
    filtered("striptags", STRIPPED, "striptags", "striptags|safe")


def shortened():
    for name in ["truncatechars_html", "truncatewords_html"]:
        filtered(name, HTML, *(f"{name}:{n}|safe" for n in ["1", "2", "3", "5", "8", "100", "'3'", "'x'"]))
        filtered(name, ["<p>one two three</p>", "one & two", 12345, None], f"{name}:2", f"safe|{name}:2")


def links():
    filtered("urlize", LINKS, "urlize", "safe|urlize")
    filtered("urlize", LINKS[:12], "urlizetrunc:10", "urlizetrunc:'15'", "urlizetrunc:5")
    filtered("urlize", LINKS[:8] + [MARKUP], "urlize", _autoescape=False)
    filtered("urlize", FEW, "urlize")
    filtered("urlize", LINKS[:2], "urlizetrunc:'x'", "urlizetrunc:None", "urlizetrunc")


paragraphs()
entities()
shortened()
links()
