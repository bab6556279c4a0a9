/* A growable run of bytes, born with a maximum. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_SIZE = 256 };

void buf_init(struct buf *b, size_t max)
{
        *b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
        free(b->ptr);
        *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
        b->len = 0;
        b->failed = false;
        if (b->ptr)
                b->ptr[0] = 0;
}

static bool make_room(struct buf *b, size_t more)
{
        if (b->failed || more > b->max - b->len) {
                b->failed = true;
                return false;
        }
        size_t need = b->len + more + 1;
        if (need <= b->size)
                return true;
        size_t size = b->size ? b->size : FIRST_SIZE;
        while (size < need)
                size *= 2;
        char *grown = realloc(b->ptr, size);
        if (!grown) {
                b->failed = true;
                return false;
        }
        b->ptr = grown;
        b->size = size;
        return true;
}

void buf_add(struct buf *b, struct str s)
{
        if (!make_room(b, s.len))
                return;
        if (s.len)
                memcpy(b->ptr + b->len, s.ptr, s.len);
        b->len += s.len;
        b->ptr[b->len] = 0;
}

void buf_add_char(struct buf *b, char c)
{
        buf_add(b, (struct str){&c, 1});
}

void buf_fill(struct buf *b, char c, uint64_t n)
{
        if (!make_room(b, n < SIZE_MAX ? (size_t)n : SIZE_MAX))
                return;
        memset(b->ptr + b->len, c, (size_t)n);
        b->len += (size_t)n;
        b->ptr[b->len] = 0;
}

void buf_printf(struct buf *b, const char *format, ...)
{
        va_list args, again;
        va_start(args, format);
        va_copy(again, args);
        int n = vsnprintf(NULL, 0, format, args);
        va_end(args);
        if (n < 0)
                b->failed = true;
        else if (make_room(b, (size_t)n)) {
                vsnprintf(b->ptr + b->len, (size_t)n + 1, format, again);
                b->len += (size_t)n;
        }
        va_end(again);
}

static void add_json_char(struct buf *b, unsigned char c)
{
        switch (c) {
        case '"': buf_add(b, STR("\\\"")); return;
        case '\\': buf_add(b, STR("\\\\")); return;
        case '\n': buf_add(b, STR("\\n")); return;
        case '\r': buf_add(b, STR("\\r")); return;
        case '\t': buf_add(b, STR("\\t")); return;
        default: break;
        }
        if (c < 0x20 || c == 0x7F)
                buf_printf(b, "\\u%04x", c);
        else
                buf_add_char(b, (char)c);
}

void buf_add_json(struct buf *b, struct str s)
{
        if (!s.ptr) {
                buf_add(b, STR("null"));
                return;
        }
        bool text = str_is_text(s);
        buf_add_char(b, '"');
        for (size_t i = 0; i < s.len; i++) {
                unsigned char c = (unsigned char)s.ptr[i];
                if (c >= 0x80 && !text)
                        buf_add(b, STR("\xEF\xBF\xBD"));
                else
                        add_json_char(b, c);
        }
        buf_add_char(b, '"');
}

static struct str html_entity(char c)
{
        switch (c) {
        case '&': return STR("&amp;");
        case '<': return STR("&lt;");
        case '>': return STR("&gt;");
        case '"': return STR("&quot;");
        case '\'': return STR("&#x27;");
        default: return STR_NULL;
        }
}

/* Runs that need no escaping are copied whole: mails are rendered with this, tens of thousands a second. */
void buf_add_html(struct buf *b, struct str s)
{
        size_t start = 0;
        for (size_t i = 0; i < s.len; i++) {
                struct str entity = html_entity(s.ptr[i]);
                if (!entity.ptr)
                        continue;
                buf_add(b, (struct str){s.ptr + start, i - start});
                buf_add(b, entity);
                start = i + 1;
        }
        buf_add(b, str_from_offset(s, start));
}

static bool is_unreserved(unsigned char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_' || c == '~';
}

void buf_add_url(struct buf *b, struct str s)
{
        for (size_t i = 0; i < s.len; i++) {
                unsigned char c = (unsigned char)s.ptr[i];
                if (is_unreserved(c))
                        buf_add_char(b, (char)c);
                else
                        buf_printf(b, "%%%02X", c);
        }
}
