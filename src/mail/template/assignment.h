/* name=expression, as {% with %} and {% include %} take them. */
#ifndef MAIL_TEMPLATE_ASSIGNMENT_H
#define MAIL_TEMPLATE_ASSIGNMENT_H

#include "mail/template/parser.h"

struct assignment {
        struct str name;
        struct expression expression;
};

struct assignments {
        struct assignment *at; /* room for one a word */
        size_t count;
};

/* Takes leading words of the form name=expression off *words. False: parser_fail was called. */
bool assignments_parse(struct parser *p, struct words *words, struct assignments *ret)
        __attribute__((warn_unused_result));

/* The values, before any of the names is set: they don't see each other. */
bool assignments_resolve(struct render *r, const struct assignments *list, struct value **ret)
        __attribute__((warn_unused_result));
bool assignments_set(struct render *r, const struct assignments *list, const struct value *values)
        __attribute__((warn_unused_result));

#endif
