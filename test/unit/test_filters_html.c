/* Filters that make HTML of text and lists, and text of HTML: what Django gives for the same. */
#include "test_filter_html.h"

#include "mail/template/strip_tags.h"

static const struct filter_case breaking_lines[] = {
        {"linebreaks", "", NULL, "~<p></p>"},
        {"linebreaksbr", "", NULL, "~"},
        {"linebreaks", "line 1", NULL, "~<p>line 1</p>"},
        {"linebreaksbr", "line 1", NULL, "~line 1"},
        {"linebreaks", "line 1\nline 2", NULL, "~<p>line 1<br>line 2</p>"},
        {"linebreaksbr", "line 1\nline 2", NULL, "~line 1<br>line 2"},
        {"linebreaks", "line 1\n\nline 2", NULL, "~<p>line 1</p>\n\n<p>line 2</p>"},
        {"linebreaksbr", "line 1\n\nline 2", NULL, "~line 1<br><br>line 2"},
        {"linebreaks", "line 1\r\nline 2\rline 3", NULL, "~<p>line 1<br>line 2<br>line 3</p>"},
        {"linebreaksbr", "line 1\r\nline 2\rline 3", NULL, "~line 1<br>line 2<br>line 3"},
        {"linebreaks", "a\n\n\n\nb", NULL, "~<p>a</p>\n\n<p>b</p>"},
        {"linebreaksbr", "a\n\n\n\nb", NULL, "~a<br><br><br><br>b"},
        {"linebreaks", "\n", NULL, "~<p><br></p>"},
        {"linebreaksbr", "\n", NULL, "~<br>"},
        {"linebreaks", "\n\n", NULL, "~<p></p>\n\n<p></p>"},
        {"linebreaksbr", "\n\n", NULL, "~<br><br>"},
        {"linebreaks", "\na", NULL, "~<p><br>a</p>"},
        {"linebreaksbr", "\na", NULL, "~<br>a"},
        {"linebreaks", "a\n", NULL, "~<p>a<br></p>"},
        {"linebreaksbr", "a\n", NULL, "~a<br>"},
        {"linebreaks", "a\n\n", NULL, "~<p>a</p>\n\n<p></p>"},
        {"linebreaksbr", "a\n\n", NULL, "~a<br><br>"},
        {"linebreaks", "\n\na", NULL, "~<p></p>\n\n<p>a</p>"},
        {"linebreaksbr", "\n\na", NULL, "~<br><br>a"},
        {"linebreaks", "a\r\n\r\nb", NULL, "~<p>a</p>\n\n<p>b</p>"},
        {"linebreaksbr", "a\r\n\r\nb", NULL, "~a<br><br>b"},
        {"linebreaks", "a\r\rb", NULL, "~<p>a</p>\n\n<p>b</p>"},
        {"linebreaksbr", "a\r\rb", NULL, "~a<br><br>b"},
        {"linebreaks", "a\n\r\nb", NULL, "~<p>a</p>\n\n<p>b</p>"},
        {"linebreaksbr", "a\n\r\nb", NULL, "~a<br><br>b"},
        {"linebreaks", "a\n\n b", NULL, "~<p>a</p>\n\n<p> b</p>"},
        {"linebreaksbr", "a\n\n b", NULL, "~a<br><br> b"},
        {"linebreaks", "a\n \nb", NULL, "~<p>a<br> <br>b</p>"},
        {"linebreaksbr", "a\n \nb", NULL, "~a<br> <br>b"},
        {"linebreaks", "<b>&\nc", NULL, "~<p>&lt;b&gt;&amp;<br>c</p>"},
        {"linebreaksbr", "<b>&\nc", NULL, "~&lt;b&gt;&amp;<br>c"},
        {"linebreaks", "a\n<script>alert(\"x\")</script>\n\nb & c", NULL,
         "~<p>a<br>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>\n\n<p>b &amp; c</p>"},
        {"linebreaksbr", "a\n<script>alert(\"x\")</script>\n\nb & c", NULL,
         "~a<br>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;<br><br>b &amp; c"},
        {"linebreaks", "\r", NULL, "~<p><br></p>"},
        {"linebreaksbr", "\r", NULL, "~<br>"},
        {"linebreaks", "x\r\n", NULL, "~<p>x<br></p>"},
        {"linebreaksbr", "x\r\n", NULL, "~x<br>"},
        {"linebreaks", "a <i> & b\nc\n\nd", NULL, "~<p>a &lt;i&gt; &amp; b<br>c</p>\n\n<p>d</p>"},
        {"linebreaks", "~a <i> & b\nc\n\nd", NULL, "~<p>a <i> & b<br>c</p>\n\n<p>d</p>"},
        {"linebreaksbr", "a <i> & b\nc\n\nd", NULL, "~a &lt;i&gt; &amp; b<br>c<br><br>d"},
        {"linebreaksbr", "~a <i> & b\nc\n\nd", NULL, "~a <i> & b<br>c<br><br>d"},
};

