/* The import job: takes up what waits, and runs statements that may take long. */
#include "admin/import_job.h"

#include <poll.h>
#include <stdlib.h>

#include "base/log.h"
#include "import_queries.h"

enum { POLL_MS = 100, FORGET_ROWS = 20000 };

/* Statements. */

static void ask_to_stop(PGconn *pg)
{
        char why[256];
        PGcancel *cancel = PQgetCancel(pg);
        if (cancel)
                (void)PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
}

static bool wait_until_ready(struct import_job *j)
{
        bool asked = false;
        while (PQisBusy(j->pg)) {
                struct pollfd p = {.fd = PQsocket(j->pg), .events = POLLIN};
                if (poll(&p, 1, POLL_MS) > 0 && PQconsumeInput(j->pg) != 1)
                        return false;
                if (!asked && atomic_load(j->stopping)) {
                        asked = true;
                        ask_to_stop(j->pg);
                }
        }
        return true;
}

static void note(struct buf *b, struct str text)
{
        buf_clear(b);
        buf_add(b, text.ptr ? text : STR(""));
}

/* "Key (slug)=(x) already exists." tells the column; so do some errors by themselves. */
static struct str field_told(const PGresult *r)
{
        struct str detail = str_from(PQresultErrorField(r, PG_DIAG_MESSAGE_DETAIL));
        struct str column = str_from(PQresultErrorField(r, PG_DIAG_COLUMN_NAME));
        if (column.ptr || !detail.ptr || !str_starts(detail, STR("Key (")))
                return column;
        struct str columns = str_from_offset(detail, strlen("Key ("));
        columns.len = str_find(columns, ')');
        while (str_find(columns, ',') < columns.len)
                columns = str_trim(str_from_offset(columns, str_find(columns, ',') + 1));
        return columns;
}

