/* Values of settings that were given, judged by the table. */
#ifndef ADMIN_SETTINGS_CHECK_H
#define ADMIN_SETTINGS_CHECK_H

#include <jansson.h>

#include "base/buf.h"

/* Completes `values` (key -> value) with what follows from them, and appends what is wrong: objects of field, code and
 * message with commas between. */
void settings_check(json_t *values, struct buf *problems);

#endif