static const struct filter_case breaking_lines_unescaped[] = {
        {"linebreaks", "a <i> & b\nc\n\nd", NULL, "~<p>a <i> & b<br>c</p>\n\n<p>d</p>"},
        {"linebreaks", "~a <i> & b\nc\n\nd", NULL, "~<p>a <i> & b<br>c</p>\n\n<p>d</p>"},
        {"linebreaksbr", "a <i> & b\nc\n\nd", NULL, "~a <i> & b<br>c<br><br>d"},
        {"linebreaksbr", "~a <i> & b\nc\n\nd", NULL, "~a <i> & b<br>c<br><br>d"},
};

static const struct filter_case stripping[] = {
        {"striptags", "", NULL, ""},
        {"striptags", "plain", NULL, "plain"},
        {"striptags", "some <b>html</b>", NULL, "some html"},
        {"striptags", "some <b>html</b> with <script>alert(\"You smell\")</script> disallowed <img /> tags", NULL,
         "some html with alert(\"You smell\") disallowed  tags"},
        {"striptags", "some <strong>html</strong> with <script>alert(\"Hello\")</script> disallowed <img /> tags", NULL,
         "some html with alert(\"Hello\") disallowed  tags"},
        {"striptags", "<p>See: &#39;&eacute; is an apostrophe followed by e acute</p>", NULL,
         "See: &#39;&eacute; is an apostrophe followed by e acute"},
        {"striptags", "<p>See: &#x27;&eacute; is</p>", NULL, "See: &#x27;&eacute; is"},
        {"striptags", "<adf>a", NULL, "a"},
        {"striptags", "</adf>a", NULL, "a"},
        {"striptags", "<asdf><asdf>e", NULL, "e"},
        {"striptags", "hi, <f x", NULL, "hi, <f x"},
        {"striptags", "234<235, right?", NULL, "234<235, right?"},
        {"striptags", "a4<a5 right?", NULL, "a4<a5 right?"},
        {"striptags", "b7>b2!", NULL, "b7>b2!"},
        {"striptags", "</fe", NULL, "</fe"},
        {"striptags", "<x>b<y>", NULL, "b"},
        {"striptags", "a<p onclick=\"alert('<test>')\">b</p>c", NULL, "abc"},
        {"striptags", "a<p a >b</p>c", NULL, "abc"},
        {"striptags", "d<a:b c:d>e</p>f", NULL, "def"},
        {"striptags", "<strong>foo</strong><a href=\"http://example.com\">bar</a>", NULL, "foobar"},
        {"striptags", "<sc<!-- -->ript>test<<!-- -->/script>", NULL, "ript>test"},
        {"striptags", "<script>alert()</script>&h", NULL, "alert()h"},
        {"striptags", "><!&#9;&#9;&#9;D", NULL, "><!&#9;&#9;&#9;D"},
        {"striptags", "X<<<<br>br>br>br>X", NULL, "XX"},
        {"striptags", "<<<<<a>", NULL, "<<<<"},
        {"striptags", "<<b>b>x</<i>i>", NULL, "xi>"},
        {"striptags", "a & b", NULL, "a & b"},
        {"striptags", "a &b c <i>", NULL, "a &b; c "},
        {"striptags", "a &b; c <i>", NULL, "a &b; c "},
        {"striptags", "&amp <b>", NULL, "&amp; "},
        {"striptags", "&#12 <b>", NULL, "&#12; "},
        {"striptags", "&#x1F <b>x", NULL, "&#x1F; x"},
        {"striptags", "&#zz;<b>x</b>", NULL, "&#zz;x"},
        {"striptags", "&a<b>", NULL, "&a;"},
        {"striptags", "<b>&x", NULL, "x"},
        {"striptags", "<b>&", NULL, "&"},
        {"striptags", "<b>x<", NULL, "x<"},
        {"striptags", "<b>x<!", NULL, "x<!"},
        {"striptags", "<b><?php x ?>y", NULL, "y"},
        {"striptags", "<?xml?>y<b>", NULL, "y"},
        {"striptags", "<!DOCTYPE html><p>x", NULL, "x"},
        {"striptags", "<!doctype", NULL, "<!doctype"},
        {"striptags", "<!-- a -- > b <i>", NULL, " b "},
        {"striptags", "<!-->x--><b>y", NULL, "y"},
        {"striptags", "<!-- unclosed <b>x</b>", NULL, "<!-- unclosed <b>x"},
        {"striptags", "<![CDATA[x<b>]]>y<b>", NULL, "y"},
        {"striptags", "<![if !IE]>y<![endif]>", NULL, "y"},
        {"striptags", "<![CDATA[ x ] ] >y<i>", NULL, "y"},
        {"striptags", "<!ELEMENT x>y", NULL, "y"},
        {"striptags", "</ b>x<i>", NULL, "x"},
        {"striptags", "</>x<i>", NULL, "x"},
        {"striptags", "</3>x<i>", NULL, "x"},
        {"striptags", "<b/>x", NULL, "x"},
        {"striptags", "<b / >x", NULL, "x"},
        {"striptags", "<b a=1/>x", NULL, "x"},
        {"striptags", "<script/>x<b>y", NULL, "xy"},
        {"striptags", "<script>x<b>y", NULL, ""},
        {"striptags", "<SCRIPT>1<2</script >x", NULL, "1<2x"},
        {"striptags", "<style>p > a {}</style>x", NULL, "p > a {}x"},
        {"striptags", "<style>p</style x>y</style>z", NULL, "pyz"},
        {"striptags", "<title>a<b>c</title>", NULL, "ac"},
        {"striptags", "<a b=\"c>d\">e", NULL, "e"},
        {"striptags", "<a b='c>d'>e", NULL, "e"},
        {"striptags", "<a b = \"c>d\" e>f", NULL, "f"},
        {"striptags", "<a b=\"c>d", NULL, "<a b=\"c>d"},
        {"striptags", "<a b=\"c>d <i>x</i>", NULL, "<a b=\"c>d x"},
        {"striptags", "<a b==\"x\">y", NULL, "y"},
        {"striptags", "<a b=c\"d>e", NULL, "e"},
        {"striptags", "<a \"b\">c", NULL, "c"},
        {"striptags", "<a b='c d>e", NULL, "<a b='c d>e"},
        {"striptags", "<a b= 'c d>e", NULL, "e"},
        {"striptags", "<a =b>c", NULL, "c"},
        {"striptags", "<a/b/c>d", NULL, "d"},
        {"striptags", "<a\nhref=\"x\"\n>y</a\n>z", NULL, "yz"},
        {"striptags", "a<b", NULL, "a<b"},
        {"striptags", "a<b>", NULL, "a"},
        {"striptags", "a>b", NULL, "a>b"},
        {"striptags", "1 < 2 > 3", NULL, "1 < 2 > 3"},
        {"striptags", "<é>x", NULL, "<é>x"},
        {"striptags", "é<b>ü</b>€", NULL, "éü€"},
        {"striptags", "<a é=\"ü\">x", NULL, "x"},
        {"striptags", "\u00A0<b\u00A0c>x", NULL, "\u00A0x"},
        {"striptags", "<b>x</b", NULL, "x</b"},
        {"striptags", "<b>x</b <i>", NULL, "x"},
        {"striptags", "<b", NULL, "<b"},
        {"striptags", "<b>\n<i> two  spaces </i>\n", NULL, "\n two  spaces \n"},
        {"striptags", "<a<b>c", NULL, "c"},
        {"striptags", "<a <b>c", NULL, "c"},
        {"striptags", "<div style=\"a:b\">x<br>y<br/>z</div>", NULL, "xyz"},
        {"striptags", "&lt;b&gt;x&lt;/b&gt;", NULL, "&lt;b&gt;x&lt;/b&gt;"},
        {"striptags", "<b>&nbsp;x&copy;y&reg</b>", NULL, "&nbsp;x&copy;y&reg;"},
        {"striptags", "~<b>x &amp; y</b>", NULL, "~x &amp; y"},
};

