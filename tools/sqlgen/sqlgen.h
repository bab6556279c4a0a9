/* What sqlgen reads from .sql files and writes as C: the model that its parts share.
 *
 * Everything lives in one arena until the program ends. A function that returns bool has reported what was wrong
 * when it returns false.
 */
#ifndef SQLGEN_H
#define SQLGEN_H

#include "base/arena.h"
#include "base/buf.h"

enum {
        QUERY_NAME_MAX = 63,   /* PostgreSQL's NAMEDATALEN - 1: longer names of prepared statements are cut off */
        PARAMETERS_MAX = 100,  /* more is a row per call that wants to be one jsonb */
        SQL_MAX = 256 * 1024,  /* bytes of one query; the largest one written by hand has a few thousand */
        FILE_MAX = 1024 * 1024 /* bytes of one .sql file */
};

struct parameter_type {
        struct str sql;       /* as written in the declaration */
        const char *constant; /* of enum query_param_type */
        const char *c;        /* as a C parameter */
        const char *add;      /* the function of db/unit.h that takes it */
        bool is_str;          /* struct str says null itself; other types go by pointer when nullable */
};

struct parameter {
        struct str name;
        const struct parameter_type *type;
        bool nullable;
        bool used;
};

struct sql_query {
        struct str name;
        const char *rows; /* constant of enum query_rows */
        struct parameter *parameters;
        size_t parameter_count;
        struct str doc; /* lines without their "--"; may be empty */
        struct str sql; /* with $1, $2, ..., without comments and the final semicolon */
        const char *path;
        size_t line; /* of its declaration */
        struct sql_query *next;
};

struct sql_file {
        const char *path;  /* as given, for messages */
        struct str source; /* from src/ on, so that a build does not depend on where it was made */
        struct str stem;   /* "cart" of "src/cart/cart.sql" */
        struct sql_query *first, *last;
        struct sql_file *next;
};

struct program {
        struct arena *arena;
        struct sql_file *first, *last;
        bool failed;
};

/* Prints "path:line: message" on standard error; false, so that callers can return it. */
bool report(const char *path, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* NULL when there is no such type. */
const struct parameter_type *parameter_type_find(struct str sql);

/* Reads "cart_put_item :exec (visitor bytea, note text?)" into name, rows and parameters of q. */
bool declaration_read(struct arena *a, struct sql_query *q, struct str text);

/* Reads the one statement in `text`, whose first line is `line`, into q->sql. */
bool body_read(struct arena *a, struct sql_query *q, struct str text, size_t line);

/* Adds a file and its queries to the program; what is wrong with it sets p->failed. */
void file_read(struct program *p, const char *path);

/* Writes directory/<stem>_queries.h for each file and directory/queries.c. A file that would not change is left
 * alone, so that nothing that includes it is compiled again. */
bool program_write(const struct program *p, const char *directory);

static inline bool is_name_start(char c)
{
        return (c >= 'a' && c <= 'z') || c == '_';
}

static inline bool is_name_char(char c)
{
        return is_name_start(c) || (c >= '0' && c <= '9');
}

#endif
