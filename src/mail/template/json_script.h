/* Values as JSON that may stand within a script element of HTML. */
#ifndef MAIL_TEMPLATE_JSON_SCRIPT_H
#define MAIL_TEMPLATE_JSON_SCRIPT_H

#include "mail/template/value.h"

/* Lists within lists; documents have VALUE_DEPTH_MAX, and tags such as regroup wrap them up further. */
enum { JSON_SCRIPT_DEPTH_MAX = 2 * VALUE_DEPTH_MAX };

/* Appends v as Python's json.dumps does, ASCII only, and with < > & escaped. Times in ISO 8601, to the millisecond.
 * False: v holds something that JSON hasn't (a loop, a block), or is nested too deep; `out` is of no use then. */
bool json_script_write(struct buf *out, struct value v) __attribute__((warn_unused_result));

#endif
