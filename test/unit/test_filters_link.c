/* Filters that make links: what Django gives for the same. */
#include "test_filter_html.h"

#include "mail/template/link_word.h"

static const struct filter_case linking[] = {
        {"urlize", "", NULL, "~"},
        {"urlize", "no link", NULL, "~no link"},
        {"urlize", "http://google.com", NULL, "~<a href=\"http://google.com\" rel=\"nofollow\">http://google.com</a>"},
        {"urlize", "http://google.com/", NULL,
         "~<a href=\"http://google.com/\" rel=\"nofollow\">http://google.com/</a>"},
        {"urlize", "go to http://www.example.com, now", NULL,
         "~go to <a href=\"http://www.example.com\" rel=\"nofollow\">http://www.example.com</a>, now"},
        {"urlize", "www.google.com", NULL, "~<a href=\"http://www.google.com\" rel=\"nofollow\">www.google.com</a>"},
        {"urlize", "google.com", NULL, "~<a href=\"http://google.com\" rel=\"nofollow\">google.com</a>"},
        {"urlize", "djangoproject.org.", NULL,
         "~<a href=\"http://djangoproject.org\" rel=\"nofollow\">djangoproject.org</a>."},
        {"urlize", "djangoproject.org/", NULL,
         "~<a href=\"http://djangoproject.org/\" rel=\"nofollow\">djangoproject.org/</a>"},
        {"urlize", "info@djangoproject.org", NULL,
         "~<a href=\"mailto:info@djangoproject.org\">info@djangoproject.org</a>"},
        {"urlize", "See (http://a.com).", NULL, "~See (<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>)."},
        {"urlize", "(see www.example.org)", NULL,
         "~(see <a href=\"http://www.example.org\" rel=\"nofollow\">www.example.org</a>)"},
        {"urlize", "http://en.wikipedia.org/wiki/Caesar_(disambiguation)", NULL,
         "~<a href=\"http://en.wikipedia.org/wiki/Caesar_(disambiguation)\" "
         "rel=\"nofollow\">http://en.wikipedia.org/wiki/Caesar_(disambiguation)</a>"},
        {"urlize", "(http://en.wikipedia.org/wiki/Caesar_(disambiguation))", NULL,
         "~(<a href=\"http://en.wikipedia.org/wiki/Caesar_(disambiguation)\" "
         "rel=\"nofollow\">http://en.wikipedia.org/wiki/Caesar_(disambiguation)</a>)"},
        {"urlize", "[see www.djangoproject.com/x]", NULL,
         "~[see <a href=\"http://www.djangoproject.com/x\" rel=\"nofollow\">www.djangoproject.com/x</a>]"},
        {"urlize", "[http://a.com/b[1]]", NULL,
         "~[<a href=\"http://a.com/b[1]\" rel=\"nofollow\">http://a.com/b[1]</a>]"},
        {"urlize", "http://a.com))", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>))"},
        {"urlize", "http://a.com/!", NULL, "~<a href=\"http://a.com/\" rel=\"nofollow\">http://a.com/</a>!"},
        {"urlize", "http://a.com?!", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com?</a>!"},
        {"urlize", "http://a.com;", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>;"},
        {"urlize", "http://a.com/x;y;", NULL, "~<a href=\"http://a.com/x;y\" rel=\"nofollow\">http://a.com/x;y</a>;"},
        {"urlize", "http://a.com:", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>:"},
        {"urlize", "HTTP://www.Example.COM/Path", NULL,
         "~<a href=\"http://www.Example.COM/Path\" rel=\"nofollow\">HTTP://www.Example.COM/Path</a>"},
        {"urlize", "https://google.com:8080/a?b=c&d=e#f", NULL,
         "~<a href=\"https://google.com:8080/a?b=c&amp;d=e#f\" "
         "rel=\"nofollow\">https://google.com:8080/a?b=c&amp;d=e#f</a>"},
        {"urlize", "http://google.com/?x=1&y=2", NULL,
         "~<a href=\"http://google.com/?x=1&amp;y=2\" rel=\"nofollow\">http://google.com/?x=1&amp;y=2</a>"},
        {"urlize", "http://a.com/?q", NULL, "~<a href=\"http://a.com/?q=\" rel=\"nofollow\">http://a.com/?q</a>"},
        {"urlize", "http://a.com/?q=&r", NULL,
         "~<a href=\"http://a.com/?q=&amp;r=\" rel=\"nofollow\">http://a.com/?q=&amp;r</a>"},
        {"urlize", "http://a.com/?&&a=1", NULL,
         "~<a href=\"http://a.com/?a=1\" rel=\"nofollow\">http://a.com/?&amp;&amp;a=1</a>"},
        {"urlize", "http://a.com/?a=b=c", NULL,
         "~<a href=\"http://a.com/?a=b%3Dc\" rel=\"nofollow\">http://a.com/?a=b=c</a>"},
        {"urlize", "http://a.com/?a=1+2", NULL,
         "~<a href=\"http://a.com/?a=1+2\" rel=\"nofollow\">http://a.com/?a=1+2</a>"},
        {"urlize", "http://a.com/?a=%2B%26", NULL,
         "~<a href=\"http://a.com/?a=%2B%26\" rel=\"nofollow\">http://a.com/?a=%2B%26</a>"},
        {"urlize", "http://a.com/?a=%252B", NULL,
         "~<a href=\"http://a.com/?a=%2B\" rel=\"nofollow\">http://a.com/?a=%252B</a>"},
        {"urlize", "http://a.com/?q=é", NULL,
         "~<a href=\"http://a.com/?q=%C3%A9\" rel=\"nofollow\">http://a.com/?q=é</a>"},
        {"urlize", "http://a.com/a b", NULL, "~<a href=\"http://a.com/a\" rel=\"nofollow\">http://a.com/a</a> b"},
        {"urlize", "http://a.com/a%20b", NULL,
         "~<a href=\"http://a.com/a%20b\" rel=\"nofollow\">http://a.com/a%20b</a>"},
        {"urlize", "http://a.com/100%", NULL,
         "~<a href=\"http://a.com/100%25\" rel=\"nofollow\">http://a.com/100%</a>"},
        {"urlize", "http://a.com/%zz", NULL, "~<a href=\"http://a.com/%25zz\" rel=\"nofollow\">http://a.com/%zz</a>"},
        {"urlize", "http://a.com/%E4%F6", NULL,
         "~<a href=\"http://a.com/%EF%BF%BD%EF%BF%BD\" rel=\"nofollow\">http://a.com/%E4%F6</a>"},
        {"urlize", "http://a.com/%C3%A9", NULL,
         "~<a href=\"http://a.com/%C3%A9\" rel=\"nofollow\">http://a.com/%C3%A9</a>"},
        {"urlize", "http://a.com/é/ü?ä=ö#ß", NULL,
         "~<a href=\"http://a.com/%C3%A9/%C3%BC?%C3%A4=%C3%B6#%C3%9F\" rel=\"nofollow\">http://a.com/é/ü?ä=ö#ß</a>"},
        {"urlize", "http://a.com/~u/-_.!*()", NULL,
         "~<a href=\"http://a.com/~u/-_.!*()\" rel=\"nofollow\">http://a.com/~u/-_.!*()</a>"},
        {"urlize", "http://a.com/#a#b", NULL, "~<a href=\"http://a.com/#a#b\" rel=\"nofollow\">http://a.com/#a#b</a>"},
        {"urlize", "http://a.com#", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com#</a>"},
        {"urlize", "http://a.com?", NULL, "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com?</a>"},
        {"urlize", "http://", NULL, "~http://"},
        {"urlize", "http:// x", NULL, "~http:// x"},
        {"urlize", "http://!", NULL, "~http://!"},
        {"urlize", "http://_x", NULL, "~<a href=\"http://_x\" rel=\"nofollow\">http://_x</a>"},
        {"urlize", "https://é.com", NULL, "~<a href=\"https://xn--9ca.com\" rel=\"nofollow\">https://é.com</a>"},
        {"urlize", "http://münchen.de/straße", NULL,
         "~<a href=\"http://xn--mnchen-3ya.de/stra%C3%9Fe\" rel=\"nofollow\">http://münchen.de/straße</a>"},
        {"urlize", "www.müller.de", NULL,
         "~<a href=\"http://www.xn--mller-kva.de\" rel=\"nofollow\">www.müller.de</a>"},
        {"urlize", "müller.com", NULL, "~<a href=\"http://xn--mller-kva.com\" rel=\"nofollow\">müller.com</a>"},
        {"urlize", "http://例え.テスト/パス", NULL,
         "~<a href=\"http://xn--r8jz45g.xn--zckzah/%E3%83%91%E3%82%B9\" rel=\"nofollow\">http://例え.テスト/パス</a>"},
        {"urlize", "http://xn--mnchen-3ya.de", NULL,
         "~<a href=\"http://xn--mnchen-3ya.de\" rel=\"nofollow\">http://xn--mnchen-3ya.de</a>"},
        {"urlize", "http://user:pw@host.com/", NULL,
         "~<a href=\"http://user:pw@host.com/\" rel=\"nofollow\">http://user:pw@host.com/</a>"},
        {"urlize", "http://ü:pw@münchen.de", NULL,
         "~<a href=\"http://%C3%BC:pw@m%C3%BCnchen.de\" rel=\"nofollow\">http://ü:pw@münchen.de</a>"},
        {"urlize", "http://münchen.de:8080/x", NULL,
         "~<a href=\"http://xn--mnchen-3ya.de:8080/x\" rel=\"nofollow\">http://münchen.de:8080/x</a>"},
        {"urlize", "http://[::1]/x", NULL, "~http://[::1]/x"},
        {"urlize", "http://[2001:db8::1]:80/a?b", NULL,
         "~<a href=\"http://[2001:db8::1]:80/a?b=\" rel=\"nofollow\">http://[2001:db8::1]:80/a?b</a>"},
        {"urlize", "http://[bad/", NULL, "~<a href=\"http://[bad/\" rel=\"nofollow\">http://[bad/</a>"},
        {"urlize", "http://a..com/", NULL, "~<a href=\"http://a..com/\" rel=\"nofollow\">http://a..com/</a>"},
        {"urlize", "www..com/x?y", NULL, "~<a href=\"http://www..com/x?y\" rel=\"nofollow\">www..com/x?y</a>"},
        {"urlize", "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com/?x", NULL,
         "~<a href=\"http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com/?x\" "
         "rel=\"nofollow\">http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com/?x</a>"},
        {"urlize", "ftp://a.com", NULL, "~<a href=\"http://ftp://a.com\" rel=\"nofollow\">ftp://a.com</a>"},
        {"urlize", "foo.com:80", NULL, "~foo.com:80"},
        {"urlize", "a.com", NULL, "~a.com"},
        {"urlize", "x.com", NULL, "~x.com"},
        {"urlize", "é.com", NULL, "~é.com"},
        {"urlize", "a.b.info", NULL, "~a.b.info"},
        {"urlize", "a.info", NULL, "~a.info"},
        {"urlize", "a.combo", NULL, "~a.combo"},
        {"urlize", "a.com/b", NULL, "~a.com/b"},
        {"urlize", "a.com?b", NULL, "~a.com?b"},
        {"urlize", "a.com.", NULL, "~a.com."},
        {"urlize", "sub.domain.co.org/x", NULL,
         "~<a href=\"http://sub.domain.co.org/x\" rel=\"nofollow\">sub.domain.co.org/x</a>"},
        {"urlize", "a@b", NULL, "~a@b"},
        {"urlize", "a@b.c", NULL, "~<a href=\"mailto:a@b.c\">a@b.c</a>"},
        {"urlize", "a@b.c.", NULL, "~<a href=\"mailto:a@b.c\">a@b.c</a>."},
        {"urlize", "a@.c", NULL, "~a@.c"},
        {"urlize", "a@b@c.d", NULL, "~a@b@c.d"},
        {"urlize", "@b.c", NULL, "~@b.c"},
        {"urlize", "a@", NULL, "~a@"},
        {"urlize", "<a@b.com>", NULL, "~&lt;<a href=\"mailto:a@b.com\">a@b.com</a>&gt;"},
        {"urlize", "\"a@b.com\"", NULL, "~&quot;<a href=\"mailto:a@b.com\">a@b.com</a>&quot;"},
        {"urlize", "mailto:a@b.com", NULL, "~mailto:a@b.com"},
        {"urlize", "a+b@c.com", NULL, "~<a href=\"mailto:a+b@c.com\">a+b@c.com</a>"},
        {"urlize", "ü@b.com", NULL, "~<a href=\"mailto:%C3%BC@b.com\">ü@b.com</a>"},
        {"urlize", "a@münchen.de", NULL, "~<a href=\"mailto:a@xn--mnchen-3ya.de\">a@münchen.de</a>"},
        {"urlize", "x@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", NULL,
         "~x@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com"},
        {"urlize", "x@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", NULL,
         "~<a "
         "href=\"mailto:x@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com\">x@"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com</a>"},
        {"urlize", "a@b..com", NULL, "~a@b..com"},
        {"urlize", "a.com@b", NULL, "~a.com@b"},
        {"urlize", "Mail jo.doe@shop.example.org, please.", NULL,
         "~Mail <a href=\"mailto:jo.doe@shop.example.org\">jo.doe@shop.example.org</a>, please."},
        {"urlize", "http://a.com\nhttp://b.com\thttp://c.com", NULL,
         "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>\n<a href=\"http://b.com\" "
         "rel=\"nofollow\">http://b.com</a>\t<a href=\"http://c.com\" rel=\"nofollow\">http://c.com</a>"},
        {"urlize", "<http://a.com>", NULL, "~&lt;<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>&gt;"},
        {"urlize", "\"http://a.com\"", NULL, "~&quot;<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>&quot;"},
        {"urlize", "it's at a.com's", NULL, "~it&#x27;s at a.com&#x27;s"},
        {"urlize", "http://a.com/<b>", NULL, "~<a href=\"http://a.com/\" rel=\"nofollow\">http://a.com/</a>&lt;b&gt;"},
        {"urlize", "http://a.com/&lt;b", NULL,
         "~<a href=\"http://a.com/%3Cb\" rel=\"nofollow\">http://a.com/&amp;lt;b</a>"},
        {"urlize", "a & b.com", NULL, "~a &amp; b.com"},
        {"urlize", "x&y.com", NULL, "~<a href=\"http://x&amp;y.com\" rel=\"nofollow\">x&amp;y.com</a>"},
        {"urlize", "http://a.com,http://b.com", NULL,
         "~<a href=\"http://a.com,http://b.com\" rel=\"nofollow\">http://a.com,http://b.com</a>"},
        {"urlize", "...", NULL, "~..."},
        {"urlize", ".", NULL, "~."},
        {"urlize", "a.", NULL, "~a."},
        {"urlize", "(((", NULL, "~((("},
        {"urlize", "()", NULL, "~()"},
        {"urlize", "(a.com", NULL, "~(a.com"},
        {"urlize", "a.com)", NULL, "~a.com)"},
        {"urlize", "[a.com]", NULL, "~[a.com]"},
        {"urlize", "(www.a.com/b_(c)_d)", NULL,
         "~(<a href=\"http://www.a.com/b_(c)_d\" rel=\"nofollow\">www.a.com/b_(c)_d</a>)"},
        {"urlize", "http://a.com/(x", NULL, "~<a href=\"http://a.com/(x\" rel=\"nofollow\">http://a.com/(x</a>"},
        {"urlize", "http://a.com/a(b)c)", NULL,
         "~<a href=\"http://a.com/a(b)c\" rel=\"nofollow\">http://a.com/a(b)c</a>)"},
        {"urlize", "http://a.com/\u00A0x", NULL,
         "~<a href=\"http://a.com/\" rel=\"nofollow\">http://a.com/</a>\u00A0x"},
        {"urlize", "http://a.com\u3000www.b.com", NULL,
         "~<a href=\"http://a.com\" rel=\"nofollow\">http://a.com</a>\u3000<a href=\"http://www.b.com\" "
         "rel=\"nofollow\">www.b.com</a>"},
        {"urlize", "http://www.example.com/?a=&é=ü+x", NULL,
         "~<a href=\"http://www.example.com/?a=&amp;%C3%A9=%C3%BC+x\" "
         "rel=\"nofollow\">http://www.example.com/?a=&amp;é=ü+x</a>"},
        {"urlize", "HTTPS://1.2.3.4/", NULL, "~<a href=\"https://1.2.3.4/\" rel=\"nofollow\">HTTPS://1.2.3.4/</a>"},
        {"urlize", "http://1.2.3.4:99", NULL, "~<a href=\"http://1.2.3.4:99\" rel=\"nofollow\">http://1.2.3.4:99</a>"},
        {"urlize", "wwwa.com", NULL, "~<a href=\"http://wwwa.com\" rel=\"nofollow\">wwwa.com</a>"},
        {"urlize", "WWW.a", NULL, "~<a href=\"http://WWW.a\" rel=\"nofollow\">WWW.a</a>"},
        {"urlize", "www.", NULL, "~www."},
        {"urlize", "http.com", NULL, "~http.com"},
        {"urlize", "httpx.org", NULL, "~httpx.org"},
        {"urlize", "https://www.", NULL, "~<a href=\"https://www\" rel=\"nofollow\">https://www</a>."},
        {"urlize", "http://a.com/%2F%3F", NULL,
         "~<a href=\"http://a.com//?\" rel=\"nofollow\">http://a.com/%2F%3F</a>"},
        {"urlize", "t.co.net", NULL, "~<a href=\"http://t.co.net\" rel=\"nofollow\">t.co.net</a>"},
        {"urlize", "a-b.org", NULL, "~<a href=\"http://a-b.org\" rel=\"nofollow\">a-b.org</a>"},
        {"urlize", "-a.org", NULL, "~-a.org"},
        {"urlize", "_a.org", NULL, "~<a href=\"http://_a.org\" rel=\"nofollow\">_a.org</a>"},
        {"urlize", "1.net", NULL, "~1.net"},
        {"urlize", "<b>http://a.com/?x=1&y=2</b> & c", NULL,
         "~&lt;b&gt;<a href=\"http://a.com/?x=1&amp;y=2\" rel=\"nofollow\">http://a.com/?x=1&amp;y=2</a>&lt;/b&gt; "
         "&amp; c"},
        {"urlize", "~<b>http://a.com/?x=1&y=2</b> & c", NULL,
         "~<b><a href=\"http://a.com/?x=1&amp;y=2\" rel=\"nofollow\">http://a.com/?x=1&y=2</a></b> & c"},
        {"urlize", "a@b.com & \"c\"", NULL, "~<a href=\"mailto:a@b.com\">a@b.com</a> &amp; &quot;c&quot;"},
        {"urlize", "~a@b.com & \"c\"", NULL, "~<a href=\"mailto:a@b.com\">a@b.com</a> & \"c\""},
        {"urlize", "http://a.com/?a=1&amp;b=2 x", NULL,
         "~<a href=\"http://a.com/?a=1&amp;b=2\" rel=\"nofollow\">http://a.com/?a=1&amp;amp;b=2</a> x"},
        {"urlize", "~http://a.com/?a=1&amp;b=2 x", NULL,
         "~<a href=\"http://a.com/?a=1&amp;b=2\" rel=\"nofollow\">http://a.com/?a=1&amp;b=2</a> x"},
        {"urlize", "(http://a.com/&)", NULL,
         "~(<a href=\"http://a.com/&amp;\" rel=\"nofollow\">http://a.com/&amp;</a>)"},
        {"urlize", "~(http://a.com/&)", NULL, "~(<a href=\"http://a.com/&amp;\" rel=\"nofollow\">http://a.com/&</a>)"},
};

static const struct filter_case linking_unescaped[] = {
        {"urlize", "<b>http://a.com/?x=1&y=2</b> & c", NULL,
         "~<b><a href=\"http://a.com/?x=1&amp;y=2\" rel=\"nofollow\">http://a.com/?x=1&y=2</a></b> & c"},
        {"urlize", "~<b>http://a.com/?x=1&y=2</b> & c", NULL,
         "~<b><a href=\"http://a.com/?x=1&amp;y=2\" rel=\"nofollow\">http://a.com/?x=1&y=2</a></b> & c"},
        {"urlize", "a@b.com & \"c\"", NULL, "~<a href=\"mailto:a@b.com\">a@b.com</a> & \"c\""},
        {"urlize", "~a@b.com & \"c\"", NULL, "~<a href=\"mailto:a@b.com\">a@b.com</a> & \"c\""},
        {"urlize", "http://a.com/?a=1&amp;b=2 x", NULL,
         "~<a href=\"http://a.com/?a=1&amp;b=2\" rel=\"nofollow\">http://a.com/?a=1&amp;b=2</a> x"},
        {"urlize", "~http://a.com/?a=1&amp;b=2 x", NULL,
         "~<a href=\"http://a.com/?a=1&amp;b=2\" rel=\"nofollow\">http://a.com/?a=1&amp;b=2</a> x"},
        {"urlize", "(http://a.com/&)", NULL, "~(<a href=\"http://a.com/&amp;\" rel=\"nofollow\">http://a.com/&</a>)"},
        {"urlize", "~(http://a.com/&)", NULL, "~(<a href=\"http://a.com/&amp;\" rel=\"nofollow\">http://a.com/&</a>)"},
};

static const struct filter_case shortening_links[] = {
        {"urlizetrunc", "http://short.com/", "20",
         "~<a href=\"http://short.com/\" rel=\"nofollow\">http://short.com/</a>"},
        {"urlizetrunc", "http://www.google.co.uk/search?hl=en&q=some+long+url&btnG=Search&meta=", "20",
         "~<a href=\"http://www.google.co.uk/search?hl=en&amp;q=some+long+url&amp;btnG=Search&amp;meta=\" "
         "rel=\"nofollow\">http://www.google.c…</a>"},
        {"urlizetrunc", "http://www.google.co.uk/search?hl=en&q=some+long+url&btnG=Search&meta=", "30",
         "~<a href=\"http://www.google.co.uk/search?hl=en&amp;q=some+long+url&amp;btnG=Search&amp;meta=\" "
         "rel=\"nofollow\">http://www.google.co.uk/searc…</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "31",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">http://31characteruri.com/test/</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "30",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">http://31characteruri.com/tes…</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "2",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">h…</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "1",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">…</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "0",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">…</a>"},
        {"urlizetrunc", "http://31characteruri.com/test/", "-5",
         "~<a href=\"http://31characteruri.com/test/\" rel=\"nofollow\">…</a>"},
        {"urlizetrunc", "http://a.com/ééé", "15",
         "~<a href=\"http://a.com/%C3%A9%C3%A9%C3%A9\" rel=\"nofollow\">http://a.com/é…</a>"},
        {"urlizetrunc", "http://a.com/ééé", "16",
         "~<a href=\"http://a.com/%C3%A9%C3%A9%C3%A9\" rel=\"nofollow\">http://a.com/ééé</a>"},
        {"urlizetrunc", "long.address@example.org", "10",
         "~<a href=\"mailto:long.address@example.org\">long.addr…</a>"},
        {"urlizetrunc", "a verylongwordwithoutlink", "5", "~a verylongwordwithoutlink"},
        {"urlizetrunc", "(http://example.com/a_(b)).", "12",
         "~(<a href=\"http://example.com/a_(b)\" rel=\"nofollow\">http://exam…</a>)."},
        {"urlizetrunc", "www.example.com/&x=1", "18",
         "~<a href=\"http://www.example.com/&amp;x=1\" rel=\"nofollow\">www.example.com/&amp;…</a>"},
        {"urlizetrunc", "http://a.com/&\"x\"", " 15 ",
         "~<a href=\"http://a.com/&amp;\" rel=\"nofollow\">http://a.com/&amp;</a>&quot;x&quot;"},
};

static void what_looks_like_a_link_becomes_one(void **state)
{
        (void)state;
        test_filter_cases(filters_link, linking, true);
        test_filter_cases(filters_link, linking_unescaped, false);
}

static void links_are_shortened(void **state)
{
        (void)state;
        test_filter_cases(filters_link, shortening_links, true);
}

#define NOFOLLOW "\" rel=\"nofollow\">"

/* Django 3.2 does otherwise: IDNA 2003 had no sharp s of its own; 5.2 encodes the local part of an address; later
 * releases repaired what follows a reference, and leave off all brackets that close nothing. Names without ';' are
 * references in no URL that people write ("?a=1&copy=2"). */
static const struct filter_case differing[] = {
        {"urlize", "http://faß.de", NULL, "~<a href=\"http://xn--fa-hia.de" NOFOLLOW "http://faß.de</a>"},
        {"urlize", "http://a_ü.de", NULL, "~<a href=\"http://a_%C3%BC.de" NOFOLLOW "http://a_ü.de</a>"},
        {"urlize", "http://a℀b.de/", NULL, "~<a href=\"http://a%E2%84%80b.de/" NOFOLLOW "http://a℀b.de/</a>"},
        {"urlize", "http://a.com/?a=1&copy=2", NULL,
         "~<a href=\"http://a.com/?a=1&amp;copy=2" NOFOLLOW "http://a.com/?a=1&amp;copy=2</a>"},
        {"urlize", "~http://a.com/?a=1&amp;b=2.", NULL,
         "~<a href=\"http://a.com/?a=1&amp;b=2" NOFOLLOW "http://a.com/?a=1&amp;b=2</a>."},
        {"urlize", "~http://a.com/?a=&lt;.", NULL,
         "~<a href=\"http://a.com/?a=%3C" NOFOLLOW "http://a.com/?a=&lt;</a>."},
        {"urlize", "~http://a.com/&eacute;;", NULL,
         "~<a href=\"http://a.com/%C3%A9" NOFOLLOW "http://a.com/&eacute;</a>;"},
        {"urlize", "~http://a.com/&#x20AC;&#8364;", NULL,
         "~<a href=\"http://a.com/%E2%82%AC%E2%82%AC" NOFOLLOW "http://a.com/&#x20AC;&#8364;</a>"},
        {"urlize", "~http://a.com/&#0;&#xD800;&#99999999999;", NULL,
         "~<a href=\"http://a.com/&amp;#0;&amp;#xD800;&amp;#99999999999" NOFOLLOW
         "http://a.com/&#0;&#xD800;&#99999999999</a>;"},
        {"urlize", "~http://a.com/&unknown;;", NULL,
         "~<a href=\"http://a.com/&amp;unknown" NOFOLLOW "http://a.com/&unknown</a>;;"},
        {"urlize", "jo?cc=x&bcc=y@b.com", NULL,
         "~<a href=\"mailto:jo%3Fcc%3Dx%26bcc%3Dy@b.com\">jo?cc=x&amp;bcc=y@b.com</a>"},
        {"urlizetrunc", "http://a.com", "x", "!takes a number"},
        {"urlizetrunc", "http://a.com", "=null", "!takes a number"},
};

static void what_differs_from_django(void **state)
{
        (void)state;
        test_filter_cases(filters_link, differing, true);
}

static struct str long_url(struct buf *text, unsigned length)
{
        buf_add(text, STR("http://a.com/"));
        while (text->len < length)
                buf_add_char(text, 'x');
        return buf_str(text);
}

static void very_long_urls_are_no_links(void **state)
{
        (void)state;
        bool mail;
        struct buf text, out;
        buf_init(&text, HOSTILE_SIZE);
        buf_init(&out, HOSTILE_SIZE);
        assert_true(link_word_target(&out, long_url(&text, LINK_URL_MAX), &mail));
        assert_false(link_word_target(&out, long_url(&text, LINK_URL_MAX + 14), &mail));
        buf_release(&text);
        buf_release(&out);
}

static void little_memory_is_told(void **state)
{
        (void)state;
        for (size_t i = 0; i < sizeof linking / sizeof *linking; i++)
                test_filter_memory(filters_link, &linking[i]);
        for (size_t i = 0; i < sizeof shortening_links / sizeof *shortening_links; i++)
                test_filter_memory(filters_link, &shortening_links[i]);
}

static void large_texts_take_no_longer_than_they_must(void **state)
{
        (void)state;
        static const char *const names[] = {"urlize", "urlizetrunc"};
        static const char *const units[] = {"(",
                                            ")",
                                            "a.com)",
                                            "http://a.com/?& ",
                                            "http://a.com/?&",
                                            "&amp;",
                                            "@a.b",
                                            "a@",
                                            "www.",
                                            "www.é ",
                                            ".com",
                                            "http://é",
                                            "http://é.de ",
                                            "&;.",
                                            "a.b ",
                                            "..;;",
                                            "([.])",
                                            "a@b.c ",
                                            " ",
                                            "<",
                                            "%E4"};
        test_filter_all_hostile(filters_link, names, "10", units);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_looks_like_a_link_becomes_one),
                cmocka_unit_test(links_are_shortened),
                cmocka_unit_test(what_differs_from_django),
                cmocka_unit_test(very_long_urls_are_no_links),
                cmocka_unit_test(little_memory_is_told),
                cmocka_unit_test(large_texts_take_no_longer_than_they_must),
        };
        return run_all(tests);
}
