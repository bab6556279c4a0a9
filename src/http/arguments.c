/* Percent-decoding of what the address of a request says. */
#include "http/server_internal.h"

static int hex_digit(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        c = (char)(c | 0x20);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-decoded text; ptr NULL when it is not well-formed UTF-8 without NUL, or memory ran out. */
static struct str decode(struct arena *a, struct str s, bool plus_is_space)
{
        char *out = arena_alloc(a, 1, s.len + 1);
        size_t n = 0;
        if (!out)
                return STR_NULL;
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                if (c == '+' && plus_is_space) {
                        c = ' ';
                } else if (c == '%') {
                        bool whole = i + 2 < s.len;
                        int high = whole ? hex_digit(s.ptr[i + 1]) : -1, low = whole ? hex_digit(s.ptr[i + 2]) : -1;
                        if (high < 0 || low < 0)
                                return STR_NULL;
                        c = (char)(high * 16 + low);
                        i += 2;
                }
                out[n++] = c;
        }
        struct str text = {out, n};
        return str_is_text(text) ? text : STR_NULL;
}

bool request_decode_arguments(struct request *rq)
{
        struct query_argument **end = &rq->arguments;
        for (struct str rest = rq->query; rest.len;) {
                struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
                if (name.len == 0)
                        continue;
                struct query_argument *a = arena_new(&rq->arena, struct query_argument);
                if (!a)
                        return false;
                a->name = decode(&rq->arena, name, true);
                a->value = decode(&rq->arena, value.ptr ? value : STR(""), true);
                if (!a->name.ptr || !a->value.ptr)
                        return false;
                *end = a;
                end = &a->next;
        }
        return true;
}

bool request_decode_params(struct request *rq)
{
        for (unsigned i = 0; i < PATH_PARAMS_MAX && rq->params[i].ptr; i++) {
                rq->params[i] = decode(&rq->arena, rq->params[i], false);
                if (!rq->params[i].ptr)
                        return false;
        }
        return true;
}
