/* GET /api/admin/{resource}/export: what the list shows, all of it, as CSV (RFC 4180).
 *
 * Rows come one at a time and go into a file without a name, which is then the reply: memory stays as it is, however
 * many there are. What spreadsheets would take for a formula is marked as text.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "admin/admin_http.h"
#include "admin/csv.h"
#include "admin/enter.h"
#include "admin/export_sql.h"

enum {
        EXPORTS_MAX = 2,           /* at once: each holds a worker and a database connection */
        ROWS_BETWEEN_LOOKS = 4096, /* at whether the server is stopping */
        WRITE_BUFFER = 256 * 1024,
};

/* Below ANSWER_TIMEOUT_S, in which the client must have it. */
#define EXPORT_TIMEOUT "300s"

static atomic_int running;

/* Excel, LibreOffice and Google Sheets compute cells that begin so (OWASP, CSV injection). An import takes the
 * apostrophe off again. Numbers are no danger, and want to be summed. */
static bool is_formula(struct str cell)
{
        int64_t number;
        struct str decimals = cell, whole = str_cut(&decimals, '.');
        bool is_number = str_to_int64(whole, &number) &&
                         (!decimals.ptr || (decimals.len && decimals.ptr[0] != '-' && str_to_int64(decimals, &number)));
        return csv_is_marked(cell) && !is_number;
}

static bool needs_quotes(struct str cell)
{
        if (cell.len == 0) /* what is null has none */
                return true;
        for (size_t i = 0; i < cell.len; i++)
                if (str_find(STR("\",;\r\n\t"), cell.ptr[i]) < 6)
                        return true;
        return cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ';
}

static void write_cell(FILE *f, struct str cell)
{
        bool formula = is_formula(cell), quotes = formula || needs_quotes(cell);
        if (!quotes) {
                fwrite(cell.ptr, 1, cell.len, f);
                return;
        }
        putc('"', f);
        if (formula)
                putc('\'', f);
        for (size_t i = 0; i < cell.len; i++) {
                if (cell.ptr[i] == '"')
                        putc('"', f);
                putc(cell.ptr[i], f);
        }
        putc('"', f);
}

static void write_header(FILE *f, const struct resource *r, bool bom)
{
        fputs(bom ? "\xEF\xBB\xBFid" : "id", f);
        for (size_t i = 0; i < r->field_count; i++)
                if (export_has(r, &r->fields[i])) {
                        putc(',', f);
                        fputs(r->fields[i].name, f);
                }
        fputs("\r\n", f);
}

static void write_row(FILE *f, const PGresult *row)
{
        for (int i = 0, n = PQnfields(row); i < n; i++) {
                if (i)
                        putc(',', f);
                if (!PQgetisnull(row, 0, i))
                        write_cell(f, (struct str){PQgetvalue(row, 0, i), (size_t)PQgetlength(row, 0, i)});
        }
        fputs("\r\n", f);
}

/* Who asks: some columns are for some alone. */
static bool tell_caller(PGconn *pg, const struct caller *caller)
{
        char statement[64];
        snprintf(statement, sizeof statement, "set local startupwebapp.actor = '%lld'", (long long)caller->user_id);
        PGresult *result = PQexec(pg, statement);
        bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        return fine;
}

/* One snapshot of all rows. False: the error is replied. */
static bool begin(struct request *rq, PGconn *pg, const struct caller *caller)
{
        static const char *const statements[] = {"begin isolation level repeatable read",
                                                 "set local statement_timeout = '" EXPORT_TIMEOUT "'",
                                                 "set local plan_cache_mode = force_custom_plan"};
        bool fine = true;
        for (size_t i = 0; fine && i < sizeof statements / sizeof statements[0]; i++) {
                PGresult *result = PQexec(pg, statements[i]);
                fine = PQresultStatus(result) == PGRES_COMMAND_OK;
                PQclear(result);
        }
        fine = fine && tell_caller(pg, caller);
        if (!fine)
                reply_error(rq, ERR_DATABASE_UNAVAILABLE, STR_NULL);
        return fine;
}

static bool send(PGconn *pg, struct sql_text *s)
{
        const char **values = arena_array(s->arena, const char *, s->count ? s->count : 1);
        bool fine = values && !s->text.failed;
        for (size_t i = 0; fine && i < s->count; i++) {
                values[i] = arena_copy(s->arena, s->params[i]).ptr; /* ends in NUL */
                fine = values[i] || !s->params[i].ptr;
        }
        fine = fine && PQsendQueryParams(pg, s->text.ptr, (int)s->count, NULL, values, NULL, NULL, 0) == 1 &&
               PQsetSingleRowMode(pg) == 1;
        return fine;
}

static void cancel(PGconn *pg)
{
        char why[256];
        PGcancel *c = PQgetCancel(pg);
        if (c)
                PQcancel(c, why, sizeof why);
        PQfreeCancel(c);
}

