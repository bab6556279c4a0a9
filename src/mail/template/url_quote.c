/* URLs as people write them, made fit for an href. */
#include "mail/template/url_quote.h"

#include <arpa/inet.h>
#include <unicode/uidna.h>

#include "mail/template/ascii.h"
#include "mail/template/url_percent.h"

#define SUB_DELIMITERS "!$&'()*+,;=" /* RFC 3986, 2.2 */
#define GENERAL_DELIMITERS ":/?#[]@"

enum {
        HOST_MAX = 255, /* bytes (RFC 1035, 2.3.4); longer ones stay as they are when they are ASCII */
        LABEL_MAX = 63,
};

/* scheme "://" authority path ["?" query] ["#" fragment]; the path may be empty. */
struct parts {
        struct str scheme, authority, path, query, fragment;
};

static struct str cut_before(struct str *rest, const char *stops)
{
        size_t end = 0;
        while (end < rest->len && !strchr(stops, rest->ptr[end]))
                end++;
        struct str part = {rest->ptr, end};
        *rest = str_from_offset(*rest, end);
        return part;
}

static struct parts split(struct str url)
{
        struct parts p;
        p.scheme = cut_before(&url, ":");
        url = str_from_offset(url, sizeof "://" - 1);
        p.authority = cut_before(&url, "/?#");
        p.path = cut_before(&url, "?#");
        p.query = cut_before(&url, "#");
        if (p.query.len > 0)
                p.query = str_from_offset(p.query, 1);
        p.fragment = str_from_offset(url, 1);
        return p;
}

static bool is_ascii(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if ((unsigned char)s.ptr[i] >= 0x80)
                        return false;
        return true;
}

/* No label is empty, but the last may be, and none too long. */
static bool labels_fit(struct str host)
{
        for (struct str label = str_cut(&host, '.'); host.ptr; label = str_cut(&host, '.'))
                if (label.len == 0 || label.len > LABEL_MAX)
                        return false;
        return true;
}

static bool add_unicode_host(struct buf *out, struct str host)
{
        UErrorCode status = U_ZERO_ERROR;
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        char ascii[HOST_MAX + 1];
        UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES, &status);
        if (U_FAILURE(status))
                return false;
        int32_t n = uidna_nameToASCII_UTF8(idna, host.ptr, (int32_t)host.len, ascii, HOST_MAX, &info, &status);
        uidna_close(idna);
        if (U_FAILURE(status) || info.errors != 0)
                return false;
        buf_add(out, (struct str){ascii, (size_t)n});
        return true;
}

bool url_quote_host(struct buf *out, struct str host)
{
        if (!is_ascii(host))
                return add_unicode_host(out, host);
        if (!labels_fit(host))
                return false;
        buf_add(out, host);
        return true;
}

/* No brackets, or an IPv6 address within them. */
static bool brackets_fit(struct str authority)
{
        char address[INET6_ADDRSTRLEN];
        struct in6_addr parsed;
        size_t open = str_find(authority, '['), close = str_find(authority, ']');
        if (open == authority.len && close == authority.len)
                return true;
        if (close == authority.len || open >= close)
                return false;
        struct str within = {authority.ptr + open + 1, close - open - 1};
        return str_to_c(within, address, sizeof address) && inet_pton(AF_INET6, address, &parsed) == 1;
}

/* [user "@"] host [":" port]; only the host may be other than ASCII. */
static bool add_authority(struct buf *out, struct str authority)
{
        struct str host = authority, user = {authority.ptr, 0};
        const char *at = memrchr(authority.ptr, '@', authority.len);
        if (!brackets_fit(authority))
                return false;
        if (at) {
                user.len = (size_t)(at - authority.ptr) + 1;
                host = str_from_offset(authority, user.len);
        }
        if (is_ascii(authority))
                return url_quote_host(out, authority);
        struct str port = host;
        host = cut_before(&port, ":");
        if (!is_ascii(user) || !is_ascii(port))
                return false;
        buf_add(out, user);
        bool fits = url_quote_host(out, host);
        buf_add(out, port);
        return fits;
}

static void add_part(struct buf *out, struct str part)
{
        struct buf plain;
        buf_init(&plain, out->max);
        percent_decode(&plain, part);
        percent_encode(out, buf_str(&plain), STR(SUB_DELIMITERS GENERAL_DELIMITERS));
        out->failed = out->failed || plain.failed;
        buf_release(&plain);
}

/* As a form would send it. Decoded twice: parse_qsl() does it, and then smart_urlquote() itself. */
static void add_field(struct buf *out, struct str field)
{
        struct buf spaced, once, twice;
        buf_init(&spaced, out->max);
        buf_init(&once, out->max);
        buf_init(&twice, out->max);
        for (size_t i = 0; i < field.len; i++)
                buf_add_char(&spaced, (char)(field.ptr[i] == '+' ? ' ' : field.ptr[i]));
        percent_decode(&once, buf_str(&spaced));
        percent_decode(&twice, buf_str(&once));
        struct str rest = buf_str(&twice);
        while (rest.ptr) {
                percent_encode(out, str_cut(&rest, ' '), STR(""));
                if (rest.ptr)
                        buf_add_char(out, '+');
        }
        out->failed = out->failed || spaced.failed || once.failed || twice.failed;
        buf_release(&spaced);
        buf_release(&once);
        buf_release(&twice);
}

static void add_query(struct buf *out, struct str query)
{
        char before = '?';
        while (query.ptr) {
                struct str value = str_cut(&query, '&');
                if (value.len == 0)
                        continue;
                struct str name = str_cut(&value, '=');
                buf_add_char(out, before);
                add_field(out, name);
                buf_add_char(out, '=');
                add_field(out, value);
                before = '&';
        }
}

void url_quote(struct buf *out, struct str url)
{
        struct buf authority;
        struct parts p = split(url);
        buf_init(&authority, out->max);
        bool fits = add_authority(&authority, p.authority);
        if (fits) {
                for (size_t i = 0; i < p.scheme.len; i++)
                        buf_add_char(out, ascii_lower(p.scheme.ptr[i]));
                buf_add(out, STR("://"));
                buf_add(out, buf_str(&authority));
                add_part(out, p.path);
                add_query(out, p.query);
                if (p.fragment.len > 0)
                        buf_add_char(out, '#');
                add_part(out, p.fragment);
        } else {
                add_part(out, url);
        }
        out->failed = out->failed || authority.failed;
        buf_release(&authority);
}
