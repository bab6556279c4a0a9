/* Values as JSON within a script element. */
#include "mail/template/json_script.h"

#include <math.h>

#include "mail/template/utf8.h"

static bool write_value(struct buf *out, struct value v, unsigned depth);

static struct str short_escape(uint32_t c)
{
        switch (c) {
        case '"': return STR("\\\"");
        case '\\': return STR("\\\\");
        case '\n': return STR("\\n");
        case '\r': return STR("\\r");
        case '\t': return STR("\\t");
        case '\f': return STR("\\f");
        case '\b': return STR("\\b");
        case '<': return STR("\\u003C");
        case '>': return STR("\\u003E");
        case '&': return STR("\\u0026");
        default: return STR_NULL;
        }
}

static bool is_plain(char c)
{
        return c >= ' ' && c <= '~' && !short_escape((unsigned char)c).ptr;
}

static void write_escaped(struct buf *out, uint32_t c)
{
        struct str known = short_escape(c);
        if (known.ptr)
                buf_add(out, known);
        else if (c < 0x10000)
                buf_printf(out, "\\u%04x", c);
        else /* as a surrogate pair (RFC 8259, 7) */
                buf_printf(out, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
}

static void write_text(struct buf *out, struct str text)
{
        buf_add_char(out, '"');
        while (text.len > 0 && !out->failed) {
                size_t run = 0;
                while (run < text.len && is_plain(text.ptr[run]))
                        run++;
                buf_add(out, (struct str){text.ptr, run});
                text = str_from_offset(text, run);
                if (text.len > 0)
                        write_escaped(out, utf8_next(&text));
        }
        buf_add_char(out, '"');
}

static void write_float(struct buf *out, double real)
{
        char text[FLOAT_SIZE];
        float_repr(real, text);
        if (isfinite(real))
                buf_add(out, str_from(text));
        else
                buf_add(out, isnan(real) ? STR("NaN") : real > 0 ? STR("Infinity") : STR("-Infinity"));
}

/* "2026-11-25 19:41:00.123456+00:00" as "2026-11-25T19:41:00.123Z". */
static bool write_moment(struct buf *out, const struct moment *m)
{
        struct buf text;
        buf_init(&text, 64); /* the longest has 35 */
        moment_write(&text, m);
        struct str all = buf_str(&text);
        bool ok = !text.failed;
        size_t seconds_end = (m->has_date ? 10 : 0) + (m->has_date && m->has_time ? 1 : 0) + (m->has_time ? 8 : 0);
        struct str offset = str_from_offset(all, seconds_end + (m->has_time && m->micros != 0 ? 7 : 0));
        size_t kept = seconds_end + (m->has_time && m->micros != 0 ? 4 : 0);
        buf_add_char(out, '"');
        for (size_t i = 0; i < kept && i < all.len; i++)
                buf_add_char(out, all.ptr[i] == ' ' ? 'T' : all.ptr[i]);
        buf_add(out, str_eq(offset, STR("+00:00")) ? STR("Z") : offset);
        buf_add_char(out, '"');
        buf_release(&text);
        return ok;
}

static bool write_list(struct buf *out, const struct list *list, unsigned depth)
{
        buf_add_char(out, '[');
        for (size_t i = 0; i < list->count && !out->failed; i++) {
                if (i > 0)
                        buf_add(out, STR(", "));
                if (!write_value(out, list->items[i], depth))
                        return false;
        }
        buf_add_char(out, ']');
        return true;
}

static bool write_dict(struct buf *out, const struct dict *dict, unsigned depth)
{
        buf_add_char(out, '{');
        for (size_t i = 0; i < dict->count && !out->failed; i++) {
                if (i > 0)
                        buf_add(out, STR(", "));
                write_text(out, dict->entries[i].key);
                buf_add(out, STR(": "));
                if (!write_value(out, dict->entries[i].value, depth))
                        return false;
        }
        buf_add_char(out, '}');
        return true;
}

static bool write_value(struct buf *out, struct value v, unsigned depth)
{
        if (depth > JSON_SCRIPT_DEPTH_MAX)
                return false;
        switch (v.kind) {
        case VALUE_NONE: buf_add(out, STR("null")); return true;
        case VALUE_BOOL: buf_add(out, v.truth ? STR("true") : STR("false")); return true;
        case VALUE_INT: buf_printf(out, "%lld", (long long)v.integer); return true;
        case VALUE_FLOAT: write_float(out, v.real); return true;
        case VALUE_TEXT: write_text(out, v.text); return true;
        case VALUE_LIST: return write_list(out, v.list, depth + 1);
        case VALUE_DICT: return write_dict(out, v.dict, depth + 1);
        case VALUE_MOMENT: return write_moment(out, v.moment);
        default: return false;
        }
}

bool json_script_write(struct buf *out, struct value v)
{
        return write_value(out, v, 0);
}