static const struct filter_case lists[] = {
        {"unordered_list", "=[\"item 1\", \"item 2\"]", NULL, "~\t<li>item 1</li>\n\t<li>item 2</li>"},
        {"unordered_list", "=[\"item 1\", [\"item 1.1\"]]", NULL,
         "~\t<li>item 1\n\t<ul>\n\t\t<li>item 1.1</li>\n\t</ul>\n\t</li>"},
        {"unordered_list", "=[\"item 1\", [\"item 1.1\", \"item1.2\"], \"item 2\"]", NULL,
         "~\t<li>item 1\n\t<ul>\n\t\t<li>item 1.1</li>\n\t\t<li>item1.2</li>\n\t</ul>\n\t</li>\n\t<li>item 2</li>"},
        {"unordered_list", "=[\"item 1\", [\"item 1.1\", [\"item 1.1.1\", [\"item 1.1.1.1\"]]]]", NULL,
         "~\t<li>item 1\n\t<ul>\n\t\t<li>item 1.1\n\t\t<ul>\n\t\t\t<li>item 1.1.1\n\t\t\t<ul>\n\t\t\t\t<li>item "
         "1.1.1.1</li>\n\t\t\t</ul>\n\t\t\t</li>\n\t\t</ul>\n\t\t</li>\n\t</ul>\n\t</li>"},
        {"unordered_list", "=[\"States\", [\"Kansas\", [\"Lawrence\", \"Topeka\"], \"Illinois\"]]", NULL,
         "~\t<li>States\n\t<ul>\n\t\t<li>Kansas\n\t\t<ul>\n\t\t\t<li>Lawrence</li>\n\t\t\t<li>Topeka</li>\n\t\t</"
         "ul>\n\t\t</li>\n\t\t<li>Illinois</li>\n\t</ul>\n\t</li>"},
        {"unordered_list", "=[\"<a>item 1</a>\", \"item 2\"]", NULL,
         "~\t<li>&lt;a&gt;item 1&lt;/a&gt;</li>\n\t<li>item 2</li>"},
        {"unordered_list", "=[]", NULL, "~"},
        {"unordered_list", "=\"ab\"", NULL, "~\t<li>a</li>\n\t<li>b</li>"},
        {"unordered_list", "={\"k\": 1, \"<l>\": 2}", NULL, "~\t<li>k</li>\n\t<li>&lt;l&gt;</li>"},
        {"unordered_list", "=[1, 2.5, true, null]", NULL,
         "~\t<li>1</li>\n\t<li>2.5</li>\n\t<li>True</li>\n\t<li>None</li>"},
        {"unordered_list", "=[[\"a\"], \"b\"]", NULL, "~\t<li>[&#x27;a&#x27;]</li>\n\t<li>b</li>"},
        {"unordered_list", "=[\"a\", [], \"b\"]", NULL, "~\t<li>a</li>\n\t<li>b</li>"},
        {"unordered_list", "=[\"a\", [\"b\"], [\"c\"], \"d\"]", NULL,
         "~\t<li>a\n\t<ul>\n\t\t<li>b</li>\n\t</ul>\n\t</li>\n\t<li>[&#x27;c&#x27;]</li>\n\t<li>d</li>"},
        {"unordered_list", "=[\"a\", [[\"b\", \"c\"]]]", NULL,
         "~\t<li>a\n\t<ul>\n\t\t<li>[&#x27;b&#x27;, &#x27;c&#x27;]</li>\n\t</ul>\n\t</li>"},
        {"unordered_list", "=[\"a\", {\"x\": \"<\"}]", NULL,
         "~\t<li>a</li>\n\t<li>{&#x27;x&#x27;: &#x27;&lt;&#x27;}</li>"},
        {"unordered_list", "=[[\"<x>\"]]", NULL, "~\t<li>[&#x27;&lt;x&gt;&#x27;]</li>"},
        {"unordered_list", "=[\"item <1>\", [\"item & 1.1\"], \"é\"]", NULL,
         "~\t<li>item &lt;1&gt;\n\t<ul>\n\t\t<li>item &amp; 1.1</li>\n\t</ul>\n\t</li>\n\t<li>é</li>"},
        {"unordered_list", "=[\"\", \"\"]", NULL, "~\t<li></li>\n\t<li></li>"},
};

