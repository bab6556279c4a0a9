/* Statements about single objects, put together from the registry. */
#ifndef ADMIN_OBJECT_SQL_H
#define ADMIN_OBJECT_SQL_H

#include "admin/key.h"
#include "admin/write.h"

/* The row: t's fields as a JSON object. `list`: without what is long and no column of the list. */
void object_add_values(struct sql_text *s, const struct resource *r, bool list);
/* What row t is called, as text. */
void object_add_title(struct sql_text *s, const struct resource *r);
/* The column or expression of a field over row t. */
void object_add_field(struct sql_text *s, const struct admin_field *f);

/* A row with the envelope; none when there is no such object. */
void object_select(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX]);
/* Refuses with object_unknown or edit_conflict; `version` STR_NULL takes any. Locks the object. */
void object_expect(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX], struct str version);
/* Makes one, and gives a row with its envelope. */
void object_insert(struct unit *u, const struct admin_write *w);
void object_update(struct unit *u, const struct admin_write *w, const struct str parts[ADMIN_KEY_MAX]);
void object_delete(struct unit *u, const struct resource *r, const struct str parts[ADMIN_KEY_MAX]);

#endif
