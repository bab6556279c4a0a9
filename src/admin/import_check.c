/* The dry run: the file is read from its pieces, its cells become typed values, and PostgreSQL compares them with the
 * table, a batch of rows at a time. Each batch is a transaction, so that whoever takes over goes on behind the last. */
#include "admin/import_job.h"
#include "import_queries.h"

struct check {
        struct import_job *job;
        struct csv csv;
        struct str stage; /* the statement */
        int64_t staged;   /* rows that stand there already */
        int64_t done;
        struct buf rows; /* a JSON list, without its brackets */
        int64_t first, last;
        bool failed; /* the import has ended with a problem, or the job is lost */
};

static bool give_up(struct check *c)
{
        job_fail_as_told(c->job);
        c->failed = true;
        return false;
}

/* The header. */

static bool keep_header(struct check *c)
{
        struct import_job *j = c->job;
        struct buf names, ignored;
        buf_init(&names, IMPORT_PROBLEM_MAX);
        buf_init(&ignored, IMPORT_PROBLEM_MAX);
        columns_write(j, &names, &ignored);
        struct unit *u = unit_new(&j->arena);
        q_import_header(u, j->id, j->attempt, buf_str(&names), buf_str(&ignored), j->superuser);
        bool fine = job_do(j, u);
        buf_release(&names);
        buf_release(&ignored);
        return fine || give_up(c);
}

static bool refuse_header(struct check *c, const struct csv_record *r, struct str code, struct str message, size_t cell)
{
        job_fail_with(c->job, code, message, (int64_t)r->line, (int64_t)cell + 1);
        c->failed = true;
        return false;
}

static bool take_header(struct check *c, const struct csv_record *r)
{
        struct str code, message;
        size_t cell = 0;
        struct import_job *j = c->job;
        if (r->problem != CSV_FINE)
                return refuse_header(c, r, csv_problem_code(r->problem), csv_problem_message(r->problem),
                                     r->problem_cell);
        if (!columns_read(j, r, &code, &message, &cell))
                return refuse_header(c, r, code, message, cell);
        if (!columns_look_up(j))
                return give_up(c);
        if (!columns_choose_key(j))
                return refuse_header(c, r, STR("missing_key"),
                                     STR("A column must tell which object is meant: the id, or what is unique."), 0);
        c->stage = statement_stage(j, &j->arena);
        return keep_header(c);
}

/* Batches. */

static bool run_stage(struct check *c, int64_t first, int64_t last)
{
        struct arena a;
        struct import_job *j = c->job;
        struct str params[4];
        arena_init(&a, IMPORT_MEMORY_MAX);
        params[0] = arena_printf(&a, "%lld", (long long)j->id);
        params[1] = buf_str(&c->rows);
        params[2] = arena_printf(&a, "%lld", (long long)first);
        params[3] = arena_printf(&a, "%lld", (long long)last);
        struct unit *u = unit_new(&a);
        unit_add_text(u, c->stage, params, 4);
        bool fine = job_do(j, u);
        arena_release(&a);
        return fine;
}

static bool refuse_row(struct check *c, int64_t number)
{
        struct arena a;
        struct import_job *j = c->job;
        arena_init(&a, IMPORT_MEMORY_MAX);
        struct str message = arena_copy(&a, buf_str(&j->message));
        struct unit *u = unit_new(&a);
        q_import_stage_refused(u, j->id, buf_str(&c->rows), number, message.ptr ? message : STR(""));
        bool fine = job_do(j, u);
        arena_release(&a);
        return fine;
}

/* A row that PostgreSQL can't read is found by halves. */
static bool stage(struct check *c, int64_t first, int64_t last)
{
        struct import_job *j = c->job;
        if (!job_say(j, "savepoint batch"))
                return false;
        if (run_stage(c, first, last))
                return job_say(j, "release savepoint batch");
        if (j->trouble != IMPORT_REFUSED)
                return false;
        if (first == last) {
                struct buf message = j->message; /* what was told must outlive the next statement */
                buf_init(&j->message, message.max);
                bool back = job_say(j, "rollback to savepoint batch");
                buf_release(&j->message);
                j->message = message;
                return back && refuse_row(c, first);
        }
        int64_t middle = first + (last - first) / 2;
        return job_say(j, "rollback to savepoint batch") && stage(c, first, middle) && stage(c, middle + 1, last);
}

