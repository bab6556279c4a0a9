/* Slices of bytes. */
#include "base/str.h"

static unsigned char lower(char c)
{
        return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(struct str a, struct str b)
{
        if (a.len != b.len)
                return false;
        for (size_t i = 0; i < a.len; i++)
                if (lower(a.ptr[i]) != lower(b.ptr[i]))
                        return false;
        return true;
}

bool str_starts(struct str s, struct str prefix)
{
        return s.len >= prefix.len && str_eq((struct str){s.ptr, prefix.len}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
        return s.len >= suffix.len && str_eq(str_from_offset(s, s.len - suffix.len), suffix);
}

struct str str_from_offset(struct str s, size_t start)
{
        if (start >= s.len)
                return (struct str){s.ptr ? s.ptr + s.len : "", 0};
        return (struct str){s.ptr + start, s.len - start};
}

size_t str_find(struct str s, char c)
{
        const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;
        return at ? (size_t)(at - s.ptr) : s.len;
}

struct str str_cut(struct str *rest, char separator)
{
        struct str all = *rest;
        size_t at = str_find(all, separator);
        if (at == all.len) {
                *rest = STR_NULL;
                return all;
        }
        *rest = (struct str){all.ptr + at + 1, all.len - at - 1};
        return (struct str){all.ptr, at};
}

static bool is_space(char c)
{
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
        while (s.len && is_space(s.ptr[0])) {
                s.ptr++;
                s.len--;
        }
        while (s.len && is_space(s.ptr[s.len - 1]))
                s.len--;
        return s;
}

bool str_to_int64(struct str s, int64_t *ret)
{
        bool negative = s.len && s.ptr[0] == '-';
        if (negative)
                s = str_from_offset(s, 1);
        if (s.len == 0)
                return false;
        int64_t value = 0; /* counted downwards: the negative range is one larger */
        for (size_t i = 0; i < s.len; i++) {
                if (s.ptr[i] < '0' || s.ptr[i] > '9')
                        return false;
                if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, s.ptr[i] - '0', &value))
                        return false;
        }
        if (!negative && value == INT64_MIN)
                return false;
        *ret = negative ? value : -value;
        return true;
}

/* Bytes of the well-formed sequence at p, 0 when there is none (Unicode 15.0, table 3-7). */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
        unsigned char low = 0x80, high = 0xBF;
        size_t n;
        if (p[0] < 0x80)
                return p[0] != 0;
        if (p[0] >= 0xC2 && p[0] <= 0xDF) {
                n = 2;
        } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
                n = 3;
                if (p[0] == 0xE0)
                        low = 0xA0;
                if (p[0] == 0xED)
                        high = 0x9F;
        } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
                n = 4;
                if (p[0] == 0xF0)
                        low = 0x90;
                if (p[0] == 0xF4)
                        high = 0x8F;
        } else {
                return 0;
        }
        if (n > left || p[1] < low || p[1] > high)
                return 0;
        for (size_t i = 2; i < n; i++)
                if (p[i] < 0x80 || p[i] > 0xBF)
                        return 0;
        return n;
}

/* Bytes of the run of ASCII without NUL that begins at p, in steps of eight. */
static size_t ascii_run(const char *p, size_t left)
{
        const uint64_t high = 0x8080808080808080, ones = 0x0101010101010101;
        size_t n = 0;
        for (uint64_t w; n + sizeof w <= left; n += sizeof w) {
                memcpy(&w, p + n, sizeof w);
                if ((w & high) || ((w - ones) & high))
                        break;
        }
        return n;
}

bool str_is_text(struct str s)
{
        for (size_t i = 0; i < s.len;) {
                i += ascii_run(s.ptr + i, s.len - i);
                if (i == s.len)
                        break;
                size_t n = utf8_sequence((const unsigned char *)s.ptr + i, s.len - i);
                if (n == 0)
                        return false;
                i += n;
        }
        return true;
}

bool str_to_c(struct str s, char *out, size_t size)
{
        if (s.len >= size || (s.len && memchr(s.ptr, 0, s.len)))
                return false;
        if (s.len)
                memcpy(out, s.ptr, s.len);
        out[s.len] = 0;
        return true;
}
