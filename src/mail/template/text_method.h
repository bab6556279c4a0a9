/* Methods of texts that a path may name: Python's str, without arguments.
 *
 * upper, lower, title, capitalize and strip give texts, split and splitlines lists of texts.
 */
#ifndef MAIL_TEMPLATE_TEXT_METHOD_H
#define MAIL_TEMPLATE_TEXT_METHOD_H

#include "mail/template/value.h"

/* False: there is no such method, or with *ret_full the arena is full. The result is not marked safe. */
bool text_method(struct arena *a, struct str text, struct str name, struct value *ret, bool *ret_full)
        __attribute__((warn_unused_result));

#endif
