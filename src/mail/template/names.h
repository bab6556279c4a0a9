/* Names of templates: paths with slashes below where templates are kept. */
#ifndef MAIL_TEMPLATE_NAMES_H
#define MAIL_TEMPLATE_NAMES_H

#include "base/arena.h"

/* `name` as it is, or, beginning with ./ or ../, relative to the folder of the template `from`. ptr NULL: it leads out
 * of where templates are, or the arena is full. */
struct str names_relative(struct arena *a, struct str from, struct str name) __attribute__((warn_unused_result));

#endif
