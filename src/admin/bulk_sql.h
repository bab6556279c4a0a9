/* Statements about several objects. Each refuses when one of them is not there. */
#ifndef ADMIN_BULK_SQL_H
#define ADMIN_BULK_SQL_H

#include "admin/object_sql.h"

enum { BULK_PREPARED_MAX = 50 }; /* objects whose resource prepares each: a password takes its time */

void bulk_delete(struct unit *u, const struct resource *r, const struct str *ids, size_t count);
/* The same values for all. */
void bulk_update(struct unit *u, const struct admin_write *w, const struct str *ids, size_t count);
/* Each with what was prepared for it. */
void bulk_update_each(struct unit *u, const struct admin_write *writes, size_t count);
void bulk_act(struct unit *u, const struct resource *r, const struct admin_action *action, const struct str *ids,
              size_t count);

#endif
