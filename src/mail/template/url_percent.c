/* Percent-encoding of URLs. */
#include "mail/template/url_percent.h"

#include <stdint.h>
#include <unicode/utf8.h>

#include "mail/template/ascii.h"

#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"

struct ascii_set {
        bool has[0x80];
};

static void set_add(struct ascii_set *set, struct str members)
{
        for (size_t i = 0; i < members.len; i++)
                if ((unsigned char)members.ptr[i] < 0x80)
                        set->has[(unsigned char)members.ptr[i]] = true;
}

void percent_encode(struct buf *out, struct str text, struct str keep)
{
        static const char digits[] = "0123456789ABCDEF";
        struct ascii_set kept = {0};
        set_add(&kept, STR(UNRESERVED));
        set_add(&kept, keep);
        for (size_t i = 0; i < text.len && !out->failed;) {
                size_t start = i;
                while (i < text.len && (unsigned char)text.ptr[i] < 0x80 && kept.has[(unsigned char)text.ptr[i]])
                        i++;
                buf_add(out, (struct str){text.ptr + start, i - start});
                if (i == text.len)
                        return;
                unsigned char c = (unsigned char)text.ptr[i++];
                buf_add(out, (struct str){(char[3]){'%', digits[c >> 4], digits[c & 0x0F]}, 3});
        }
}

/* The byte that %XX at the start of s stands for; -1 when there is none. */
static int encoded_byte(struct str s)
{
        if (s.len < 3 || s.ptr[0] != '%')
                return -1;
        int high = ascii_hex_value(s.ptr[1]), low = ascii_hex_value(s.ptr[2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Each part that can't be a character, or the start of one, becomes one U+FFFD (Unicode 15, 3.9, "maximal subparts").
 */
static void add_replacing(struct buf *out, struct str bytes)
{
        const uint8_t *p = (const uint8_t *)bytes.ptr;
        for (size_t i = 0; i < bytes.len;) {
                size_t start = i;
                UChar32 c;
                U8_NEXT(p, i, bytes.len, c);
                buf_add(out, c < 0 ? STR("\xEF\xBF\xBD") : (struct str){bytes.ptr + start, i - start});
        }
}

void percent_decode(struct buf *out, struct str text)
{
        struct buf bytes;
        buf_init(&bytes, text.len);
        for (size_t i = 0; i < text.len;) {
                int byte = encoded_byte(str_from_offset(text, i));
                buf_add_char(&bytes, byte < 0 ? text.ptr[i] : (char)byte);
                i += byte < 0 ? 1 : 3;
        }
        add_replacing(out, buf_str(&bytes));
        out->failed = out->failed || bytes.failed;
        buf_release(&bytes);
}
