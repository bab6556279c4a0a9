/* Applying an import: one transaction, in the name of who began it. First every object is locked and compared with what
 * the check saw, then rows are written in batches; a row that fails is found by halves. With any error all is taken
 * back, and the errors are told by row. */
#include "admin/import_job.h"
#include "base/clock.h"
#include "import_queries.h"

enum {
        TRIES_MAX = 3,      /* with rows that others hold, or deadlocks */
        NOTE_EVERY_MS = 500 /* how often it is told how far it has come */
};

struct apply {
        struct import_job *job;
        struct str lock, unchanged, insert, update;
        int64_t last, change;
        struct buf errors; /* [{"number", "errors"}], without the brackets */
        unsigned error_count;
        int64_t noted_ms;
};

static void add_row_error(struct apply *p, int64_t number, struct str entry)
{
        if (p->error_count++ >= IMPORT_ERRORS_MAX)
                return;
        buf_printf(&p->errors, "%s{\"number\":%lld,\"errors\":[", p->errors.len ? "," : "", (long long)number);
        buf_add(&p->errors, entry);
        buf_add(&p->errors, STR("]}"));
}

/* Tells how far it is, by the other connection. False: the import is not ours any more. */
static bool note_progress(struct apply *p, int64_t done)
{
        struct arena a;
        struct outcome o;
        if (clock_ms() < p->noted_ms + NOTE_EVERY_MS)
                return true;
        p->noted_ms = clock_ms();
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_hold(u, p->job->id, p->job->attempt, STR("applying"), done);
        blocking_run(p->job->notes, u, &o);
        bool ours = o.error != ERR_NONE || PQntuples(outcome_last(&o)) > 0;
        outcome_release(&o);
        arena_release(&a);
        if (!ours)
                p->job->trouble = IMPORT_LOST;
        return ours;
}

static PGresult *run_range(struct apply *p, struct str sql, int64_t first, int64_t last)
{
        struct arena a;
        struct str params[3];
        arena_init(&a, 2 * CSV_HEADER_MAX);
        params[0] = arena_printf(&a, "%lld", (long long)p->job->id);
        params[1] = arena_printf(&a, "%lld", (long long)first);
        params[2] = arena_printf(&a, "%lld", (long long)last);
        struct unit *u = unit_new(&a);
        unit_add_text(u, sql, params, 3);
        PGresult *r = job_run(p->job, u);
        arena_release(&a);
        return r;
}

static bool find_conflicts(struct apply *p, struct str sql, int64_t first, int64_t last)
{
        PGresult *r = run_range(p, sql, first, last);
        struct buf entry;
        buf_init(&entry, IMPORT_PROBLEM_MAX);
        error_add(&entry, STR(""), STR("edit_conflict"),
                  STR("It was changed or deleted since the check; check the file again."), STR(""));
        for (int i = 0; r && i < PQntuples(r); i++) {
                int64_t number;
                if (str_to_int64(str_from(PQgetvalue(r, i, 0)), &number))
                        add_row_error(p, number, buf_str(&entry));
        }
        buf_release(&entry);
        PQclear(r);
        return r != NULL;
}

static bool write_once(struct apply *p, int64_t first, int64_t last)
{
        PGresult *inserted = run_range(p, p->insert, first, last);
        PGresult *updated = inserted ? run_range(p, p->update, first, last) : NULL;
        PQclear(inserted);
        PQclear(updated);
        return updated != NULL;
}

/* Errors that say something of a row; others are of the whole. */
static bool is_of_a_row(const struct import_job *j)
{
        struct str state = str_from(j->sqlstate);
        return j->trouble == IMPORT_REFUSED && (str_starts(state, STR("22")) || str_starts(state, STR("23")) ||
                                                str_starts(state, STR("P0")) || str_eq(state, STR("SWREF")));
}

static bool write_rows(struct apply *p, int64_t first, int64_t last)
{
        struct import_job *j = p->job;
        if (p->error_count >= IMPORT_ERRORS_MAX)
                return true;
        if (!job_say(j, "savepoint batch"))
                return false;
        if (write_once(p, first, last))
                return job_say(j, "release savepoint batch");
        if (!is_of_a_row(j))
                return false;
        if (first == last) {
                struct buf entry;
                buf_init(&entry, IMPORT_PROBLEM_MAX);
                job_add_told(j, &entry);
                add_row_error(p, first, buf_str(&entry));
                buf_release(&entry);
                return job_say(j, "rollback to savepoint batch");
        }
        int64_t middle = first + (last - first) / 2;
        return job_say(j, "rollback to savepoint batch") && write_rows(p, first, middle) &&
               write_rows(p, middle + 1, last);
}

static int64_t end_of_batch(const struct apply *p, int64_t first)
{
        return first + IMPORT_BATCH_ROWS - 1 < p->last ? first + IMPORT_BATCH_ROWS - 1 : p->last;
}

