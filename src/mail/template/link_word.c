/* What in a word of text is a link. */
#include "mail/template/link_word.h"

#include <unicode/uchar.h>

#include "mail/template/ascii.h"
#include "mail/template/html_entity.h"
#include "mail/template/url_percent.h"
#include "mail/template/url_quote.h"
#include "mail/template/utf8.h"

enum { MAIL_DOMAIN_MAX = 63 /* characters, as Django has it */ };

struct brackets {
        char open, close;
        size_t opened, closed; /* in what is left of the word */
};

static void count_brackets(struct brackets *b, struct str s)
{
        b->opened = b->closed = 0;
        for (size_t i = 0; i < s.len; i++) {
                b->opened += s.ptr[i] == b->open;
                b->closed += s.ptr[i] == b->close;
        }
}

static bool ends_in_reference(struct str s)
{
        size_t from = s.len > HTML_REFERENCE_MAX ? s.len - HTML_REFERENCE_MAX : 0;
        struct str tail = str_from_offset(s, from);
        const char *start = memrchr(tail.ptr, '&', tail.len);
        uint32_t c;
        return start && html_reference_decode(str_from_offset(tail, (size_t)(start - tail.ptr)), &c) ==
                                tail.len - (size_t)(start - tail.ptr);
}

static bool is_trailing(struct str middle, const struct brackets pairs[2])
{
        char last = middle.ptr[middle.len - 1];
        for (size_t i = 0; i < 2; i++)
                if (last == pairs[i].close)
                        return pairs[i].closed > pairs[i].opened;
        return last == ';' ? !ends_in_reference(middle) : strchr(".,:!", last) != NULL;
}

struct link_word link_word_split(struct str word)
{
        struct brackets pairs[2] = {{.open = '(', .close = ')'}, {.open = '[', .close = ']'}};
        size_t start = 0;
        while (start < word.len && (word.ptr[start] == '(' || word.ptr[start] == '['))
                start++;
        struct str middle = str_from_offset(word, start);
        count_brackets(&pairs[0], middle);
        count_brackets(&pairs[1], middle);
        while (middle.len > 0 && is_trailing(middle, pairs)) {
                char last = middle.ptr[--middle.len];
                pairs[0].closed -= last == pairs[0].close;
                pairs[1].closed -= last == pairs[1].close;
        }
        return (struct link_word){{word.ptr, start}, middle, str_from_offset(word, start + middle.len)};
}

/* A letter, a digit of any script, or '_'. */
static bool starts_with_word_character(struct str s)
{
        if (s.len == 0)
                return false;
        uint32_t c = utf8_next(&s);
        return c == '_' || (U_MASK(u_charType((UChar32)c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/* Cuts the prefix off *s, in whatever case. */
static bool cut_prefix(struct str *s, struct str prefix)
{
        if (s->len < prefix.len || !str_eq_nocase((struct str){s->ptr, prefix.len}, prefix))
                return false;
        *s = str_from_offset(*s, prefix.len);
        return true;
}

static bool is_url(struct str s)
{
        if (!cut_prefix(&s, STR("http://")) && !cut_prefix(&s, STR("https://")))
                return false;
        cut_prefix(&s, STR("["));
        return starts_with_word_character(s);
}

/* ".org" and then the end or a path. */
static bool is_known_domain_end(struct str s)
{
        static const struct str ends[] = {STR(".com"), STR(".edu"), STR(".gov"), STR(".int"),
                                          STR(".mil"), STR(".net"), STR(".org")};
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
                struct str rest = s;
                if (cut_prefix(&rest, ends[i]) && (rest.len == 0 || rest.ptr[0] == '/'))
                        return true;
        }
        return false;
}

/* "www.", or at least two characters and a domain of those that were there first. */
static bool is_bare_host(struct str s)
{
        struct str rest = s;
        if (cut_prefix(&rest, STR("www.")))
                return true;
        if (cut_prefix(&rest, STR("http")) || !starts_with_word_character(s))
                return false;
        for (size_t at = utf8_offset(s, 2); at < s.len; at++)
                if (s.ptr[at] == '.' && is_known_domain_end(str_from_offset(s, at)))
                        return str_find((struct str){s.ptr, at}, '@') == at;
        return false;
}

static bool is_mail_address(struct str s)
{
        size_t at = str_find(s, '@');
        struct str domain = str_from_offset(s, at + 1);
        return at > 0 && domain.len > 0 && domain.ptr[0] != '.' && str_find(domain, '@') == domain.len &&
               str_find(domain, '.') < domain.len && str_find(s, ':') == s.len &&
               utf8_length(domain) <= MAIL_DOMAIN_MAX;
}

static void add_url(struct buf *out, struct str prefix, struct str text)
{
        struct buf url;
        buf_init(&url, out->max);
        buf_add(&url, prefix);
        html_unescape(&url, text);
        url_quote(out, buf_str(&url));
        out->failed = out->failed || url.failed;
        buf_release(&url);
}

/* What RFC 6068, 2 wants encoded is, so that a '?' can't start a subject. */
static bool add_mail(struct buf *out, struct str address)
{
        size_t at = str_find(address, '@');
        struct buf host;
        buf_init(&host, out->max);
        bool fits = url_quote_host(&host, str_from_offset(address, at + 1));
        if (fits) {
                buf_add(out, STR("mailto:"));
                percent_encode(out, (struct str){address.ptr, at}, STR("!$'()*+,"));
                buf_add_char(out, '@');
                percent_encode(out, buf_str(&host), STR("!$'()*+,"));
        }
        out->failed = out->failed || host.failed;
        buf_release(&host);
        return fits;
}

bool link_word_target(struct buf *out, struct str middle, bool *ret_mail)
{
        bool short_enough = utf8_offset(middle, LINK_URL_MAX) == middle.len;
        *ret_mail = false;
        if (short_enough && is_url(middle)) {
                add_url(out, STR(""), middle);
                return true;
        }
        if (short_enough && is_bare_host(middle)) {
                add_url(out, STR("http://"), middle);
                return true;
        }
        *ret_mail = is_mail_address(middle);
        return *ret_mail && add_mail(out, middle);
}
