/* What stands in {% if %}: `a and not b in c`. Operators, their strength and their meaning are Python's. */
#ifndef MAIL_TEMPLATE_CONDITION_H
#define MAIL_TEMPLATE_CONDITION_H

#include "mail/template/parser.h"

struct condition;

/* Compiles the words behind `if` or `elif`. NULL: parser_fail was called. */
const struct condition *condition_parse(struct parser *p, struct words words);

/* False: the rendering has an error. What Python would refuse (1 < "a"), and filters that fail, are false within an
 * operator, as in Django. */
bool condition_holds(struct render *r, const struct condition *c, bool *ret) __attribute__((warn_unused_result));

#endif