static bool compare_all(struct apply *p)
{
        for (int64_t first = 1; first <= p->last && p->error_count < IMPORT_ERRORS_MAX; first += IMPORT_BATCH_ROWS) {
                int64_t last = end_of_batch(p, first);
                if (!note_progress(p, 0) || !find_conflicts(p, p->lock, first, last) ||
                    !find_conflicts(p, p->unchanged, first, last))
                        return false;
        }
        return true;
}

static bool write_all(struct apply *p)
{
        for (int64_t first = 1; first <= p->last && !p->error_count; first += IMPORT_BATCH_ROWS)
                if (!note_progress(p, first - 1) || !write_rows(p, first, end_of_batch(p, first)))
                        return false;
        return true;
}

static bool begin(struct apply *p)
{
        struct import_job *j = p->job;
        struct arena a;
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_begin(u, j->id);
        bool fine = job_say(j, "begin") && job_number(j, u, &p->change);
        arena_release(&a);
        return fine;
}

/* In the same transaction: what was written, and that it was. */
static bool end(struct apply *p)
{
        struct import_job *j = p->job;
        struct arena a;
        int64_t applied;
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_applied(u, j->id, j->attempt, p->last, p->change);
        bool fine = job_number(j, u, &applied);
        arena_release(&a);
        if (fine && applied < 0) {
                j->trouble = IMPORT_LOST;
                return false;
        }
        return fine && job_say(j, "commit");
}

static bool may_try_again(const struct import_job *j)
{
        struct str state = str_from(j->sqlstate);
        return j->trouble == IMPORT_REFUSED &&
               (str_eq(state, STR("40001")) || str_eq(state, STR("40P01")) || str_eq(state, STR("55P03")));
}

/* Nothing of it stays; the reason does. */
static bool take_back(struct import_job *j)
{
        enum import_trouble trouble = j->trouble;
        struct buf message = j->message, code = j->code;
        buf_init(&j->message, message.max);
        buf_init(&j->code, code.max);
        bool fine = job_say(j, "rollback");
        buf_release(&j->message);
        buf_release(&j->code);
        j->message = message;
        j->code = code;
        j->trouble = fine ? trouble : IMPORT_LOST;
        return fine;
}

static void tell_rows(struct apply *p)
{
        struct import_job *j = p->job;
        struct buf list;
        buf_init(&list, IMPORT_JSON_MAX);
        buf_printf(&list, "[%s]", buf_str(&p->errors).ptr);
        struct unit *u = unit_new(&j->arena);
        q_import_refuse_rows(u, j->id, j->attempt, buf_str(&list));
        if (job_do(j, u))
                job_fail_with(j, STR("rows_refused"),
                              STR("Nothing was changed: look at the rows with errors, and check the file again."), 0,
                              0);
        buf_release(&list);
}

/* False: try again. */
static bool apply_once(struct apply *p)
{
        struct import_job *j = p->job;
        p->error_count = 0;
        buf_clear(&p->errors);
        bool fine = begin(p) && compare_all(p) && (p->error_count || write_all(p)) && (p->error_count || end(p));
        if (fine && !p->error_count)
                return true;
        if (!take_back(j))
                return true; /* lost */
        if (fine)
                tell_rows(p);
        else if (may_try_again(j))
                return false;
        else
                job_fail_as_told(j);
        return true;
}

static bool prepare(struct apply *p, struct str columns)
{
        struct import_job *j = p->job;
        if (!columns_load(j, columns)) {
                job_fail_with(j, STR("unknown_column"), STR("The fields have changed since the check."), 0, 0);
                return false;
        }
        struct unit *u = unit_new(&j->arena);
        q_import_last_row(u, j->id);
        if (!columns_look_up(j) || !job_number(j, u, &p->last))
                return false;
        p->lock = statement_lock(j, &j->arena);
        p->unchanged = statement_unchanged(j, &j->arena);
        p->insert = statement_insert(j, &j->arena);
        p->update = statement_update(j, &j->arena);
        return true;
}

static void forget_pieces(struct import_job *j)
{
        struct unit *u = unit_new(&j->arena);
        q_import_forget_pieces(u, j->id);
        if (!job_do(j, u))
                j->trouble = IMPORT_LOST; /* they go with the import */
}

void import_apply_run(struct import_job *j, struct str columns)
{
        struct apply p = {.job = j};
        bool ended = false;
        buf_init(&p.errors, IMPORT_JSON_MAX);
        if (prepare(&p, columns))
                for (int tries = 1; tries <= TRIES_MAX && !ended; tries++)
                        ended = apply_once(&p);
        if (!ended && j->trouble == IMPORT_REFUSED)
                job_fail_as_told(j);
        if (ended && j->trouble == IMPORT_NO_TROUBLE && !p.error_count)
                forget_pieces(j);
        buf_release(&p.errors);
}
