/* Expressions: a value with its filters, `order.total|floatformat:2`. Compiled once; evaluated by a rendering. */
#ifndef MAIL_TEMPLATE_EXPRESSION_H
#define MAIL_TEMPLATE_EXPRESSION_H

#include "mail/template/filter.h"

struct parser;
struct render;

struct step {
        struct str name;
        uint32_t hash;
};

/* A literal, or a path from a name of the context. */
struct operand {
        struct value literal; /* when count is 0 */
        const struct step *steps;
        size_t count;
        struct str text; /* as it was written */
};

struct application {
        const struct filter *filter;
        bool has_argument;
        struct operand argument;
        const struct application *next;
};

struct expression {
        struct operand operand;
        const struct application *filters; /* in the order in which they apply */
};

/* Compiles the whole of `text`. False: parser_fail was called. */
bool expression_parse(struct parser *p, struct str text, struct expression *ret) __attribute__((warn_unused_result));

/* What a name that isn't there becomes, before filters: Django's ignore_failures. */
enum missing { MISSING_IS_EMPTY, MISSING_IS_NONE };

/* False: the rendering has an error. */
bool expression_resolve(struct render *r, const struct expression *e, enum missing missing, struct value *ret)
        __attribute__((warn_unused_result));

/* The row of that name in the tables of filters; NULL when there is none. */
const struct filter *filter_find(struct str name);

#endif
