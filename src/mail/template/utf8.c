/* Characters of UTF-8 text. */
#include "mail/template/utf8.h"

#include "mail/template/whitespace.h"

static bool is_continuation(char c)
{
        return ((unsigned char)c & 0xC0) == 0x80;
}

size_t utf8_width(struct str s)
{
        if (s.len == 0)
                return 0;
        unsigned char c = (unsigned char)s.ptr[0];
        size_t n = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        for (size_t i = 1; i < n; i++)
                if (i >= s.len || !is_continuation(s.ptr[i]))
                        return 1;
        return n;
}

uint32_t utf8_next(struct str *rest)
{
        size_t n = utf8_width(*rest);
        unsigned char first = (unsigned char)rest->ptr[0];
        uint32_t c = n == 1 ? first : first & (0x7Fu >> n);
        for (size_t i = 1; i < n; i++)
                c = c << 6 | ((unsigned char)rest->ptr[i] & 0x3Fu);
        *rest = str_from_offset(*rest, n);
        return c;
}

size_t utf8_length(struct str s)
{
        size_t n = 0;
        for (size_t i = 0; i < s.len; i++)
                n += !is_continuation(s.ptr[i]);
        return n;
}

size_t utf8_offset(struct str s, size_t n)
{
        size_t at = 0;
        for (; n > 0 && at < s.len; n--)
                at += utf8_width(str_from_offset(s, at));
        return at;
}

size_t utf8_before(struct str s, size_t at)
{
        size_t start = at > 0 ? at - 1 : 0;
        while (start > 0 && at - start < 4 && is_continuation(s.ptr[start]))
                start--;
        return start;
}

size_t utf8_space_width(struct str s)
{
        struct str rest = s;
        return s.len > 0 && !is_continuation(s.ptr[0]) && whitespace_is(utf8_next(&rest)) ? s.len - rest.len : 0;
}

struct str utf8_skip_space(struct str s)
{
        for (size_t width; (width = utf8_space_width(s)) > 0;)
                s = str_from_offset(s, width);
        return s;
}

struct str utf8_word(struct str s)
{
        size_t n = 0;
        while (n < s.len && utf8_space_width(str_from_offset(s, n)) == 0)
                n++;
        return (struct str){s.ptr, n};
}

struct str utf8_strip(struct str s)
{
        s = utf8_skip_space(s);
        while (s.len > 0 && utf8_space_width(str_from_offset(s, utf8_before(s, s.len))) > 0)
                s.len = utf8_before(s, s.len);
        return s;
}

void utf8_put(struct buf *out, uint32_t c)
{
        char bytes[4];
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (size_t i = n; i > 1; i--, c >>= 6)
                bytes[i - 1] = (char)(0x80 | (c & 0x3F));
        bytes[0] = (char)(n == 1 ? c : (0xF00u >> n & 0xFF) | c);
        buf_add(out, (struct str){bytes, n});
}
