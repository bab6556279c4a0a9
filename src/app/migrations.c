/* Brings a database to the schema that this program needs. */
#include "app/migrations.h"

#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/embed.h"
#include "db/outcome.h"
#include "db/prepared.h"
#include "migrations_queries.h"

/* Any number, the same for all our processes. */
#define ADVISORY_LOCK "7206163094911201"

static bool fail(const char *what, const char *why)
{
        fprintf(stderr, "startupwebapp: %s: %s", what, why);
        if (!why[0] || why[strlen(why) - 1] != '\n')
                fputc('\n', stderr);
        return false;
}

static void ignore_notice(void *context, const PGresult *notice)
{
        (void)context;
        (void)notice;
}

static PGconn *open_connection(const char *conninfo, const char *database)
{
        const char *keywords[8], *values[8];
        connection_parameters(conninfo, database, keywords, values);
        PGconn *pg = PQconnectdbParams(keywords, values, 1);
        if (pg)
                PQsetNoticeReceiver(pg, ignore_notice, NULL);
        return pg;
}

static bool execute(PGconn *pg, const char *what, const char *sql)
{
        PGresult *r = PQexec(pg, sql);
        ExecStatusType status = PQresultStatus(r);
        PQclear(r);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
                return true;
        return fail(what, PQerrorMessage(pg));
}

static bool make_database(const char *conninfo, const char *database)
{
        PGconn *pg = open_connection(conninfo, NULL);
        bool fine = PQstatus(pg) == CONNECTION_OK;
        if (!fine)
                fail("can't connect to the database", PQerrorMessage(pg));
        PGresult *r = fine ? PQexecParams(pg, query_migrations_database.sql, 1, NULL, &database, NULL, NULL, 0) : NULL;
        if (fine && PQntuples(r) == 0) {
                char sql[300], *name = PQescapeIdentifier(pg, database, strlen(database));
                snprintf(sql, sizeof sql, "create database %s template template0 encoding 'UTF8'", name ? name : "");
                PQfreemem(name);
                fine = execute(pg, "can't create the database", sql);
        }
        PQclear(r);
        PQfinish(pg);
        return fine;
}

static PGconn *open_database(const char *conninfo, const char *database)
{
        PGconn *pg = open_connection(conninfo, database);
        if (PQstatus(pg) == CONNECTION_OK)
                return pg;
        fail("can't connect to the database", PQerrorMessage(pg));
        PQfinish(pg);
        return NULL;
}

static void checksum(const struct embedded_file *f, char hex[65])
{
        unsigned char sum[crypto_hash_sha256_BYTES];
        crypto_hash_sha256(sum, f->bytes, f->size);
        sodium_bin2hex(hex, 65, sum, sizeof sum);
}

/* The history agrees with ours: what ran is a beginning of our list, unchanged. */
static bool compare(PGconn *pg, int *ret_applied)
{
        PGresult *r = PQexec(pg, query_migrations_history.sql);
        bool fine = PQresultStatus(r) == PGRES_TUPLES_OK;
        if (!fine)
                fail("can't read the history of migrations", PQerrorMessage(pg));
        *ret_applied = fine ? PQntuples(r) : 0;
        if (fine && (size_t)*ret_applied > migrations_count)
                fine = fail("the database is newer than this program", PQgetvalue(r, *ret_applied - 1, 0));
        for (int i = 0; fine && i < *ret_applied; i++) {
                char hex[65];
                checksum(&migrations_files[i], hex);
                if (strcmp(PQgetvalue(r, i, 0), migrations_files[i].name) != 0)
                        fine = fail("the database has a migration that this program lacks", PQgetvalue(r, i, 0));
                else if (strcmp(PQgetvalue(r, i, 1), hex) != 0)
                        fine = fail("a migration that ran has been changed since", PQgetvalue(r, i, 0));
        }
        PQclear(r);
        return fine;
}

static bool record(PGconn *pg, const struct embedded_file *f)
{
        char hex[65];
        checksum(f, hex);
        const char *values[] = {f->name, hex};
        PGresult *r = PQexecParams(pg, query_migrations_record.sql, 2, NULL, values, NULL, NULL, 0);
        bool fine = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
        return fine || fail("can't record a migration", PQerrorMessage(pg));
}

static bool apply_one(PGconn *pg, const struct embedded_file *f, bool report)
{
        if (!execute(pg, f->name, "begin; set local statement_timeout = 0; set local lock_timeout = 0"))
                return false;
        if (!execute(pg, f->name, (const char *)f->bytes) || !record(pg, f)) {
                PQclear(PQexec(pg, "rollback"));
                return false;
        }
        if (!execute(pg, f->name, "commit"))
                return false;
        if (report)
                printf("applied %s\n", f->name);
        return true;
}

static bool apply_pending(PGconn *pg, bool report)
{
        int applied;
        if (!execute(pg, "can't take the migration lock",
                     "set lock_timeout = 0; set statement_timeout = 0; select pg_advisory_lock(" ADVISORY_LOCK ")"))
                return false;
        if (!execute(pg, "can't make the history of migrations",
                     "create table if not exists schema_migrations (name text primary key, checksum text not null, "
                     "applied_at timestamptz not null default now())"))
                return false;
        if (!compare(pg, &applied))
                return false;
        for (size_t i = (size_t)applied; i < migrations_count; i++)
                if (!apply_one(pg, &migrations_files[i], report))
                        return false;
        return true;
}

bool migrations_apply(const char *conninfo, const char *database, bool report)
{
        if (database && !make_database(conninfo, database))
                return false;
        PGconn *pg = open_database(conninfo, database);
        bool fine = pg && apply_pending(pg, report);
        PQfinish(pg); /* gives the lock back */
        return fine;
}

struct migration_state migrations_look(const char *conninfo, const char *database)
{
        struct migration_state state = {.history = MIGRATIONS_AWAY};
        PGconn *pg = open_database(conninfo, database);
        if (!pg)
                return state;
        PGresult *r = PQexec(pg, query_migrations_history_exists.sql);
        bool answered = PQresultStatus(r) == PGRES_TUPLES_OK, exists = answered && result_bool(r, 0, "exists");
        PQclear(r);
        if (answered)
                state.history = !exists || compare(pg, &state.applied) ? MIGRATIONS_KNOWN : MIGRATIONS_FOREIGN;
        state.pending = (int)migrations_count - state.applied;
        PQfinish(pg);
        return state;
}
