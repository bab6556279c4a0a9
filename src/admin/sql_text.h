/* A statement that is put together at run time: text that the program knows, and values as parameters. */
#ifndef ADMIN_SQL_TEXT_H
#define ADMIN_SQL_TEXT_H

#include "base/buf.h"
#include "db/unit.h"

enum { SQL_TEXT_MAX = 1024 * 1024, SQL_PARAMS_MAX = 8192 }; /* a bulk action of 1,000 objects with its values */

struct sql_text {
        struct arena *arena;
        struct buf text;
        struct str *params; /* in the arena; their bytes must stay until sql_unit */
        size_t count, room;
};

/* Ends with sql_unit or sql_release. */
void sql_init(struct sql_text *s, struct arena *a);
void sql_release(struct sql_text *s);

/* Words of the statement: literals and expressions of the registry. */
void sql_add(struct sql_text *s, const char *words);
/* A name, quoted. */
void sql_name(struct sql_text *s, const char *name);
/* $n for a value; STR_NULL is null. PostgreSQL infers its type. */
void sql_param(struct sql_text *s, struct str value);
/* The same where no operator tells the type: $n::type. */
void sql_param_as(struct sql_text *s, struct str value, const char *type);

/* Adds the statement to the unit, which fails if memory ran out, and releases it. */
void sql_unit(struct sql_text *s, struct unit *u);

#endif
