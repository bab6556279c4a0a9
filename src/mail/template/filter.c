/* What filters have in common. */
#include "mail/template/filter.h"

#include <stdarg.h>
#include <stdio.h>

#include "mail/template/template.h"

bool filter_fail(struct filter_call *c, const char *format, ...)
{
        char *out = c->error->message;
        va_list args;
        int n = snprintf(out, TEMPLATE_ERROR_MAX, "the filter %.*s ", STR_ARG(c->name));
        va_start(args, format);
        if (n > 0 && n < TEMPLATE_ERROR_MAX)
                vsnprintf(out + n, (size_t)(TEMPLATE_ERROR_MAX - n), format, args);
        va_end(args);
        return false;
}

bool filter_full(struct filter_call *c)
{
        c->full = true;
        return filter_fail(c, "needs more memory than one rendering may have");
}

bool filter_give_text(struct filter_call *c, struct str text, struct value *ret)
{
        if (!text.ptr)
                return filter_full(c);
        *ret = value_text(text);
        return true;
}

bool filter_give_buf(struct filter_call *c, struct buf *bytes, bool safe, struct value *ret)
{
        struct str text = bytes->failed ? STR_NULL : arena_copy(c->arena, buf_str(bytes));
        buf_release(bytes);
        if (!filter_give_text(c, text, ret))
                return false;
        ret->safe = safe;
        return true;
}

bool filter_argument_text(struct filter_call *c, struct str *ret)
{
        *ret = c->argument ? value_str(c->arena, *c->argument) : STR("");
        return ret->ptr || filter_full(c);
}

void filter_buf(struct filter_call *c, struct buf *ret)
{
        buf_init(ret, c->arena->cap - c->arena->used);
}

struct str filter_escaped(struct filter_call *c, struct value v)
{
        struct buf b;
        struct value escaped;
        struct str text = value_str(c->arena, v);
        if (!text.ptr || (v.kind == VALUE_TEXT && v.safe))
                return text;
        filter_buf(c, &b);
        buf_add_html(&b, text);
        return filter_give_buf(c, &b, true, &escaped) ? escaped.text : STR_NULL;
}
