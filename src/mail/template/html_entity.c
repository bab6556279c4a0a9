/* Character references of HTML. */
#include "mail/template/html_entity.h"

#include "mail/html_scan.h"
#include "mail/template/ascii.h"
#include "mail/template/utf8.h"

static bool all_are(struct str s, bool (*is_kind)(char c))
{
        for (size_t i = 0; i < s.len; i++)
                if (!is_kind(s.ptr[i]))
                        return false;
        return s.len > 0;
}

static bool is_letter_or_digit(char c)
{
        return ascii_is_letter(c) || ascii_is_digit(c);
}

/* What stands between '&' and ';' at the start of s; empty when that is no reference. */
static struct str reference_body(struct str s)
{
        if (s.len == 0 || s.ptr[0] != '&')
                return STR("");
        struct str body = str_from_offset(s, 1);
        if (body.len > HTML_REFERENCE_MAX - 1)
                body.len = HTML_REFERENCE_MAX - 1;
        size_t end = str_find(body, ';');
        return end < body.len ? (struct str){body.ptr, end} : STR("");
}

static bool is_hex_number(struct str body)
{
        return str_starts(body, STR("#x")) || str_starts(body, STR("#X"));
}

size_t html_reference_width(struct str s)
{
        struct str body = reference_body(s);
        bool ok = is_hex_number(body)          ? all_are(str_from_offset(body, 2), ascii_is_hex)
                  : str_starts(body, STR("#")) ? all_are(str_from_offset(body, 1), ascii_is_digit)
                                               : all_are(body, is_letter_or_digit) && ascii_is_letter(body.ptr[0]);
        return ok ? body.len + 2 : 0;
}

size_t html_reference_decode(struct str s, uint32_t *ret_c)
{
        size_t width = html_reference_width(s);
        struct str rest = s;
        if (width == 0)
                return 0;
        *ret_c = html_character(&rest);
        return s.len - rest.len == width ? width : 0;
}

void html_unescape(struct buf *out, struct str text)
{
        while (text.len > 0 && !out->failed) {
                size_t run = str_find(text, '&');
                uint32_t c;
                buf_add(out, (struct str){text.ptr, run});
                text = str_from_offset(text, run);
                size_t width = html_reference_decode(text, &c);
                if (width > 0)
                        utf8_put(out, c);
                else if (text.len > 0)
                        buf_add_char(out, '&');
                text = str_from_offset(text, width > 0 ? width : 1);
        }
}
