/* Filters: one table of rows a file, one function a filter.
 *
 * A filter gets its input and perhaps an argument and gives a value; it keeps nothing and does no I/O. Results live in
 * the rendering's arena, whose cap is what bounds memory and, with it, the work of any filter that makes text.
 */
#ifndef MAIL_TEMPLATE_FILTER_H
#define MAIL_TEMPLATE_FILTER_H

#include "mail/template/value.h"

struct template_error;

/* What a filter may look at. */
struct filter_call {
        struct arena *arena;
        const struct value *argument; /* NULL: none was given */
        bool autoescape;              /* where the filter stands, output is escaped */
        const struct zone *zone;      /* the store's; NULL: UTC */
        struct moment now;            /* aware */
        struct str name;              /* of the filter */
        struct template_error *error; /* through filter_fail only */
        bool full;                    /* filter_full was called: the rendering ends, whatever asked for the filter */
};

/* True with *ret, or false after filter_fail or filter_full. */
typedef bool filter_function(struct filter_call *c, struct value in, struct value *ret);

struct filter {
        struct str name;
        filter_function *apply;
        enum { ARGUMENT_NONE, ARGUMENT_OPTIONAL, ARGUMENT_REQUIRED } argument;
        /* Django's @stringfilter: the input is made text by str() first, and stays marked safe if it was. */
        bool takes_text;
        /* Django's is_safe: when the input was safe, a text that comes out is marked safe too. */
        bool keeps_safe;
};

/* Tables end with a row whose name is STR_NULL. */
extern const struct filter filters_text[], filters_words[], filters_list[], filters_number[], filters_html[],
        filters_link[], filters_truncate[], filters_time[], filters_escape[];

/* The rendering ends with "the filter NAME ...": what goes on is a literal such as "takes a number, not \"%.*s\"".
 * Both return false. Django raises an exception in such cases. */
bool filter_fail(struct filter_call *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool filter_full(struct filter_call *c);

/* Helpers that many filters want. Each false: the arena is full, filter_full was called. */
bool filter_give_text(struct filter_call *c, struct str text,
                      struct value *ret); /* text is in the arena or lives longer */
bool filter_give_buf(struct filter_call *c, struct buf *bytes, bool safe,
                     struct value *ret);                           /* copies, releases bytes */
bool filter_argument_text(struct filter_call *c, struct str *ret); /* str(argument); "" without one */

/* A buf for a filter's output, bounded by what the arena still gives. */
void filter_buf(struct filter_call *c, struct buf *ret);

/* conditional_escape: str(v), with & < > " ' as entities unless v is safe. ptr NULL: the arena is full. */
struct str filter_escaped(struct filter_call *c, struct value v) __attribute__((warn_unused_result));

#endif
