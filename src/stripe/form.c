/* Bodies and queries of Stripe's API. */
#include "stripe/form.h"

#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0))) static void add_name(struct buf *form, const char *format, va_list args)
{
        char name[STRIPE_FORM_NAME_MAX + 1];
        int n = vsnprintf(name, sizeof name, format, args);
        if (n <= 0 || (size_t)n >= sizeof name) {
                form->failed = true;
                return;
        }
        if (form->len > 0)
                buf_add_char(form, '&');
        buf_add(form, (struct str){name, (size_t)n});
        buf_add_char(form, '=');
}

void stripe_form_str(struct buf *form, struct str value, const char *name, ...)
{
        if (!value.ptr)
                return;
        va_list args;
        va_start(args, name);
        add_name(form, name, args);
        va_end(args);
        buf_add_url(form, value);
}

void stripe_form_int(struct buf *form, int64_t value, const char *name, ...)
{
        va_list args;
        va_start(args, name);
        add_name(form, name, args);
        va_end(args);
        buf_printf(form, "%lld", (long long)value);
}

void stripe_form_bool(struct buf *form, bool value, const char *name, ...)
{
        va_list args;
        va_start(args, name);
        add_name(form, name, args);
        va_end(args);
        buf_add(form, value ? STR("true") : STR("false"));
}
