/* Keys of objects and the text that stands for them in addresses: the parts joined by ":". */
#ifndef ADMIN_KEY_H
#define ADMIN_KEY_H

#include "admin/admin.h"
#include "admin/sql_text.h"

unsigned key_parts(const struct resource *r);

/* False when no object of the resource can have this id. The parts point into it; the last takes what is left. */
bool key_parse(const struct resource *r, struct str id, struct str parts[ADMIN_KEY_MAX])
        __attribute__((warn_unused_result));
/* Whether PostgreSQL takes the text for a number of the type. */
bool key_is_number(const char *type);

/* The id of row t, as text. */
void key_add_id(struct sql_text *s, const struct resource *r);
/* One part of the key of row t as text, as it stands in ids and in audit_log. */
void key_add_part(struct sql_text *s, const struct resource *r, unsigned part);
/* The condition that row t is this object. */
void key_add_condition(struct sql_text *s, const struct resource *r, const struct str parts[ADMIN_KEY_MAX]);
/* The condition that row t is one of these; ids that can't be any are left out. */
void key_add_any(struct sql_text *s, const struct resource *r, const struct str *ids, size_t count);

#endif