static bool flush(struct check *c)
{
        struct import_job *j = c->job;
        if (!c->rows.len)
                return true;
        buf_add_char(&c->rows, ']');
        if (c->rows.failed) {
                job_fail_with(j, STR("no_memory"), STR("A row needs more memory than it may have."), 0, 0);
                c->failed = true;
                return false;
        }
        if (!job_say(j, "begin") || !job_hold(j, "checking", c->done) || !stage(c, c->first, c->last) ||
            !job_say(j, "commit")) {
                enum import_trouble trouble = j->trouble;
                if (trouble == IMPORT_REFUSED && !job_say(j, "rollback"))
                        return !(c->failed = true);
                j->trouble = trouble;
                return give_up(c);
        }
        buf_clear(&c->rows);
        return true;
}

/* Rows. */

static void read_key(struct check *c, struct str cell, struct buf *key, struct buf *errors)
{
        const struct resource *r = c->job->resource;
        struct str text = str_trim(csv_cell_text(cell)), rest = text;
        bool good = true;
        if (!text.len)
                return;
        for (size_t i = 0; i < ADMIN_KEY_MAX && r->key[i].column; i++) {
                int64_t number;
                bool is_last = i + 1 == ADMIN_KEY_MAX || !r->key[i + 1].column;
                struct str part = is_last ? rest : str_cut(&rest, ':');
                bool is_text = strcmp(r->key[i].type, "text") == 0;
                bool fits = part.ptr && str_to_int64(part, &number) &&
                            (strcmp(r->key[i].type, "bigint") == 0 || (number <= INT32_MAX && number >= INT32_MIN));
                good = good && part.ptr && (is_text || fits);
        }
        if (good)
                buf_add(key, text);
        else
                error_add(errors, STR("id"), STR("not_found"), STR("There is nothing with this id."), text);
}

static void read_cells(struct check *c, const struct csv_record *r, struct buf *key, struct buf *given,
                       struct buf *errors)
{
        struct import_job *j = c->job;
        struct arena a;
        arena_init(&a, IMPORT_MEMORY_MAX);
        for (size_t i = 0; i < j->column_count && i < r->count; i++) {
                const struct import_column *column = &j->columns[i];
                if (column->is_key)
                        read_key(c, r->cells[i], key, errors);
                else if (!column->is_ignored)
                        cell_read(&a, column->field, r->cells[i], j->exponent, given, errors);
        }
        arena_release(&a);
}

static void read_record(struct check *c, const struct csv_record *r, struct buf *key, struct buf *given,
                        struct buf *errors)
{
        struct import_job *j = c->job;
        char words[100];
        if (r->problem != CSV_FINE) {
                const struct admin_field *f =
                        r->problem_cell < j->column_count ? j->columns[r->problem_cell].field : NULL;
                snprintf(words, sizeof words, " (line %llu)", (unsigned long long)r->problem_line);
                struct buf message;
                buf_init(&message, IMPORT_PROBLEM_MAX);
                buf_add(&message, csv_problem_message(r->problem));
                buf_add(&message, str_from(words));
                error_add(errors, f ? str_from(f->name) : STR(""), csv_problem_code(r->problem), buf_str(&message),
                          STR(""));
                buf_release(&message);
        } else if (r->count != j->column_count) {
                snprintf(words, sizeof words, "There are %zu cells here; the first line has %zu.", r->count,
                         j->column_count);
                error_add(errors, STR(""), r->count < j->column_count ? STR("too_few_cells") : STR("too_many_cells"),
                          str_from(words), STR(""));
        } else {
                read_cells(c, r, key, given, errors);
        }
}

static void add_row(struct check *c, const struct csv_record *r)
{
        struct buf key, given, errors;
        buf_init(&key, CSV_RECORD_MAX);
        buf_init(&given, IMPORT_JSON_MAX);
        buf_init(&errors, IMPORT_JSON_MAX);
        read_record(c, r, &key, &given, &errors);
        buf_printf(&c->rows, "%c{\"n\":%llu,\"l\":%llu,\"k\":", c->rows.len ? ',' : '[', (unsigned long long)r->number,
                   (unsigned long long)r->line);
        buf_add_json(&c->rows, key.len ? buf_str(&key) : STR_NULL);
        buf_add(&c->rows, STR(",\"v\":{"));
        buf_add(&c->rows, buf_str(&given));
        buf_add(&c->rows, STR("},\"e\":["));
        buf_add(&c->rows, buf_str(&errors));
        buf_add(&c->rows, STR("]}"));
        c->rows.failed = c->rows.failed || given.failed || errors.failed;
        buf_release(&key);
        buf_release(&given);
        buf_release(&errors);
}

