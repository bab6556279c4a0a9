/* What the parts of the import job share: one import that is worked on, and statements on a connection that may take
 * long and be told to stop. */
#ifndef ADMIN_IMPORT_JOB_H
#define ADMIN_IMPORT_JOB_H

#include "admin/admin.h"
#include "admin/csv.h"
#include "admin/import.h"

enum {
        IMPORT_BATCH_ROWS = 1000,             /* a statement */
        IMPORT_BATCH_BYTES = 4 * 1024 * 1024, /* of JSON; a larger row has a batch of its own */
        IMPORT_JSON_MAX = 64 * 1024 * 1024,   /* CSV_RECORD_MAX where each byte becomes \u0001, and a batch before it */
        IMPORT_MEMORY_MAX = 160 * 1024 * 1024, /* of an arena: such a batch, twice */
        IMPORT_ERRORS_MAX = 100,               /* rows that an application tells before it gives up */
        IMPORT_PROBLEM_MAX = 8 * 1024,         /* bytes of JSON about one error */
};

enum import_mode { IMPORT_CREATE = 1, IMPORT_UPDATE = 2, IMPORT_BOTH = 3 };

/* Why a statement gave nothing. */
enum import_trouble {
        IMPORT_NO_TROUBLE,
        IMPORT_REFUSED, /* PostgreSQL said no: sqlstate, code and message tell */
        IMPORT_LOST,    /* the connection or the claim is gone, or the program stops: somebody else goes on */
};

struct import_column {
        const struct admin_field *field; /* NULL: the id, with a header "id" that is no field */
        bool is_key;                     /* tells which object is meant, and is not written */
        bool is_ignored;
        const char *type;    /* PostgreSQL's, of the table's column; NULL: not looked up, or there is no such column */
        const char *initial; /* the column's default, as SQL; NULL: none */
        const struct resource *reference;
        const char *natural; /* a text column that finds what is referred to, besides its key; NULL: none */
};

struct import_key {
        const char *columns[4];
        unsigned count; /* 0: more columns than this, not looked at */
};

enum { IMPORT_KEYS_MAX = 8 }; /* unique indexes of a table; the tables of the store have up to 4 */

struct import_job {
        struct blocking *notes;
        const atomic_bool *stopping;
        PGconn *pg;
        struct arena arena; /* as long as the job */
        int64_t id, attempt, size, exponent;
        const struct resource *resource;
        enum import_mode mode;
        enum csv_encoding encoding;
        bool restart, superuser;
        struct import_column columns[CSV_COLUMNS_MAX];
        size_t column_count;
        struct import_key keys[IMPORT_KEYS_MAX];
        size_t key_count;
        const struct import_key *found_by; /* NULL: by the id, or rows are all new */
        bool by_id;
        enum import_trouble trouble;
        char sqlstate[6];
        struct buf code, message, field; /* of the trouble */
};

/* Runs the unit's statements one after the other and gives the last one's rows; the caller clears them. NULL: see
 * trouble. */
PGresult *job_run(struct import_job *j, struct unit *u) __attribute__((warn_unused_result));
/* The same for who wants no rows. */
bool job_do(struct import_job *j, struct unit *u) __attribute__((warn_unused_result));
/* The same for a bigint: the first row's first column; -1 when there is no row. */
bool job_number(struct import_job *j, struct unit *u, int64_t *ret) __attribute__((warn_unused_result));
/* One statement without parameters. */
bool job_say(struct import_job *j, const char *sql) __attribute__((warn_unused_result));
/* Whether the import is still ours, inside of a transaction; IMPORT_LOST when not. */
bool job_hold(struct import_job *j, const char *state, int64_t done) __attribute__((warn_unused_result));
/* Ends the import with a problem as JSON. */
void job_fail(struct import_job *j, struct str problem);
/* The same with a code and words, line and column; 0 for none. */
void job_fail_with(struct import_job *j, struct str code, struct str message, int64_t line, int64_t column);
/* The same with what PostgreSQL said; nothing when the job is lost. */
void job_fail_as_told(struct import_job *j);
/* What PostgreSQL said as an entry for a row: {field, code, message, value}. */
void job_add_told(struct import_job *j, struct buf *out);

/* import_columns.c: the first line. False: *ret_code, *ret_message (in the job's arena) and *ret_cell tell why. */
bool columns_read(struct import_job *j, const struct csv_record *header, struct str *ret_code, struct str *ret_message,
                  size_t *ret_cell) __attribute__((warn_unused_result));
/* From the names that a check wrote. */
bool columns_load(struct import_job *j, struct str names) __attribute__((warn_unused_result));
/* What the table says of its columns and keys. False: see trouble. */
bool columns_look_up(struct import_job *j) __attribute__((warn_unused_result));
/* Which columns tell the object. False: mode says there must be some, and there are none. */
bool columns_choose_key(struct import_job *j) __attribute__((warn_unused_result));
bool column_is_written(const struct import_column *c);
/* Whether the file gives the field of this name, to be written. */
bool columns_give(const struct import_job *j, const char *name);
/* JSON lists of names, for the row of the import. */
void columns_write(const struct import_job *j, struct buf *names, struct buf *ignored);

/* import_cell.c: a cell as JSON: "name":value for the row's values, or an entry for its errors. Neither for a cell that
 * says nothing: its field stays as it is, or as
 * new ones have it. */
void cell_read(struct arena *a, const struct admin_field *f, struct str cell, int64_t exponent, struct buf *given,
               struct buf *errors);
void error_add(struct buf *errors, struct str field, struct str code, struct str message, struct str value);
/* "12.50" of a currency with two digits is 1250; the point may be a comma. */
bool money_read(struct str text, int64_t exponent, int64_t *ret) __attribute__((warn_unused_result));
void money_write(struct buf *out, int64_t amount, int64_t exponent);

/* import_sql.c: SQL from the names of the registry. `a` is where it lives. */
struct str statement_stage(struct import_job *j, struct arena *a);
/* $1 the import; false when the key has no column in the file, or is what rows are found by. */
bool statement_repeated(struct import_job *j, struct arena *a, const struct import_key *key, struct str *ret)
        __attribute__((warn_unused_result));
/* $1 the import, $2 and $3 the first and last number: numbers of rows whose object is not as it was. */
struct str statement_lock(struct import_job *j, struct arena *a);
struct str statement_unchanged(struct import_job *j, struct arena *a);
/* The same parameters. */
struct str statement_insert(struct import_job *j, struct arena *a);
struct str statement_update(struct import_job *j, struct arena *a);

/* Each runs to its end: the import is checked, applied or failed then, unless the job was lost. */
void import_check_run(struct import_job *j);
void import_apply_run(struct import_job *j, struct str columns);

#endif