static const struct filter_case lists_unescaped[] = {
        {"unordered_list", "=[\"<a>item 1</a>\", \"item 2\"]", NULL, "~\t<li><a>item 1</a></li>\n\t<li>item 2</li>"},
        {"unordered_list", "=[\"a\", {\"x\": \"<\"}]", NULL, "~\t<li>a</li>\n\t<li>{'x': '<'}</li>"},
};

static void lines_become_paragraphs_and_breaks(void **state)
{
        (void)state;
        test_filter_cases(filters_html, breaking_lines, true);
        test_filter_cases(filters_html, breaking_lines_unescaped, false);
}

static void tags_are_taken_out(void **state)
{
        (void)state;
        test_filter_cases(filters_html, stripping, true);
}

/* Django raises SuspiciousOperation in such cases; Python's parser can't read the last ones. */
static const struct filter_case differing[] = {
        {"striptags", "<![foo x>y<b>", NULL, "y"},
        {"striptags", "<![ x>y<b>", NULL, "y"},
        {"unordered_list", "=1", NULL, "!takes a list"},
        {"unordered_list", "=null", NULL, "!takes a list"},
};

static void what_django_refuses(void **state)
{
        (void)state;
        test_filter_cases(filters_html, differing, true);
}

static bool strips(struct buf *text)
{
        struct arena a;
        struct value v;
        struct template_error error = {.line = 0};
        struct filter_call call = {.arena = &a, .name = STR("striptags"), .error = &error};
        arena_init(&a, HOSTILE_MEMORY);
        bool ok = test_filter(filters_html, "striptags")->apply(&call, value_text(buf_str(text)), &v);
        assert_true(ok || strstr(error.message, "more tags within tags"));
        arena_release(&a);
        buf_release(text);
        return ok;
}

