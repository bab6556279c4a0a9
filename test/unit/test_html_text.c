/* The text of HTML mails, as a person reads it. */
#include "test.h"

#include <time.h>

#include "mail/html_scan.h"
#include "mail/html_text.h"

struct text_case {
        const char *html, *text;
};

static void check(const struct text_case *all, size_t count)
{
        struct buf out;
        buf_init(&out, 1024 * 1024);
        for (size_t i = 0; i < count; i++) {
                buf_clear(&out);
                html_text(&out, str_from(all[i].html));
                assert_false(out.failed);
                if (!str_eq(buf_str(&out), str_from(all[i].text)))
                        fail_msg("%s\ngives\n%s\nand not\n%s", all[i].html, buf_str(&out).ptr, all[i].text);
        }
        buf_release(&out);
}

#define CHECK(table) check((table), sizeof(table) / sizeof *(table))

static void test_blocks(void **state)
{
        static const struct text_case all[] = {
                {"", ""},
                {" \n\t", ""},
                {"<p></p>", ""},
                {"<p>&nbsp;</p><div>\n</div>", ""},
                {"plain", "plain\n"},
                {"  two \n  words ", "two words\n"},
                {"<p>one</p><p>two</p>", "one\n\ntwo\n"},
                {"<p>one\n<p>two", "one\n\ntwo\n"},
                {"<p>one</p>\n\n  <p>two</p>\n", "one\n\ntwo\n"},
                {"<P>one</P><Div>two</dIV>three", "one\n\ntwo\nthree\n"},
                {"<h1>Title</h1>text", "Title\n\ntext\n"},
                {"<h1>A</h1><h2>B</h2><h6>C</h6>", "A\n\nB\n\nC\n"},
                {"<div>one</div><div>two</div>", "one\ntwo\n"},
                {"<div><div><div>one</div></div></div><div>two</div>", "one\ntwo\n"},
                {"<section><p>one</p></section><footer>two</footer>", "one\n\ntwo\n"},
                {"one<br>two<br/>three<br />four", "one\ntwo\nthree\nfour\n"},
                {"one<br><br>two", "one\n\ntwo\n"},
                {"one<br><br><br><br><br>two", "one\n\ntwo\n"},
                {"<br><br>one<br><br>", "one\n"},
                {"<p>one<br></p><p>two</p>", "one\n\ntwo\n"},
                {"one <br> two", "one\ntwo\n"},
                {"one<hr>two", "one\n\n---\n\ntwo\n"},
                {"<dl><dt>Size<dd>Large</dl>", "Size\nLarge\n"},
                {"<figure>x<figcaption>Caption</figcaption></figure>y", "x\nCaption\n\ny\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_inline(void **state)
{
        static const struct text_case all[] = {
                {"<b>one</b> <i>two</i>", "one two\n"},
                {"<b>one</b><i>two</i>", "onetwo\n"},
                {"<b>one </b> <i> two</i>", "one two\n"},
                {"un<b>believ</b>able", "unbelievable\n"},
                {"<p><span>a</span>, <em>b</em>!</p>", "a, b!\n"},
                {"<unknown>a</unknown><o:p>b</o:p>", "ab\n"},
                {"<b><i><u>deep</b></u></i>", "deep\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_quotes(void **state)
{
        static const struct text_case all[] = {
                {"<blockquote>one</blockquote>", "> one\n"},
                {"a<blockquote>one<br>two</blockquote>b", "a\n\n> one\n> two\n\nb\n"},
                {"<blockquote><p>one</p><p>two</p></blockquote>", "> one\n>\n> two\n"},
                {"<blockquote>a<blockquote>b</blockquote>c</blockquote>", "> a\n>\n>> b\n>\n> c\n"},
                {"<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n>\n> b\n"},
                {"<blockquote style=\"white-space: pre-wrap\">one\n\n  two</blockquote>", "> one\n>\n>   two\n"},
                {"<blockquote><ul><li>one</ul></blockquote>", "> - one\n"},
                {"</blockquote></blockquote>a", "a\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_lists(void **state)
{
        static const struct text_case all[] = {
                {"<ul><li>one</li><li>two</li></ul>", "- one\n- two\n"},
                {"<ul>\n <li>one</li>\n <li>two\n</ul>", "- one\n- two\n"},
                {"a<ul><li>one</ul>b", "a\n\n- one\n\nb\n"},
                {"<ol><li>one<li>two</ol><ol><li>again</ol>", "1. one\n2. two\n\n1. again\n"},
                {"<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>", "- one\n  - inner\n- two\n"},
                {"<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "1. a\n  - b\n  - c\n2. d\n"},
                {"<ul><li><p>one</p></li><li><p>two</p></li></ul>", "- one\n\n- two\n"},
                {"<ul><li><p>one</p><p>more</p></li></ul>x", "- one\n\n  more\n\nx\n"},
                {"<ul><li>one<br>more</li></ul>", "- one\n  more\n"},
                {"<ul><li></li><li>two</li><li> </li></ul>x", "- two\n\nx\n"},
                {"<ul><li><a href=\"https://a.example/\">https://a.example/</a></ul>", "- https://a.example/\n"},
                {"<li>alone", "- alone\n"},
                {"</ul></ol></li>a", "a\n"},
                {"<ul>text<li>one</ul>", "  text\n- one\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_tables(void **state)
{
        static const struct text_case all[] = {
                {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a  b\nc  d\n"},
                {"<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>\nx", "a  b\n\nx\n"},
                {"<table><thead><tr><th>A<th>B<tbody><tr><td>c<td>d</table>", "A  B\nc  d\n"},
                {"<table><tr><td>a</td><td></td><td>&nbsp;</td><td>d</td></tr></table>", "a  d\n"},
                {"<table><tr><td></td><td>b</td></tr></table>", "b\n"},
                {"<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>c</td></tr></table>",
                 "a  b\n\nc\n"},
                {"<table><tr><td><div>a</div></td><td><div>b</div></td></tr></table>", "a\nb\n"},
                {"<table><caption>Prices</caption><tr><td>1</td></tr></table>", "Prices\n1\n"},
                {"a<table><tr><td>b</td></tr></table>c", "a\n\nb\n\nc\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_links(void **state)
{
        static const struct text_case all[] = {
                {"<a href=\"https://a.example/x\">Label</a>", "Label: https://a.example/x\n"},
                {"<p><a href='https://a.example/x'>Label</a></p><p>b</p>", "Label: https://a.example/x\n\nb\n"},
                {"<p><strong><a href=https://a.example/x>Label</a></strong> </p>", "Label: https://a.example/x\n"},
                {"See <a href=\"https://a.example/x\">this</a>.", "See this <https://a.example/x>.\n"},
                {"<a href=\"https://a.example/\">One</a> | <a href=\"https://b.example/\">Two</a>",
                 "One <https://a.example/> | Two <https://b.example/>\n"},
                {"<a href=\"https://a.example/\">One</a> x<br><a href=\"https://b.example/\">Two</a>",
                 "One <https://a.example/> x\nTwo: https://b.example/\n"},
                {"<a href=\"https://a.example/\">label </a>next", "label <https://a.example/> next\n"},
                {"a<a href=\"https://a.example/\"> label</a>", "a label: https://a.example/\n"},
                {"<a href=\"https://a.example/x\">https://a.example/x</a>", "https://a.example/x\n"},
                {"<a href=\"https://a.example/\">https://a.example</a>", "https://a.example\n"},
                {"<a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a>",
                 "https://a.example/?a=1&b=2\n"},
                {"<a href=\"https://a.example/?a=1&amp;b=2\">x</a>", "x: https://a.example/?a=1&b=2\n"},
                {"<a href=\"https://a.example/?a=1&copy=2\">x</a>", "x: https://a.example/?a=1&copy=2\n"},
                {"<a href=\"https://a.example/%2Bx\">x</a>", "x: https://a.example/%2Bx\n"},
                {"<a href=\" HTTPS://a.example/ \">x</a>", "x: HTTPS://a.example/\n"},
                {"<a href=\"mailto:a@b.example\">a@b.example</a>", "a@b.example\n"},
                {"<a href=\"mailto:a%2Bb@c.example\">a+b@c.example</a>", "a+b@c.example\n"},
                {"<a href=\"mailto:a@b.example?subject=x\">Write</a> to us", "Write <a@b.example> to us\n"},
                {"<a href=\"#top\">Up</a>", "Up\n"},
                {"<a name=\"top\">Here</a>", "Here\n"},
                {"<a href=\"\">Nowhere</a>", "Nowhere\n"},
                {"<a href=\"javascript:alert(1)\">x</a>", "x\n"},
                {"<a href=\"/relative\">x</a>", "x\n"},
                {"<a href=\"https://a.example/\"></a>", "https://a.example/\n"},
                {"<a href=\"https://a.example/\"><img src=x alt=\"Our shop\"></a>", "Our shop: https://a.example/\n"},
                {"<a href=\"https://a.example/\"><table><tr><td>Big</td></tr></table></a>after",
                 "Big: https://a.example/\n\nafter\n"},
                {"<a href=\"https://a.example/\">One<a href=\"https://b.example/\">Two</a></a>",
                 "OneTwo <https://b.example/>\n"},
                {"<a href=\"https://a.example/\">never closed", "never closed\n"},
                {"</a>x", "x\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_images(void **state)
{
        static const struct text_case all[] = {
                {"<img alt=\"A bird\">", "A bird\n"},
                {"a <img alt=\"bird\"> b", "a bird b\n"},
                {"a<img alt=\"\">b<img src=x>", "ab\n"},
                {"<img alt='Salt &amp; \"pepper\"' alt=second />", "Salt & \"pepper\"\n"},
                {"<img hidden alt=pixel>x<img style=\"display:none\" alt=pixel>", "x\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_hidden(void **state)
{
        static const struct text_case all[] = {
                {"<head><title>T</title><style>p { x: y }</style></head><body>x", "x\n"},
                {"<head><meta charset=utf-8><title>T</title><body><p>the end of the head may be left out",
                 "the end of the head may be left out\n"},
                {"<script>if (a<b) document.write('</p>')</script>x", "x\n"},
                {"<script>\"<b title='\"</script>x", "x\n"},
                {"<SCRIPT>a</Script >x", "x\n"},
                {"<style>a</style", ""},
                {"<title>a <b> c</title>x", "x\n"},
                {"<template><p>a</p></template>x", "x\n"},
                {"<div hidden>preview</div>x", "x\n"},
                {"<div style=\"display:none\">a<div>b</div>c</div>x", "x\n"},
                {"<div style=\"color:red; DISPLAY : none !important\">a</div>x", "x\n"},
                {"<div style='max-height:0;display: none;'>a</div>x", "x\n"},
                {"<span style=visibility:hidden>a</span>x", "x\n"},
                {"<div style=\"display:block\">a</div>", "a\n"},
                {"<div style=\"font-family:'display:none'\">a</div>", "a\n"},
                {"<div title=\"display:none\" data-hidden>a</div>", "a\n"},
                {"<p hidden>a<p>b", "b\n"},
                {"<p hidden>a<div>b</div>", "b\n"},
                {"<br hidden>x", "x\n"},
                {"<td style=\"display:none\">a<b>b</td>x", "x\n"},
                {"<div hidden>never closed", ""},
        };
        CHECK(all);
        (void)state;
}

static void test_comments(void **state)
{
        static const struct text_case all[] = {
                {"a<!-- b -->c", "ac\n"},
                {"a<!-- <p>b</p> > -- -->c", "ac\n"},
                {"a<!---->b<!-->c<!--->d", "abcd\n"},
                {"a<!-- never closed", "a\n"},
                {"<!doctype html><p>a", "a\n"},
                {"<?xml version=\"1.0\"?><p>a", "a\n"},
                {"<!--[if mso]><table><tr><td>Outlook<![endif]-->x", "x\n"},
                {"<![if !mso]>others<![endif]>", "others\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_references(void **state)
{
        static const struct text_case all[] = {
                {"&lt;p&gt; &amp; &quot;q&quot; &#39;a&#x27;", "<p> & \"q\" 'a'\n"},
                {"&euro;&nbsp;5 &mdash; &copy; &hellip;", "\u20ac 5 \u2014 \u00a9 \u2026\n"},
                {"&#8364; &#x20AC; &#X20ac;", "\u20ac \u20ac \u20ac\n"},
                {"&#x1F375;&#128512;", "\U0001F375\U0001F600\n"},
                {"&amp;lt;", "&lt;\n"},
                {"&unknown; & &; &# &#; &#x; &#xZZ; &#12a;", "&unknown; & &; &# &#; &#x; &#xZZ; &#12a;\n"},
                {"&#0; &#xD800; &#x110000; &#99999999999; &#7; &#127;",
                 "&#0; &#xD800; &#x110000; &#99999999999; &#7; &#127;\n"},
                {"It&#146;s &#147;so&#148; &#150; &#128;5 &#129;", "It\u2019s \u201cso\u201d \u2013 \u20ac5 &#129;\n"},
                {"Salt &amp pepper, AT&T, &copy 2026, R&D;", "Salt & pepper, AT&T, \u00a9 2026, R&D;\n"},
                {"&ampere &lt5", "&ampere &lt5\n"},
                {"a&", "a&\n"},
                {"&AMP; &Auml;", "&AMP; \u00c4\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_white_space(void **state)
{
        static const struct text_case all[] = {
                {"a&nbsp;b&nbsp;&nbsp;c", "a b c\n"},
                {"a\u00a0b \u00a0", "a b\n"},
                {"x&zwnj;&nbsp;&#8199;&#65279;&#847;&shy;&#8203; &zwnj;&nbsp;y", "x y\n"},
                {"&zwnj;&nbsp;&#847; &zwnj;&nbsp;&#847;", ""},
                {"re&shy;ad\u200bable\ufeff", "readable\n"},
                {"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                 "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n"},
                {"\U0001F468\u200d\U0001F469", "\U0001F468\u200d\U0001F469\n"},
                {"1\u202f000\u2009\u20ac", "1\u202f000\u2009\u20ac\n"},
                {"a&#10;&#9;b", "a b\n"},
                {"a\r\nb\tc\fd", "a b c d\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_preformatted(void **state)
{
        static const struct text_case all[] = {
                {"<pre>a\n  b\n\n\n\tc</pre>", "a\n  b\n\n\n\tc\n"},
                {"<p>x<pre>\na</pre>y", "x\n\na\n\ny\n"},
                {"<p>x<pre>\r\n\r\na</pre>", "x\n\n\na\n"},
                {"<pre>a &lt; b\r\nc</pre>", "a < b\nc\n"},
                {"<pre><b>a  b</b></pre>c  d", "a  b\n\nc d\n"},
                {"<div style=\"white-space:pre-wrap\">a\n <div>b\n  c</div>d  e</div>f  g",
                 "a\n \nb\n  c\nd  e\nf g\n"},
                {"<p style=\"white-space:pre-line\">a\nb</p>c\nd", "a\nb\n\nc d\n"},
                {"<td style=\"white-space:nowrap\">a  b</td>", "a b\n"},
                {"<pre>a&nbsp; b</pre>", "a  b\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_broken(void **state)
{
        static const struct text_case all[] = {
                {"1 < 2 > 1", "1 < 2 > 1\n"},
                {"a <3 b", "a <3 b\n"},
                {"<", "<\n"},
                {"<<<", "<<<\n"},
                {"a</", "a</\n"},
                {"a<b", "a\n"},
                {"a<p title=\"never closed>b", "a\n"},
                {"<p title=\"a>b\">c", "c\n"},
                {"<p title = 'a>b' x>c", "c\n"},
                {"<p title=a\"b>c\">d", "c\">d\n"},
                {"<p title==\">c", "c\n"},
                {"<p =\">c", "c\n"},
                {"<p/title=x/>c", "c\n"},
                {"<p title=>c", "c\n"},
                {"<img alt=\"a\"src=x>", "a\n"},
                {"<img\nalt\n=\n\"a\"\n>", "a\n"},
                {"<img ALT=x>", "x\n"},
                {"</p title=\">\">c", "c\n"},
        };
        CHECK(all);
        (void)state;
}

static void test_utf8(void **state)
{
        static const struct text_case all[] = {
                {"<p>\u65e5\u672c\u8a9e\uff01</p>", "\u65e5\u672c\u8a9e\uff01\n"},
                {"<p>Gr\u00fc\u00dfe, \u201cZo\u00eb\u201d</p>", "Gr\u00fc\u00dfe, \u201cZo\u00eb\u201d\n"},
                {"<a href=\"https://m\u00fcnchen.example/\">x</a>", "x: https://m\u00fcnchen.example/\n"},
        };
        CHECK(all);
        (void)state;
}

/* Whatever is repeated to two megabytes takes a moment, not hours; the limit is far above what it takes. */
static void test_hostile(void **state)
{
        enum { SIZE = 2 * 1024 * 1024, SECONDS_MAX = 20 };
        static const char *const units[] = {
                "<",
                "<<a ",
                "</",
                "<!",
                "<!--",
                "<!-- a",
                "&",
                "&#",
                "&amp",
                "&#x1",
                "<a",
                "<a b=\"",
                "<a b='",
                "<a b=",
                "<a href=http://x",
                "<a href=http://x>",
                "<a href=http://x></a>",
                "<a href=\"http://x\">l</a> ",
                "<a href=http://x>l</a><b></b>",
                "<div>",
                "<div hidden>",
                "<p hidden>",
                "<p hidden><b>",
                "<span hidden></span>",
                "<ul><li>",
                "<ol><li>a",
                "<blockquote>a<br>",
                "<blockquote>",
                "<pre>\n",
                "<pre>a\n",
                "<hr>",
                "<td>a",
                "<table>",
                "<br>",
                " ",
                "\n",
                "\t \n",
                "a ",
                "a  ",
                "\u00a0",
                "\u200c",
                "&nbsp;",
                "<script>",
                "<script><",
                "</script",
                "<title><title",
                "<img alt=\" \">",
                "<b style=\"display\">",
                "<b style=\";;;;\">",
                "<b x>",
                "<x y ",
                "=",
                "\"",
                "/ ",
        };
        static const char *const starts[] = {"", "<a ", "<p style=\"", "<pre>", "<p hidden>"};
        struct buf html, out;
        buf_init(&html, SIZE);
        buf_init(&out, 32 * SIZE);
        for (size_t i = 0; i < sizeof starts / sizeof *starts * (sizeof units / sizeof *units); i++) {
                const char *unit = units[i % (sizeof units / sizeof *units)];
                clock_t start = clock();
                buf_clear(&html);
                buf_clear(&out);
                buf_add(&html, str_from(starts[i / (sizeof units / sizeof *units)]));
                while (!html.failed)
                        buf_add(&html, str_from(unit));
                html_text(&out, buf_str(&html));
                assert_false(out.failed);
                assert_true(str_is_text(buf_str(&out)));
                if (clock() - start > (clock_t)SECONDS_MAX * CLOCKS_PER_SEC)
                        fail_msg("%s took too long", unit);
        }
        buf_release(&html);
        buf_release(&out);
        (void)state;
}

static bool fits(size_t room, struct str html, size_t *ret_length)
{
        struct buf out;
        buf_init(&out, room);
        html_text(&out, html);
        bool fine = !out.failed;
        *ret_length = out.len;
        buf_release(&out);
        return fine;
}

/* Text that has no room ends in a buffer that says so. */
static void test_no_room(void **state)
{
        static const struct str html = STR("<ol><li>one<blockquote>two <a href=\"https://a.example/\">x</a>&euro;");
        size_t needed, n;
        assert_true(fits(1000, html, &needed));
        for (size_t room = 0; room < needed; room++)
                assert_false(fits(room, html, &n));
        assert_true(fits(needed, html, &n));
        (void)state;
}

/* Pieces and their attributes, also of those that are left out. */
static void test_scan(void **state)
{
        struct str name, value;
        struct html_scan s = html_scan_start(STR("<a href=x disabled class='y z'>b<i c=d></a e>"));
        struct html_piece p = html_next(&s);
        assert_int_equal(p.kind, HTML_OPEN);
        assert_str(p.text, "a");
        assert_true(html_attribute(&s, &name, &value));
        assert_str(name, "href");
        assert_str(value, "x");
        assert_true(html_attribute(&s, &name, &value));
        assert_str(name, "disabled");
        assert_str(value, "");
        assert_true(html_attribute(&s, &name, &value));
        assert_str(value, "y z");
        assert_false(html_attribute(&s, &name, &value));
        assert_false(html_attribute(&s, &name, &value));
        p = html_next(&s);
        assert_int_equal(p.kind, HTML_TEXT);
        assert_str(p.text, "b");
        assert_false(html_attribute(&s, &name, &value));
        assert_str(html_next(&s).text, "i");
        p = html_next(&s);
        assert_int_equal(p.kind, HTML_CLOSE);
        assert_str(p.text, "a");
        assert_int_equal(html_next(&s).kind, HTML_END);
        assert_int_equal(html_next(&s).kind, HTML_END);
        s = html_scan_start(STR("<style type=x>p > q</stylep></style>b"));
        html_skip_raw(&s, html_next(&s).text);
        assert_str(html_next(&s).text, "b");
        s = html_scan_start(STR_NULL);
        assert_int_equal(html_next(&s).kind, HTML_END);
        (void)state;
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_blocks),      cmocka_unit_test(test_inline),
                cmocka_unit_test(test_quotes),      cmocka_unit_test(test_lists),
                cmocka_unit_test(test_tables),      cmocka_unit_test(test_links),
                cmocka_unit_test(test_images),      cmocka_unit_test(test_hidden),
                cmocka_unit_test(test_comments),    cmocka_unit_test(test_references),
                cmocka_unit_test(test_white_space), cmocka_unit_test(test_preformatted),
                cmocka_unit_test(test_broken),      cmocka_unit_test(test_utf8),
                cmocka_unit_test(test_hostile),     cmocka_unit_test(test_no_room),
                cmocka_unit_test(test_scan),
        };
        return run_all(tests);
}
