/* Links of campaigns, in HTML and in text. */
#include "campaigns/campaign_links.h"

#include "mail/html_character.h"
#include "mail/html_scan.h"
#include "mail/template/utf8.h"

enum { DECODED_MAX = 4 * CAMPAIGN_LINK_URL_MAX };

/* Where an address stands: `as_written` within what it was found in. */
struct place {
        struct str as_written, url;
};

/* Walks over the addresses of an HTML or a text. */
struct finder {
        struct html_scan scan;
        struct str rest; /* of a text */
        bool is_html;
        struct buf decoded; /* the last one's, when it was written with references */
};

static bool starts_nocase(struct str s, struct str prefix)
{
        return s.len >= prefix.len && str_eq_nocase((struct str){s.ptr, prefix.len}, prefix);
}

static bool is_web_address(struct str s)
{
        return starts_nocase(s, STR("http://")) || starts_nocase(s, STR("https://"));
}

static bool ends_address(char c)
{
        return (unsigned char)c <= ' ' || c == '"' || c == '<' || c == '>' || c == 0x7f;
}

/* As email_links holds them, in lower case where it counts. */
static bool can_be_link(struct str url)
{
        if (!(str_starts(url, STR("http://")) || str_starts(url, STR("https://"))) || url.len > CAMPAIGN_LINK_URL_MAX ||
            url.len <= strlen("https://"))
                return false;
        for (size_t i = 0; i < url.len; i++)
                if (ends_address(url.ptr[i]))
                        return false;
        return true;
}

static struct finder find_in(struct str s, bool is_html)
{
        struct finder f = {.is_html = is_html, .rest = s, .scan = html_scan_start(s)};
        buf_init(&f.decoded, DECODED_MAX);
        return f;
}

static struct str decode(struct finder *f, struct str value)
{
        if (str_find(value, '&') == value.len)
                return value;
        buf_clear(&f->decoded);
        while (value.len > 0)
                utf8_put(&f->decoded, html_character(&value));
        return f->decoded.failed ? STR("") : buf_str(&f->decoded);
}

static bool take_href(struct finder *f, struct place *ret)
{
        struct str name, value;
        while (html_attribute(&f->scan, &name, &value))
                if (str_eq_nocase(name, STR("href"))) {
                        *ret = (struct place){value, str_trim(decode(f, value))};
                        return true;
                }
        return false;
}

static bool next_in_html(struct finder *f, struct place *ret)
{
        for (;;) {
                struct html_piece piece = html_next(&f->scan);
                if (piece.kind == HTML_END)
                        return false;
                if (piece.kind != HTML_OPEN)
                        continue;
                if (str_eq_nocase(piece.text, STR("a")) || str_eq_nocase(piece.text, STR("area"))) {
                        if (take_href(f, ret))
                                return true;
                } else if (str_eq_nocase(piece.text, STR("style")) || str_eq_nocase(piece.text, STR("script")) ||
                           str_eq_nocase(piece.text, STR("title"))) {
                        html_skip_raw(&f->scan, piece.text);
                }
        }
}

/* What a sentence puts behind an address is not of it. */
static struct str without_punctuation(struct str url)
{
        while (url.len > 0 && strchr(".,;:!?'", url.ptr[url.len - 1]))
                url.len--;
        if (url.len > 0 && url.ptr[url.len - 1] == ')' && str_find(url, '(') == url.len) {
                url.len--;
                return without_punctuation(url);
        }
        return url;
}

static bool next_in_text(struct finder *f, struct place *ret)
{
        while (f->rest.len > 0) {
                const char *at = memmem(f->rest.ptr, f->rest.len, "://", 3);
                size_t colon = at ? (size_t)(at - f->rest.ptr) : f->rest.len, start = colon;
                if (colon == f->rest.len)
                        break;
                if (colon >= 5 && is_web_address(str_from_offset(f->rest, colon - 5)))
                        start = colon - 5;
                else if (colon >= 4 && is_web_address(str_from_offset(f->rest, colon - 4)))
                        start = colon - 4;
                struct str url = str_from_offset(f->rest, start);
                size_t n = colon - start;
                while (n < url.len && !ends_address(url.ptr[n]))
                        n++;
                url.len = n;
                f->rest = str_from_offset(f->rest, start + n);
                if (start < colon) {
                        url = without_punctuation(url);
                        *ret = (struct place){url, url};
                        return true;
                }
        }
        return false;
}