/* Each round of stripping makes one more tag. */
static bool strips_rounds(unsigned rounds)
{
        struct buf text;
        buf_init(&text, HOSTILE_SIZE);
        for (unsigned i = 0; i < rounds; i++)
                buf_add(&text, STR("<"));
        for (unsigned i = 0; i < rounds; i++)
                buf_add(&text, STR("b>"));
        return strips(&text);
}

static bool strips_open(unsigned tags, size_t length)
{
        struct buf text;
        buf_init(&text, HOSTILE_SIZE);
        for (unsigned i = 0; i < tags; i++)
                buf_add(&text, STR("<a"));
        while (text.len < length)
                buf_add_char(&text, 'x');
        buf_add_char(&text, '>');
        return strips(&text);
}

static void tags_within_tags_have_a_bound(void **state)
{
        (void)state;
        assert_true(strips_rounds(STRIP_ROUNDS_MAX));
        assert_false(strips_rounds(STRIP_ROUNDS_MAX + 1));
        assert_true(strips_open(STRIP_OPEN_TAGS_MAX, STRIP_OPEN_LENGTH_MAX + 1));
        assert_false(strips_open(STRIP_OPEN_TAGS_MAX, STRIP_OPEN_LENGTH_MAX + 2));
        assert_true(strips_open(STRIP_OPEN_TAGS_MAX - 1, 100 * STRIP_OPEN_LENGTH_MAX));
}

