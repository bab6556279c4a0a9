/* The rows of an export, as text. */
#ifndef ADMIN_EXPORT_SQL_H
#define ADMIN_EXPORT_SQL_H

#include "admin/list.h"

/* Whether the field is a column of exports; the key's own column is the first one already, as the id. */
bool export_has(const struct resource *r, const struct admin_field *f);
/* The id and then the fields, each as text: a time as RFC 3339, lists as JSON. */
void export_select(struct sql_text *s, const struct list *l);

#endif