static void note_trouble(struct import_job *j, const PGresult *r)
{
        struct str state = str_from(PQresultErrorField(r, PG_DIAG_SQLSTATE));
        struct str primary = str_from(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
        bool lost = !state.ptr || str_starts(state, STR("57")) || str_starts(state, STR("08")) ||
                    PQstatus(j->pg) != CONNECTION_OK;
        j->trouble = lost ? IMPORT_LOST : IMPORT_REFUSED;
        if (!str_to_c(state.ptr ? state : STR(""), j->sqlstate, sizeof j->sqlstate))
                j->sqlstate[0] = 0;
        note(&j->field, field_told(r));
        note(&j->code, str_eq(state, STR("SWREF")) ? primary : STR("not_accepted"));
        note(&j->message, primary);
}

static PGresult *lost(struct import_job *j)
{
        j->trouble = IMPORT_LOST;
        return NULL;
}

/* Up to the end of what was sent; the last result that tells something. */
static PGresult *take_results(struct import_job *j)
{
        PGresult *last = NULL;
        for (;;) {
                if (!wait_until_ready(j)) {
                        PQclear(last);
                        return lost(j);
                }
                PGresult *r = PQgetResult(j->pg);
                if (!r)
                        break;
                PQclear(last);
                last = r;
        }
        if (last && (PQresultStatus(last) == PGRES_TUPLES_OK || PQresultStatus(last) == PGRES_COMMAND_OK))
                return last;
        if (!last)
                return lost(j);
        note_trouble(j, last);
        PQclear(last);
        return NULL;
}

static PGresult *run_statement(struct import_job *j, const struct statement *s)
{
        Oid types[QUERY_PARAMS_MAX];
        const struct query *q = s->query;
        if (q->param_count > QUERY_PARAMS_MAX)
                return lost(j);
        query_parameter_types(q, types);
        if (PQsendQueryParams(j->pg, q->sql, q->param_count, q->name ? types : NULL, s->values, s->lengths, s->formats,
                              0) != 1)
                return lost(j);
        return take_results(j);
}

PGresult *job_run(struct import_job *j, struct unit *u)
{
        PGresult *last = NULL;
        j->trouble = IMPORT_NO_TROUBLE;
        if (!u || u->failed || atomic_load(j->stopping))
                return lost(j);
        for (const struct statement *s = u->first; s; s = s->next) {
                PQclear(last);
                last = run_statement(j, s);
                if (!last)
                        return NULL;
        }
        return last;
}

bool job_do(struct import_job *j, struct unit *u)
{
        PGresult *r = job_run(j, u);
        PQclear(r);
        return r != NULL;
}

bool job_number(struct import_job *j, struct unit *u, int64_t *ret)
{
        PGresult *r = job_run(j, u);
        *ret = -1;
        if (r && PQntuples(r) && !str_to_int64(str_from(PQgetvalue(r, 0, 0)), ret))
                *ret = -1;
        PQclear(r);
        return r != NULL;
}

bool job_say(struct import_job *j, const char *sql)
{
        j->trouble = IMPORT_NO_TROUBLE;
        PGresult *r = PQsendQuery(j->pg, sql) == 1 ? take_results(j) : lost(j);
        PQclear(r);
        return r != NULL;
}

bool job_hold(struct import_job *j, const char *state, int64_t done)
{
        struct arena a;
        int64_t held;
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_hold(u, j->id, j->attempt, str_from(state), done);
        bool fine = job_number(j, u, &held) && held >= 0;
        if (!fine && j->trouble == IMPORT_NO_TROUBLE)
                lost(j);
        arena_release(&a);
        return fine;
}

/* Ends. */

void job_fail(struct import_job *j, struct str problem)
{
        struct arena a;
        arena_init(&a, 2 * IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_failed(u, j->id, j->attempt, problem);
        if (!job_do(j, u))
                log_warn("an import's failure can't be written", LOG_INT("import", j->id));
        arena_release(&a);
}

void job_fail_with(struct import_job *j, struct str code, struct str message, int64_t line, int64_t column)
{
        struct buf problem;
        buf_init(&problem, IMPORT_PROBLEM_MAX);
        buf_add(&problem, STR("{\"code\":"));
        buf_add_json(&problem, code);
        buf_add(&problem, STR(",\"message\":"));
        buf_add_json(&problem, message);
        buf_printf(&problem, ",\"line\":%lld", (long long)line);
        buf_printf(&problem, ",\"column\":%lld}", (long long)column);
        job_fail(j, problem.failed ? STR("{\"code\":\"internal\",\"message\":\"\",\"line\":0,\"column\":0}")
                                   : buf_str(&problem));
        buf_release(&problem);
}

void job_fail_as_told(struct import_job *j)
{
        bool forbidden = str_eq(buf_str(&j->code), STR("forbidden"));
        if (j->trouble != IMPORT_REFUSED)
                return;
        log_warn("an import failed", LOG_INT("import", j->id), LOG_CSTR("sqlstate", j->sqlstate),
                 LOG_STR("why", buf_str(&j->message)));
        job_fail_with(j, buf_str(&j->code),
                      forbidden ? STR("Who began the import may not do this any more.") : buf_str(&j->message), 0, 0);
}

void job_add_told(struct import_job *j, struct buf *out)
{
        static const struct {
                struct str state, code, message;
        } known[] = {
                {STR("23505"), STR("not_unique"), STR("There is one with this value already.")},
                {STR("23503"), STR("unknown_reference"), STR("There is nothing with this key.")},
                {STR("23502"), STR("required"), STR("This is required.")},
                {STR("23514"), STR("not_allowed"), STR("The database does not allow this")},
        };
        struct buf message;
        struct str code = buf_str(&j->code);
        buf_init(&message, IMPORT_PROBLEM_MAX);
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
                if (str_eq(known[i].state, str_from(j->sqlstate))) {
                        code = known[i].code;
                        buf_add(&message, known[i].message);
                }
        if (!message.len || str_eq(code, STR("not_allowed"))) {
                buf_add(&message, message.len ? STR(": ") : STR(""));
                buf_add(&message, buf_str(&j->message));
        }
        error_add(out, buf_str(&j->field), code, buf_str(&message), STR(""));
        buf_release(&message);
}

/* What waits. */

static bool forget_rows(struct import_job *j)
{
        int64_t gone = FORGET_ROWS;
        while (gone == FORGET_ROWS) {
                struct arena a;
                arena_init(&a, IMPORT_PROBLEM_MAX);
                struct unit *u = unit_new(&a);
                q_import_forget_rows(u, j->id, FORGET_ROWS);
                bool fine = job_number(j, u, &gone);
                arena_release(&a);
                if (!fine)
                        return false;
        }
        return true;
}

/* A file that is checked again begins anew. */
static bool begin_anew(struct import_job *j)
{
        if (!j->restart)
                return true;
        struct unit *u = unit_new(&j->arena);
        q_import_restarted(u, j->id, j->attempt);
        return forget_rows(j) && job_do(j, u);
}

static enum import_mode mode_of(struct str name)
{
        return str_eq(name, STR("create")) ? IMPORT_CREATE : str_eq(name, STR("update")) ? IMPORT_UPDATE : IMPORT_BOTH;
}

static void read_claim(struct import_job *j, const PGresult *r)
{
        j->id = result_int64(r, 0, "id");
        j->attempt = result_int64(r, 0, "attempt");
        j->size = result_int64(r, 0, "size");
        j->exponent = result_int64(r, 0, "exponent");
        j->resource = admin_resource(result_str(r, 0, "resource"));
        j->mode = mode_of(result_str(r, 0, "mode"));
        j->encoding = str_eq(result_str(r, 0, "encoding"), STR("windows-1252")) ? CSV_WINDOWS_1252 : CSV_UTF_8;
        j->restart = result_bool(r, 0, "restart");
}

/* Statements take as long as they take, and plans are for tables that grow while they run. */
static bool work_on(struct import_job *j, struct str state, struct str columns)
{
        if (!job_say(j, "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; "
                        "set lock_timeout = '30s'; set enable_seqscan = off"))
                return false;
        if (!j->resource) {
                job_fail_with(j, STR("resource_unknown"), STR("The admin knows nothing of this name."), 0, 0);
        } else if (str_eq(state, STR("applying"))) {
                import_apply_run(j, columns);
        } else if (begin_anew(j)) {
                import_check_run(j);
        }
        struct unit *u = unit_new(&j->arena);
        q_import_release(u);
        return j->trouble != IMPORT_LOST && job_do(j, u);
}

static void job_init(struct import_job *j, struct blocking *notes, const atomic_bool *stopping)
{
        *j = (struct import_job){.notes = notes, .stopping = stopping};
        arena_init(&j->arena, IMPORT_MEMORY_MAX);
        buf_init(&j->code, IMPORT_PROBLEM_MAX);
        buf_init(&j->message, IMPORT_PROBLEM_MAX / 4);
        buf_init(&j->field, IMPORT_PROBLEM_MAX);
}

static void job_release(struct import_job *j)
{
        arena_release(&j->arena);
        buf_release(&j->code);
        buf_release(&j->message);
        buf_release(&j->field);
}

/* A session that was cut off in the middle of something is not used again: its locks go with it. */
static bool take_one(struct blocking *db, struct blocking *notes, const atomic_bool *stopping)
{
        struct import_job *j = calloc(1, sizeof *j);
        struct outcome o;
        if (!j)
                return false;
        job_init(j, notes, stopping);
        struct unit *u = unit_new(&j->arena);
        q_import_claim(u);
        blocking_run(db, u, &o);
        PGresult *r = outcome_last(&o);
        bool found = o.error == ERR_NONE && r && PQntuples(r) > 0, finished = false;
        if (found) {
                struct str state = arena_copy(&j->arena, result_str(r, 0, "state"));
                struct str columns = arena_copy(&j->arena, result_str(r, 0, "columns"));
                read_claim(j, r);
                j->pg = blocking_connect(db);
                finished = j->pg && work_on(j, state, columns);
                if (!finished)
                        blocking_drop(db);
        }
        outcome_release(&o);
        job_release(j);
        free(j);
        return finished;
}

void import_work(struct blocking *db, struct blocking *notes, const atomic_bool *stopping)
{
        while (!atomic_load(stopping) && take_one(db, notes, stopping))
                ;
}

/* What goes. */

static void expire(struct blocking *db)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_expire(u, IMPORT_DAYS);
        blocking_run(db, u, &o);
        outcome_release(&o);
        arena_release(&a);
}

static bool remove_one(struct import_job *j)
{
        struct unit *u = unit_new(&j->arena);
        q_import_deleting(u);
        if (!job_number(j, u, &j->id) || j->id < 0 || !forget_rows(j))
                return false;
        u = unit_new(&j->arena);
        q_import_remove(u, j->id);
        return job_do(j, u);
}

void import_clean_up(struct blocking *db, const atomic_bool *stopping)
{
        struct import_job *j = calloc(1, sizeof *j);
        if (!j)
                return;
        expire(db);
        job_init(j, NULL, stopping);
        j->pg = blocking_connect(db);
        while (j->pg && !atomic_load(stopping) && remove_one(j))
                ;
        job_release(j);
        free(j);
}