static void lists_become_html(void **state)
{
        (void)state;
        test_filter_cases(filters_html, lists, true);
        test_filter_cases(filters_html, lists_unescaped, false);
}

/* "a" with a list within that holds "a" with a list within... */
static bool lists_nested(unsigned depth)
{
        struct arena a;
        struct value v, none;
        struct template_error error = {.line = 0};
        struct filter_call call = {.arena = &a, .name = STR("unordered_list"), .error = &error};
        arena_init(&a, HOSTILE_MEMORY);
        assert_true(value_list(&a, NULL, 0, &none));
        v = none;
        for (unsigned i = 0; i < depth; i++) {
                struct value *items = arena_array(&a, struct value, 2);
                assert_non_null(items);
                items[0] = value_text(STR("a"));
                items[1] = v;
                assert_true(value_list(&a, items, 2, &v));
        }
        bool ok = test_filter(filters_html, "unordered_list")->apply(&call, v, &v);
        assert_true(ok || strstr(error.message, "nested at most"));
        arena_release(&a);
        return ok;
}

static void lists_are_nested_to_a_bound(void **state)
{
        (void)state;
        assert_true(lists_nested(VALUE_DEPTH_MAX));
        assert_false(lists_nested(VALUE_NESTING_MAX - 1)); /* the empty list is one more */
}

static void little_memory_is_told(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof breaking_lines / sizeof *breaking_lines; i++)
                test_filter_memory(filters_html, &breaking_lines[i]);
        for (size_t i = 0; i < sizeof stripping / sizeof *stripping; i++)
                test_filter_memory(filters_html, &stripping[i]);
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
                test_filter_memory(filters_html, &lists[i]);
}

static void large_texts_take_no_longer_than_they_must(void **state)
{
        (void)state;
        static const char *const names[] = {"linebreaks", "linebreaksbr", "unordered_list"};
        static const char *const stripping_names[] = {"striptags"};
        static const char *const lines[] = {"<", "a", "\n", "\r\n", "\n\n\r"};
        static const char *const units[] = {"<",
                                            "<a",
                                            "<a>",
                                            "<<a>",
                                            "<!--",
                                            "<!-- --",
                                            "<![if ",
                                            "<![if ]",
                                            "<![cdata[",
                                            "<a b='",
                                            "<a b=\">\" ",
                                            "<a b=\">\" '",
                                            "<a b=\"",
                                            "<a b",
                                            "&",
                                            "&a",
                                            "&#",
                                            "&#;<b>",
                                            "&a-",
                                            "</",
                                            "<script>",
                                            "<script></ ",
                                            "<script></script>",
                                            "<?",
                                            "\"'",
                                            "> <a b=",
                                            ">",
                                            "<a\u3000",
                                            "<a / ",
                                            "<a b=='>",
                                            "<a ='=\">",
                                            "a"};
        test_filter_all_hostile(filters_html, names, NULL, lines);
        test_filter_all_hostile(filters_html, stripping_names, NULL, units);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(lines_become_paragraphs_and_breaks),
                cmocka_unit_test(tags_are_taken_out),
                cmocka_unit_test(what_django_refuses),
                cmocka_unit_test(tags_within_tags_have_a_bound),
                cmocka_unit_test(lists_become_html),
                cmocka_unit_test(lists_are_nested_to_a_bound),
                cmocka_unit_test(little_memory_is_told),
                cmocka_unit_test(large_texts_take_no_longer_than_they_must),
        };
        return run_all(tests);
}
