/* Character references of HTML. */
#include "mail/template/html_entity.h"

#include "mail/template/ascii.h"
#include "mail/template/utf8.h"

enum { LATIN1_FIRST = 0xA0, NOT_A_CHARACTER = 0xFFFD };

static const struct {
        struct str name;
        uint32_t c;
} xml_names[] = {{STR("amp"), '&'}, {STR("lt"), '<'}, {STR("gt"), '>'}, {STR("quot"), '"'}, {STR("apos"), '\''}};

/* From U+00A0 to U+00FF (HTML 4.01, 24.2.1). */
static const struct str latin1_names[] = {
        STR("nbsp"),   STR("iexcl"),  STR("cent"),   STR("pound"),  STR("curren"), STR("yen"),    STR("brvbar"),
        STR("sect"),   STR("uml"),    STR("copy"),   STR("ordf"),   STR("laquo"),  STR("not"),    STR("shy"),
        STR("reg"),    STR("macr"),   STR("deg"),    STR("plusmn"), STR("sup2"),   STR("sup3"),   STR("acute"),
        STR("micro"),  STR("para"),   STR("middot"), STR("cedil"),  STR("sup1"),   STR("ordm"),   STR("raquo"),
        STR("frac14"), STR("frac12"), STR("frac34"), STR("iquest"), STR("Agrave"), STR("Aacute"), STR("Acirc"),
        STR("Atilde"), STR("Auml"),   STR("Aring"),  STR("AElig"),  STR("Ccedil"), STR("Egrave"), STR("Eacute"),
        STR("Ecirc"),  STR("Euml"),   STR("Igrave"), STR("Iacute"), STR("Icirc"),  STR("Iuml"),   STR("ETH"),
        STR("Ntilde"), STR("Ograve"), STR("Oacute"), STR("Ocirc"),  STR("Otilde"), STR("Ouml"),   STR("times"),
        STR("Oslash"), STR("Ugrave"), STR("Uacute"), STR("Ucirc"),  STR("Uuml"),   STR("Yacute"), STR("THORN"),
        STR("szlig"),  STR("agrave"), STR("aacute"), STR("acirc"),  STR("atilde"), STR("auml"),   STR("aring"),
        STR("aelig"),  STR("ccedil"), STR("egrave"), STR("eacute"), STR("ecirc"),  STR("euml"),   STR("igrave"),
        STR("iacute"), STR("icirc"),  STR("iuml"),   STR("eth"),    STR("ntilde"), STR("ograve"), STR("oacute"),
        STR("ocirc"),  STR("otilde"), STR("ouml"),   STR("divide"), STR("oslash"), STR("ugrave"), STR("uacute"),
        STR("ucirc"),  STR("uuml"),   STR("yacute"), STR("thorn"),  STR("yuml"),
};

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

/* What HTML calls an error in a number (13.2.5.80) stands for no character. */
static uint32_t number_value(struct str digits, uint32_t base)
{
        uint32_t c = 0;
        for (size_t i = 0; i < digits.len && c <= 0x10FFFF; i++)
                c = c * base +
                    (uint32_t)(ascii_is_digit(digits.ptr[i]) ? digits.ptr[i] - '0' : (digits.ptr[i] | 0x20) - 'a' + 10);
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0), surrogate = c >= 0xD800 && c < 0xE000;
        return control || surrogate || c > 0x10FFFF ? NOT_A_CHARACTER : c;
}

static bool named_value(struct str name, uint32_t *ret_c)
{
        for (size_t i = 0; i < sizeof xml_names / sizeof *xml_names; i++)
                if (str_eq(xml_names[i].name, name)) {
                        *ret_c = xml_names[i].c;
                        return true;
                }
        for (size_t i = 0; i < sizeof latin1_names / sizeof *latin1_names; i++)
                if (str_eq(latin1_names[i], name)) {
                        *ret_c = LATIN1_FIRST + (uint32_t)i;
                        return true;
                }
        return false;
}

size_t html_reference_decode(struct str s, uint32_t *ret_c)
{
        size_t width = html_reference_width(s);
        struct str body = {s.ptr + 1, width > 0 ? width - 2 : 0};
        if (width == 0)
                return 0;
        if (is_hex_number(body))
                *ret_c = number_value(str_from_offset(body, 2), 16);
        else if (body.ptr[0] == '#')
                *ret_c = number_value(str_from_offset(body, 1), 10);
        else if (!named_value(body, ret_c))
                return 0;
        return width;
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
