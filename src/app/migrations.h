/* Brings a database to the schema that this program needs. */
#ifndef APP_MIGRATIONS_H
#define APP_MIGRATIONS_H

#include <stdbool.h>

enum migration_history {
        MIGRATIONS_KNOWN,
        MIGRATIONS_AWAY,    /* the database can't be asked */
        MIGRATIONS_FOREIGN, /* newer than this program, another's, or changed since it ran */
};

struct migration_state {
        enum migration_history history;
        int applied, pending; /* with MIGRATIONS_KNOWN */
};

/* Makes the database if it is missing (through the connection's own database), then applies what is pending, each
 * migration in one transaction, under an advisory lock. `report` prints a line for each. False, with one line on
 * standard error: a migration failed, or one that ran differs from ours. */
bool migrations_apply(const char *conninfo, const char *database, bool report) __attribute__((warn_unused_result));

/* How far the database is; anything but MIGRATIONS_KNOWN is explained by one line on standard error. */
struct migration_state migrations_look(const char *conninfo, const char *database);

#endif
