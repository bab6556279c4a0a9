/* Upper, lower and title case. */
#include "mail/template/casing.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>

#include "mail/template/utf8.h"

enum {
        CAPITAL_SIGMA = 0x3A3,
        SMALL_SIGMA = 0x3C3,
        FINAL_SIGMA = 0x3C2,
        CAPITAL_I_DOTTED = 0x130, /* the one character whose small form is two: i and a dot above */
        DOT_ABOVE = 0x307,
        BLOCK = 256,       /* bytes that are mapped at once */
        GROWTH_MAX = 3,    /* times that a text gets longer in bytes at most (ΐ: 2 bytes to 6) */
        TITLE_MAX = 4 * 4, /* bytes of one character's title form, with room to spare: three characters at most */
};

static bool is_ascii(struct str s)
{
        unsigned char all = 0;
        for (size_t i = 0; i < s.len; i++)
                all |= (unsigned char)s.ptr[i];
        return all < 0x80;
}

static char ascii_upper(char c)
{
        return (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
}

static char ascii_lower(char c)
{
        return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* The root locale, so that the i has its dot whatever language the machine speaks. NULL: no memory. */
static UCaseMap *open_map(struct buf *out, uint32_t options)
{
        UErrorCode status = U_ZERO_ERROR;
        UCaseMap *map = ucasemap_open("", options, &status);
        if (U_SUCCESS(status))
                return map;
        out->failed = true;
        return NULL;
}

/* Bytes of s that make whole characters, BLOCK at most. */
static size_t block_of(struct str s)
{
        size_t n = s.len < BLOCK ? s.len : BLOCK;
        while (n < s.len && n > BLOCK - 4 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
                n--;
        return n;
}

/* No capital depends on its neighbours, so the text may be cut anywhere. */
static void upper_by_icu(struct buf *out, const UCaseMap *map, struct str text)
{
        char mapped[BLOCK * GROWTH_MAX];
        while (text.len > 0 && !out->failed) {
                UErrorCode status = U_ZERO_ERROR;
                size_t n = block_of(text);
                int32_t len = ucasemap_utf8ToUpper(map, mapped, sizeof mapped, text.ptr, (int32_t)n, &status);
                if (U_FAILURE(status))
                        out->failed = true;
                else
                        buf_add(out, (struct str){mapped, (size_t)len});
                text = str_from_offset(text, n);
        }
}

void casing_upper(struct buf *out, struct str text)
{
        if (is_ascii(text)) {
                for (size_t i = 0; i < text.len && !out->failed; i++)
                        buf_add_char(out, ascii_upper(text.ptr[i]));
                return;
        }
        UCaseMap *map = open_map(out, 0);
        if (map)
                upper_by_icu(out, map, text);
        ucasemap_close(map);
}

static bool is_cased(uint32_t c)
{
        return u_hasBinaryProperty((UChar32)c, UCHAR_CASED);
}

static bool is_ignorable(uint32_t c)
{
        return u_hasBinaryProperty((UChar32)c, UCHAR_CASE_IGNORABLE);
}

/* Whether a cased character follows, or with the other one comes before; marks and the like between don't count. Each
 * sigma is cased itself, so that no stretch of a text is looked at more than twice. */
static bool cased_follows(struct str rest)
{
        while (rest.len > 0) {
                uint32_t c = utf8_next(&rest);
                if (!is_ignorable(c))
                        return is_cased(c);
        }
        return false;
}

static bool cased_precedes(struct str before)
{
        while (before.len > 0) {
                size_t at = utf8_before(before, before.len);
                struct str last = str_from_offset(before, at);
                uint32_t c = utf8_next(&last);
                if (!is_ignorable(c))
                        return is_cased(c);
                before.len = at;
        }
        return false;
}

/* The small form of `c`, which stands in `text` and has `rest` behind it. */
static void put_lower(struct buf *out, uint32_t c, struct str text, struct str rest)
{
        if (c < 0x80) {
                buf_add_char(out, ascii_lower((char)c));
        } else if (c == CAPITAL_SIGMA) {
                struct str before = {text.ptr, (size_t)(rest.ptr - text.ptr) - 2};
                utf8_put(out, cased_precedes(before) && !cased_follows(rest) ? FINAL_SIGMA : SMALL_SIGMA);
        } else if (c == CAPITAL_I_DOTTED) {
                utf8_put(out, 'i');
                utf8_put(out, DOT_ABOVE);
        } else {
                utf8_put(out, (uint32_t)u_tolower((UChar32)c));
        }
}

void casing_lower(struct buf *out, struct str text)
{
        for (struct str rest = text; rest.len > 0 && !out->failed;) {
                uint32_t c = utf8_next(&rest);
                put_lower(out, c, text, rest);
        }
}

/* `at` is one character. */
static void put_title(struct buf *out, UCaseMap *map, struct str at)
{
        char mapped[TITLE_MAX];
        UErrorCode status = U_ZERO_ERROR;
        if (at.len == 1) {
                buf_add_char(out, ascii_upper(at.ptr[0]));
                return;
        }
        int32_t len = ucasemap_utf8ToTitle(map, mapped, sizeof mapped, at.ptr, (int32_t)at.len, &status);
        if (U_FAILURE(status))
                out->failed = true;
        else
                buf_add(out, (struct str){mapped, (size_t)len});
}

void casing_title(struct buf *out, struct str text)
{
        UCaseMap *map =
                is_ascii(text) ? NULL : open_map(out, U_TITLECASE_WHOLE_STRING | U_TITLECASE_NO_BREAK_ADJUSTMENT);
        bool within = false; /* the character before is cased */
        for (struct str rest = text; rest.len > 0 && !out->failed;) {
                struct str at = {rest.ptr, utf8_width(rest)};
                uint32_t c = utf8_next(&rest);
                if (within)
                        put_lower(out, c, text, rest);
                else
                        put_title(out, map, at);
                within = is_cased(c);
        }
        ucasemap_close(map);
}