static bool on_record(void *context, const struct csv_record *r)
{
        struct check *c = context;
        if (r->number == 0)
                return take_header(c, r);
        c->done = (int64_t)r->number;
        if (c->done <= c->staged)
                return true;
        if (!c->rows.len)
                c->first = c->done;
        c->last = c->done;
        add_row(c, r);
        return (c->last - c->first + 1 < IMPORT_BATCH_ROWS && c->rows.len < IMPORT_BATCH_BYTES) || flush(c);
}

/* The file. */

static bool feed_piece(struct check *c, int64_t *start)
{
        struct arena a;
        size_t size = 0;
        arena_init(&a, IMPORT_PROBLEM_MAX);
        struct unit *u = unit_new(&a);
        q_import_piece(u, c->job->id, *start);
        PGresult *r = job_run(c->job, u);
        arena_release(&a);
        if (!r)
                return give_up(c);
        unsigned char *bytes = PQntuples(r) ? PQunescapeBytea((unsigned char *)PQgetvalue(r, 0, 0), &size) : NULL;
        PQclear(r);
        if (!bytes) { /* it was deleted meanwhile */
                c->job->trouble = IMPORT_LOST;
                return give_up(c);
        }
        *start += (int64_t)size;
        bool good = csv_feed(&c->csv, (struct str){(const char *)bytes, size});
        PQfreemem(bytes);
        return good;
}

static bool read_file(struct check *c)
{
        for (int64_t start = 0; start < c->job->size;)
                if (!feed_piece(c, &start))
                        return false;
        return csv_end(&c->csv);
}

/* What no batch can see: rows that mean one object, values that may be there once. */
static bool mark_repeated(struct check *c)
{
        struct import_job *j = c->job;
        struct str id = arena_printf(&j->arena, "%lld", (long long)j->id), statement;
        struct unit *u = unit_new(&j->arena);
        q_import_mark_repeated(u, j->id);
        for (size_t i = 0; i < j->key_count; i++)
                if (statement_repeated(j, &j->arena, &j->keys[i], &statement))
                        unit_add_text(u, statement, &id, 1);
        return job_do(j, u);
}

static bool finish(struct check *c)
{
        struct import_job *j = c->job;
        struct unit *u = unit_new(&j->arena);
        int64_t ended;
        q_import_checked(u, j->id, j->attempt, c->done);
        return job_say(j, "begin") && job_hold(j, "checking", c->done) && mark_repeated(c) &&
               job_number(j, u, &ended) && job_say(j, "commit");
}

static void tell_end(struct check *c, bool read)
{
        struct import_job *j = c->job;
        if (!read && !c->failed)
                job_fail_with(j, csv_problem_code(c->csv.problem), csv_problem_message(c->csv.problem),
                              (int64_t)c->csv.problem_line, (int64_t)c->csv.problem_column);
        else if (read && !j->column_count)
                job_fail_with(j, STR("no_header"), STR("The file is empty."), 1, 1);
        else if (read && flush(c) && !finish(c)) {
                enum import_trouble trouble = j->trouble;
                if (trouble == IMPORT_REFUSED && job_say(j, "rollback")) {
                        j->trouble = trouble;
                        job_fail_as_told(j);
                }
        }
}

static bool begin(struct check *c)
{
        struct import_job *j = c->job;
        struct unit *u = unit_new(&j->arena);
        q_import_begin(u, j->id);
        if (!job_say(j, "begin"))
                return false;
        PGresult *r = job_run(j, u);
        j->superuser = r && result_bool(r, 0, "superuser");
        PQclear(r);
        enum import_trouble trouble = j->trouble;
        if (!job_say(j, "rollback"))
                return false;
        j->trouble = trouble;
        if (!r)
                return give_up(c);
        u = unit_new(&j->arena);
        q_import_staged(u, j->id);
        return job_number(j, u, &c->staged);
}

void import_check_run(struct import_job *j)
{
        struct check c = {.job = j};
        csv_init(&c.csv, j->encoding, on_record, &c);
        buf_init(&c.rows, IMPORT_JSON_MAX);
        if (begin(&c))
                tell_end(&c, read_file(&c));
        buf_release(&c.rows);
        csv_release(&c.csv);
}
