/* Which queries a connection has prepared, and how units are written to it. Used by both kinds of connection. */
#ifndef DB_PREPARED_H
#define DB_PREPARED_H

#include <libpq-fe.h>

#include "db/unit.h"

struct prepared {
        bool *known; /* by query index */
};

bool prepared_init(struct prepared *p) __attribute__((warn_unused_result));
void prepared_release(struct prepared *p);
void prepared_forget(struct prepared *p);

/* Opens what the program expects of every connection: names the parameters for PQconnectStartParams. conninfo may
 * be a URL or key=value words; database NULL keeps the one it names. Arrays of at least 8 entries. */
void connection_parameters(const char *conninfo, const char *database, const char **keywords, const char **values);

enum { QUERY_PARAMS_MAX = 64 }; /* the longest query has about a dozen */

/* PostgreSQL's Oid of each parameter; `types` takes QUERY_PARAMS_MAX. */
void query_parameter_types(const struct query *q, Oid *types);

/* Writes a Parse in a segment of its own, so that no failure of a unit can take it along. */
bool send_prepare(PGconn *pg, const struct query *q) __attribute__((warn_unused_result));
/* Writes DEALLOCATE ALL in a segment of its own. */
bool send_deallocate(PGconn *pg) __attribute__((warn_unused_result));
/* Writes the unit's statements and its Sync. All of its queries are prepared or on their way. */
bool send_unit(PGconn *pg, const struct unit *u) __attribute__((warn_unused_result));

#endif
