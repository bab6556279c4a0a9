/* Filters that look at words and lines. */
#include <stdio.h>

#include "mail/template/integer.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"
#include "mail/template/wrap.h"

static bool wordcount(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t words = 0;
        bool within = false;
        (void)c;
        for (struct str rest = in.text; rest.len > 0;) {
                bool space = whitespace_is(utf8_next(&rest));
                words += !space && !within;
                within = !space;
        }
        *ret = value_int(words);
        return true;
}

static bool wordwrap(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t width;
        struct buf out;
        if (!integer_argument(c, &width))
                return false;
        if (width <= 0 && in.text.len > 0)
                return filter_fail(c, "takes a width above 0");
        filter_buf(c, &out);
        wrap_write(&out, in.text, (uint64_t)width);
        return filter_give_buf(c, &out, false, ret);
}

static size_t count_lines(struct str text)
{
        size_t n = 1;
        for (size_t i = 0; i < text.len; i++)
                n += text.ptr[i] == '\n';
        return n;
}

static bool linenumbers(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        bool escape = c->autoescape && !in.safe;
        struct str rest = in.text;
        int width = snprintf(NULL, 0, "%zu", count_lines(in.text));
        filter_buf(c, &out);
        for (size_t number = 1; rest.ptr && !out.failed; number++) {
                struct str line = str_cut(&rest, '\n');
                buf_printf(&out, "%0*zu. ", width, number);
                if (escape)
                        buf_add_html(&out, line);
                else
                        buf_add(&out, line);
                if (rest.ptr)
                        buf_add_char(&out, '\n');
        }
        return filter_give_buf(c, &out, true, ret);
}

const struct filter filters_words[] = {
        {.name = STR("linenumbers"), .apply = linenumbers, .takes_text = true, .keeps_safe = true},
        {.name = STR("wordcount"), .apply = wordcount, .takes_text = true},
        {.name = STR("wordwrap"),
         .apply = wordwrap,
         .argument = ARGUMENT_REQUIRED,
         .takes_text = true,
         .keeps_safe = true},
        {.name = STR_NULL},
};
