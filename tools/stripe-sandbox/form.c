/* Form-encoded parameters with brackets. */
#include "form.h"

static int hex_digit(char c)
{
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
}

/* A decoded copy; ptr NULL when it is not well encoded. */
static struct str decode(struct arena *a, struct str s)
{
        char *out = arena_alloc(a, 1, s.len + 1);
        size_t n = 0;
        for (size_t i = 0; out && i < s.len; i++) {
                char c = s.ptr[i];
                if (c == '%') {
                        int high = i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
                        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
                        if (low < 0)
                                return STR_NULL;
                        c = (char)(high << 4 | low);
                        i += 2;
                } else if (c == '+')
                        c = ' ';
                out[n++] = c;
        }
        struct str decoded = {out, n};
        return out && str_is_text(decoded) ? decoded : STR_NULL;
}

static bool split_name(struct form_field *f)
{
        struct str rest = f->name;
        size_t open = str_find(rest, '[');
        f->steps[f->depth++] = (struct str){rest.ptr, open};
        rest = str_from_offset(rest, open);
        while (rest.len) {
                size_t close = str_find(rest, ']');
                if (rest.ptr[0] != '[' || close == rest.len || f->depth == FORM_DEPTH)
                        return false;
                f->steps[f->depth++] = (struct str){rest.ptr + 1, close - 1};
                rest = str_from_offset(rest, close + 1);
        }
        return f->steps[0].len > 0;
}

bool form_parse(struct arena *a, struct str text, struct form *ret)
{
        *ret = (struct form){0};
        size_t pairs = 1;
        for (size_t i = 0; i < text.len; i++)
                pairs += text.ptr[i] == '&';
        if (pairs > FORM_FIELDS || !(ret->fields = arena_array(a, struct form_field, pairs)))
                return false;
        while (text.ptr) {
                struct str value = str_cut(&text, '&'), name = str_cut(&value, '=');
                if (!name.len)
                        continue;
                struct form_field *f = &ret->fields[ret->count++];
                f->name = decode(a, name);
                f->value = decode(a, value.ptr ? value : STR(""));
                if (!f->name.ptr || !f->value.ptr || !split_name(f))
                        return false;
        }
        return true;
}

struct str form_value(const struct form *form, const char *name)
{
        for (size_t i = 0; i < form->count; i++) {
                if (str_eq(form->fields[i].name, str_from(name)))
                        return form->fields[i].value;
        }
        return STR_NULL;
}
