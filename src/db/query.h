/* A named query of a .sql file, as tools/sqlgen writes it into the program. */
#ifndef DB_QUERY_H
#define DB_QUERY_H

#include <stddef.h>
#include <stdint.h>

enum query_rows {
        QUERY_EXEC, /* its rows, if any, are of no interest */
        QUERY_ONE,  /* at most one row */
        QUERY_MANY,
};

enum query_param_type {
        QUERY_BIGINT,
        QUERY_INT,
        QUERY_BOOL,
        QUERY_BYTEA,
        QUERY_TEXT,
        QUERY_JSONB,
        QUERY_TEXT_ARRAY,   /* passed in PostgreSQL's text form, {a,b} */
        QUERY_BIGINT_ARRAY, /* the same */
};

struct query {
        const char *name; /* also the name of the prepared statement; NULL: made at run time, and not kept */
        const char *file; /* where it is written, "src/cart/cart.sql" */
        const char *sql;  /* with $1, $2, ... */
        const enum query_param_type *param_types;
        uint16_t param_count;
        uint16_t index; /* its place in `queries` */
        enum query_rows rows;
};

/* All queries of the program; generated. */
extern const struct query *const queries[];
extern const size_t query_count;

#endif
