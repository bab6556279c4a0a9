/* What came of a unit of work: rows, or one error. */
#ifndef DB_OUTCOME_H
#define DB_OUTCOME_H

#include <libpq-fe.h>

#include "db/unit.h"

struct outcome {
        enum err error; /* ERR_NONE: committed */
        /* A refusal's words, empty when there are none; they live as long as the outcome. */
        struct str field;   /* with ERR_INVALID_INPUT: which; with ERR_TOO_MANY_REQUESTS: "name limit window seconds" */
        struct str code;    /* with ERR_INVALID_INPUT: the field's error code */
        struct str message; /* for people */
        char sqlstate[6];   /* empty without an error from PostgreSQL */
        unsigned count;     /* results so far: one a statement */
        PGresult *results[UNIT_STATEMENTS_MAX];
};

void outcome_release(struct outcome *o);

/* Takes ownership of a statement's result; the first failure becomes the outcome's error. */
void outcome_add(struct outcome *o, PGresult *result);

/* Logs a failure that no request should run into: what PostgreSQL said of which statement. Whoever gets the outcome
 * last calls it once. */
void outcome_log(const struct outcome *o);

/* The unit was rolled back whole and would likely pass when run again: a deadlock, a plan that a migration made
 * stale. */
bool outcome_may_retry(const struct outcome *o);

/* The connection's prepared statements don't fit the database any more (a migration): DEALLOCATE ALL before the next
 * try. */
bool outcome_plans_are_stale(const struct outcome *o);

/* The result that made the outcome an error; NULL when PostgreSQL did not say any. */
const PGresult *outcome_failed(const struct outcome *o);

/* Rows of the unit's last statement; NULL when it has not come that far. */
PGresult *outcome_last(const struct outcome *o);

/* A field by its column's name; STR_NULL when null, or when there is no such row or column. */
struct str result_str(const PGresult *r, int row, const char *column);
/* 0 when null. */
int64_t result_int64(const PGresult *r, int row, const char *column);
bool result_bool(const PGresult *r, int row, const char *column);

#endif