/* True when all rows are written. */
static bool take_rows(struct request *rq, PGconn *pg, const struct resource *r, FILE *f)
{
        int64_t rows = 0;
        struct outcome o = {0};
        bool stopping = false;
        for (PGresult *result; (result = PQgetResult(pg));) {
                ExecStatusType status = PQresultStatus(result);
                if (status == PGRES_SINGLE_TUPLE) {
                        write_row(f, result);
                        if (++rows % ROWS_BETWEEN_LOOKS == 0 && !stopping &&
                            (stopping = server_is_stopping(rq->server) || ferror(f)))
                                cancel(pg);
                        PQclear(result);
                } else if (o.count == 0) {
                        outcome_add(&o, result);
                } else {
                        PQclear(result);
                }
        }
        bool fine = o.count && o.error == ERR_NONE && !stopping && !ferror(f);
        if (stopping)
                reply_error(rq, ferror(f) ? ERR_NO_MEMORY : ERR_STOPPING, STR_NULL);
        else if (!fine)
                admin_reply_outcome(rq, r, &o);
        outcome_release(&o);
        return fine;
}

static bool write_rows(struct request *rq, PGconn *pg, const struct caller *caller, const struct list *l, FILE *f)
{
        struct sql_text s;
        sql_init(&s, &rq->arena);
        export_select(&s, l);
        bool sent = begin(rq, pg, caller) && send(pg, &s);
        bool fine = sent && take_rows(rq, pg, l->resource, f);
        sql_release(&s);
        if (!sent && !rq->reply.status)
                reply_error(rq, ERR_DATABASE_UNAVAILABLE, STR_NULL);
        PQclear(PQexec(pg, "rollback"));
        return fine;
}

static int open_nameless(void)
{
        int fd = open(P_tmpdir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (fd >= 0)
                return fd;
        char name[] = P_tmpdir "/startupwebapp-export-XXXXXX";
        fd = mkostemp(name, O_CLOEXEC);
        if (fd >= 0)
                unlink(name);
        return fd;
}

static void reply_file(struct request *rq, const struct resource *r, FILE *f)
{
        struct stat info;
        int fd = fflush(f) == 0 && !ferror(f) ? fcntl(fileno(f), F_DUPFD_CLOEXEC, 0) : -1;
        if (fd < 0 || fstat(fd, &info) != 0) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL); /* of the disk, mostly */
                if (fd >= 0)
                        close(fd);
                return;
        }
        char day[16];
        struct tm utc;
        time_t now = time(NULL);
        gmtime_r(&now, &utc);
        strftime(day, sizeof day, "%Y-%m-%d", &utc);
        reply_header(rq, "Cache-Control", "no-store");
        reply_header(rq, "Content-Disposition",
                     arena_printf(&rq->arena, "attachment; filename=\"%s-%s.csv\"", r->name, day).ptr);
        rq->reply.content_type = "text/csv; charset=utf-8";
        rq->reply.is_file = true;
        rq->reply.file_fd = fd;
        rq->reply.file_size = (uint64_t)info.st_size;
        rq->reply.status = 200;
}

static void write_file(struct request *rq, struct worker *w, const struct caller *caller, const struct list *l,
                       bool bom)
{
        PGconn *pg = blocking_connect(&w->db);
        int fd = pg ? open_nameless() : -1;
        FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
        if (!f) {
                if (fd >= 0)
                        close(fd);
                reply_error(rq, pg ? ERR_NO_MEMORY : ERR_DATABASE_UNAVAILABLE, STR_NULL);
                return;
        }
        setvbuf(f, NULL, _IOFBF, WRITE_BUFFER);
        write_header(f, l->resource, bom);
        if (write_rows(rq, pg, caller, l, f))
                reply_file(rq, l->resource, f);
        fclose(f);
}

static void export(struct request *rq, struct worker *w)
{
        struct caller caller;
        struct list l;
        const struct resource *r = enter(rq, w, ADMIN_VIEW, &caller);
        struct str format = request_argument(rq, "format");
        if (!r)
                return;
        if (format.ptr && !str_eq(format, STR("csv"))) {
                reply_field_error(rq, STR("format"), STR("unknown_choice"), STR("Give csv."));
                return;
        }
        if (!list_read(&l, rq, r, false))
                return;
        if (atomic_fetch_add(&running, 1) < EXPORTS_MAX)
                write_file(rq, w, &caller, &l, str_eq(request_argument(rq, "bom"), STR("true")));
        else
                reply_error(rq, ERR_OVERLOADED, STR("Other exports are running; try again when they are done."));
        atomic_fetch_sub(&running, 1);
}

void admin_get_export(struct request *rq)
{
        request_defer(rq, export);
}
