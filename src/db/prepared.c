/* Prepared statements and the writing of units. */
#include "db/prepared.h"

#include <stdlib.h>

/* Oids of the types that sqlgen knows (PostgreSQL's pg_type.dat; fixed for ever). */
static const Oid type_oids[] = {
        [QUERY_BIGINT] = 20, [QUERY_INT] = 23,     [QUERY_BOOL] = 16,         [QUERY_BYTEA] = 17,
        [QUERY_TEXT] = 25,   [QUERY_JSONB] = 3802, [QUERY_TEXT_ARRAY] = 1009, [QUERY_BIGINT_ARRAY] = 1016,
};

bool prepared_init(struct prepared *p)
{
        p->known = calloc(query_count ? query_count : 1, sizeof *p->known);
        return p->known != NULL;
}

void prepared_release(struct prepared *p)
{
        free(p->known);
        p->known = NULL;
}

void prepared_forget(struct prepared *p)
{
        memset(p->known, 0, query_count * sizeof *p->known);
}

void connection_parameters(const char *conninfo, const char *database, const char **keywords, const char **values)
{
        /* A later dbname overrides what the expanded first one says (libpq, 34.1.1). statement_timeout is below
         * the request's deadline, so that PostgreSQL gives up before we do. Generic plans: ours fit any arguments, and
         * PostgreSQL would plan the first five executions of each query anew, 20 ms each for the view of a cart. */
        static const char *const fixed[][2] = {
                {"application_name", "startupwebapp"},
                {"client_encoding", "UTF8"},
                {"connect_timeout", "3"},
                {"options", "-c statement_timeout=4s -c lock_timeout=2s -c TimeZone=UTC -c jit=off "
                            "-c plan_cache_mode=force_generic_plan "
                            "-c idle_in_transaction_session_timeout=10s"},
        };
        size_t n = 0;
        keywords[n] = "dbname";
        values[n++] = conninfo;
        for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
                keywords[n] = fixed[i][0];
                values[n++] = fixed[i][1];
        }
        if (database) {
                keywords[n] = "dbname";
                values[n++] = database;
        }
        keywords[n] = NULL;
        values[n] = NULL;
}

static bool send_sync(PGconn *pg)
{
#ifdef HAVE_PQSENDPIPELINESYNC
        return PQsendPipelineSync(pg) == 1;
#else
        return PQpipelineSync(pg) == 1; /* libpq 15 and 16 flush at each one */
#endif
}

void query_parameter_types(const struct query *q, Oid *types)
{
        for (uint16_t i = 0; i < q->param_count && i < QUERY_PARAMS_MAX; i++)
                types[i] = type_oids[q->param_types[i]];
}

bool send_prepare(PGconn *pg, const struct query *q)
{
        Oid types[QUERY_PARAMS_MAX];
        if (q->param_count > QUERY_PARAMS_MAX)
                return false;
        query_parameter_types(q, types);
        return PQsendPrepare(pg, q->name, q->sql, q->param_count, types) == 1 && send_sync(pg);
}

bool send_deallocate(PGconn *pg)
{
        return PQsendQueryParams(pg, "deallocate all", 0, NULL, NULL, NULL, NULL, 0) == 1 && send_sync(pg);
}

static bool send_statement(PGconn *pg, const struct statement *s)
{
        const struct query *q = s->query;
        if (!q->name)
                return PQsendQueryParams(pg, q->sql, q->param_count, NULL, s->values, s->lengths, s->formats, 0) == 1;
        return PQsendQueryPrepared(pg, q->name, q->param_count, s->values, s->lengths, s->formats, 0) == 1;
}

bool send_unit(PGconn *pg, const struct unit *u)
{
        for (const struct statement *s = u->first; s; s = s->next)
                if (!send_statement(pg, s))
                        return false;
        return send_sync(pg);
}