static bool next_place(struct finder *f, struct place *ret)
{
        return f->is_html ? next_in_html(f, ret) : next_in_text(f, ret);
}

static const struct campaign_link *find(const struct campaign_links *links, struct str url)
{
        for (size_t i = 0; i < links->count; i++)
                if (str_eq(links->all[i].url, url))
                        return &links->all[i];
        return NULL;
}

static void add(struct campaign_links *links, struct str url)
{
        if (links->full || find(links, url))
                return;
        if (!links->all)
                links->all = arena_array(links->arena, struct campaign_link, CAMPAIGN_LINKS_MAX);
        struct str copy = arena_copy(links->arena, url);
        links->full = !links->all || !copy.ptr || links->count == CAMPAIGN_LINKS_MAX;
        if (!links->full)
                links->all[links->count++] = (struct campaign_link){.url = copy};
}

static void add_all(struct campaign_links *links, const struct campaign_rendering *of, struct str s, bool is_html)
{
        struct place place;
        struct finder f = find_in(s, is_html);
        while (s.ptr && next_place(&f, &place))
                if (can_be_link(place.url) && !str_eq(place.url, of->unsubscribe_url) &&
                    !str_eq(place.url, of->preferences_url))
                        add(links, place.url);
        buf_release(&f.decoded);
}

void campaign_links_of(struct campaign_links *links, const struct campaign_rendering *of)
{
        add_all(links, of, of->html, true);
        add_all(links, of, of->text, false);
}

/* Of an address in the source of a template; "" when a tag is part of it. A tag that only ends something is not. */
static struct str literal(struct str source, struct str url)
{
        static const struct str marks[] = {STR("{{"), STR("{%"), STR("{#")};
        size_t end = url.len;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
                const char *at = memmem(url.ptr, url.len, marks[i].ptr, marks[i].len);
                if (at && (size_t)(at - url.ptr) < end)
                        end = (size_t)(at - url.ptr);
        }
        if (end == url.len)
                return url;
        struct str tag = str_from_offset(source, (size_t)(url.ptr - source.ptr) + end + 2);
        bool ends = str_starts(str_trim(tag), STR("end")) || str_starts(str_trim(tag), STR("el"));
        return ends && url.ptr[end + 1] == '%' ? without_punctuation((struct str){url.ptr, end}) : STR("");
}

void campaign_links_of_source(struct campaign_links *links, struct str source, bool is_html)
{
        struct place place;
        struct finder f = find_in(source, is_html);
        while (source.ptr && next_place(&f, &place)) {
                struct str url = is_html ? place.url : literal(source, place.as_written);
                bool has_tag = memmem(url.ptr, url.len, "{{", 2) || memmem(url.ptr, url.len, "{%", 2);
                if (!has_tag && can_be_link(url))
                        add(links, url);
        }
        buf_release(&f.decoded);
}

bool campaign_links_lead(struct str html, struct str url)
{
        struct place place;
        struct finder f = find_in(html, true);
        bool leads = false;
        while (!leads && next_place(&f, &place))
                leads = str_eq(place.url, url);
        buf_release(&f.decoded);
        return leads;
}

void campaign_links_replace(struct buf *out, struct str of, bool is_html, const struct campaign_links *links,
                            campaign_link_address *address, void *context)
{
        struct place place;
        struct finder f = find_in(of, is_html);
        const char *from = of.ptr, *end = of.ptr + of.len;
        while (links->count > 0 && next_place(&f, &place)) {
                const struct campaign_link *link = find(links, place.url);
                struct str instead = link ? address(context, link) : STR_NULL;
                if (!instead.ptr)
                        continue;
                buf_add(out, (struct str){from, (size_t)(place.as_written.ptr - from)});
                buf_add(out, instead);
                from = place.as_written.ptr + place.as_written.len;
        }
        buf_add(out, (struct str){from, (size_t)(end - from)});
        buf_release(&f.decoded);
}
