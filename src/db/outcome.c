/* What came of a unit of work. Here SQLSTATEs and constraints become errors of the one table. */
#include "db/outcome.h"

#include "base/log.h"

/* Constraints that a well-formed request can run into. */
static const struct {
        struct str constraint;
        enum err error;
        struct str field, code, message;
} constraints[] = {
        {STR("sku_inventory_not_oversold"), ERR_OUT_OF_STOCK, STR(""), STR(""), STR("")},
        {STR("discount_codes_not_overused"), ERR_DISCOUNT_EXHAUSTED, STR(""), STR(""), STR("")},
        {STR("checkouts_one_open_per_cart"), ERR_CONFLICT, STR(""), STR(""), STR("")},
        {STR("users_username_key"), ERR_USERNAME_TAKEN, STR(""), STR(""), STR("")},
        {STR("users_username_skeleton"), ERR_USERNAME_TAKEN, STR(""), STR(""), STR("")},
        {STR("users_verified_email"), ERR_EMAIL_TAKEN, STR(""), STR(""), STR("")},
        {STR("chat_messages_says_something"), ERR_INVALID_INPUT, STR("message"), STR("required"),
         STR("Please write what it is about.")},
        {STR("client_events_detail_check"), ERR_INVALID_INPUT, STR("events.detail"), STR("too_long"),
         STR("This is too much.")},
        {STR("cart_skus_quantity"), ERR_INVALID_INPUT, STR("quantity"), STR("out_of_range"),
         STR("A cart holds 1 to 99 pieces of one thing.")},
};

/* SQLSTATEs (PostgreSQL 15, appendix A); a shorter entry stands for its class. */
static const struct {
        struct str sqlstate;
        enum err error;
        bool retry; /* the unit may be run again at once */
} sqlstates[] = {
        {STR("40P01"), ERR_CONFLICT, true},              /* deadlock */
        {STR("40001"), ERR_CONFLICT, true},              /* serialization failure */
        {STR("26000"), ERR_INTERNAL, true},              /* the statement is not prepared here */
        {STR("0A000"), ERR_INTERNAL, true},              /* its plan is stale after a migration */
        {STR("55P03"), ERR_OVERLOADED, false},           /* lock not available in time */
        {STR("57014"), ERR_DATABASE_UNAVAILABLE, false}, /* statement_timeout */
        {STR("57P"), ERR_DATABASE_UNAVAILABLE, false},   /* shutting down, starting up */
        {STR("08"), ERR_DATABASE_UNAVAILABLE, false},    /* connection */
        {STR("25006"), ERR_DATABASE_UNAVAILABLE, false}, /* read only: a standby, or just demoted */
        {STR("53"), ERR_OVERLOADED, false},              /* resources */
        {STR("22021"), ERR_BAD_REQUEST, false},          /* character not in repertoire */
        {STR("22003"), ERR_BAD_REQUEST, false},          /* number out of range */
        {STR("22007"), ERR_BAD_REQUEST, false},          /* no date, in a cursor */
        {STR("22008"), ERR_BAD_REQUEST, false},          /* a date that is none */
};

void outcome_release(struct outcome *o)
{
        for (unsigned i = 0; i < o->count; i++)
                PQclear(o->results[i]);
        *o = (struct outcome){0};
}

/* Refusals name an error of the table; with a field, the word is the code of what is wrong with it. Limits have their
 * numbers in the place of the field. */
static void take_refusal(struct outcome *o, const PGresult *result)
{
        struct str name = str_from(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
        o->message = str_from(PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
        o->field = str_from(PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
        o->code = name;
        o->error = ERR_INVALID_INPUT;
        if (o->field.len && !str_eq(name, err_info(ERR_TOO_MANY_REQUESTS)->code))
                return;
        o->error = ERR_INTERNAL;
        for (enum err e = 1; e < ERR_COUNT; e++)
                if (str_eq(err_info(e)->code, name))
                        o->error = e;
}

static bool take_constraint(struct outcome *o, const PGresult *result)
{
        struct str name = str_from(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
        for (size_t i = 0; i < sizeof constraints / sizeof constraints[0]; i++)
                if (name.ptr && str_eq(constraints[i].constraint, name)) {
                        o->error = constraints[i].error;
                        o->field = constraints[i].field;
                        o->code = constraints[i].code;
                        o->message = constraints[i].message;
                        return true;
                }
        return false;
}

static void take_sqlstate(struct outcome *o)
{
        o->error = ERR_INTERNAL;
        for (size_t i = 0; i < sizeof sqlstates / sizeof sqlstates[0]; i++)
                if (str_starts(str_from(o->sqlstate), sqlstates[i].sqlstate)) {
                        o->error = sqlstates[i].error;
                        break;
                }
}

static void take_error(struct outcome *o, const PGresult *result)
{
        struct str sqlstate = str_from(PQresultErrorField(result, PG_DIAG_SQLSTATE));
        if (sqlstate.len != 5 || !str_to_c(sqlstate, o->sqlstate, sizeof o->sqlstate)) {
                o->error = ERR_OUTCOME_UNKNOWN; /* libpq's own word: the connection is gone */
                return;
        }
        if (str_eq(sqlstate, STR("SWREF")))
                take_refusal(o, result);
        else if (!take_constraint(o, result))
                take_sqlstate(o);
}

void outcome_add(struct outcome *o, PGresult *result)
{
        if (o->count == UNIT_STATEMENTS_MAX) {
                PQclear(result);
                return;
        }
        o->results[o->count++] = result;
        ExecStatusType status = PQresultStatus(result);
        if (o->error == ERR_NONE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
                take_error(o, result);
}

const PGresult *outcome_failed(const struct outcome *o)
{
        for (unsigned i = 0; i < o->count; i++)
                if (PQresultStatus(o->results[i]) == PGRES_FATAL_ERROR)
                        return o->results[i];
        return NULL;
}

void outcome_log(const struct outcome *o)
{
        const PGresult *failed = outcome_failed(o);
        /* What has an answer for the client is none of our failures. */
        if (!failed || o->sqlstate[0] == 0 || err_info(o->error)->status < 500)
                return;
        log_write(o->error == ERR_INTERNAL ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN, "a statement failed",
                  LOG_FIELDS(LOG_CSTR("sqlstate", o->sqlstate),
                             LOG_CSTR("error", PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY)),
                             LOG_CSTR("constraint", PQresultErrorField(failed, PG_DIAG_CONSTRAINT_NAME)),
                             LOG_CSTR("where", PQresultErrorField(failed, PG_DIAG_CONTEXT))));
}

bool outcome_may_retry(const struct outcome *o)
{
        if (o->error == ERR_NONE)
                return false;
        for (size_t i = 0; i < sizeof sqlstates / sizeof sqlstates[0]; i++)
                if (sqlstates[i].retry && str_eq(sqlstates[i].sqlstate, str_from(o->sqlstate)))
                        return true;
        return false;
}

bool outcome_plans_are_stale(const struct outcome *o)
{
        struct str sqlstate = str_from(o->sqlstate);
        return str_eq(sqlstate, STR("26000")) || str_eq(sqlstate, STR("0A000"));
}

PGresult *outcome_last(const struct outcome *o)
{
        return o->count ? o->results[o->count - 1] : NULL;
}

struct str result_str(const PGresult *r, int row, const char *column)
{
        int at = r ? PQfnumber(r, column) : -1;
        if (at < 0 || row < 0 || row >= PQntuples(r) || PQgetisnull(r, row, at))
                return STR_NULL;
        return (struct str){PQgetvalue(r, row, at), (size_t)PQgetlength(r, row, at)};
}

int64_t result_int64(const PGresult *r, int row, const char *column)
{
        int64_t value = 0;
        return str_to_int64(result_str(r, row, column), &value) ? value : 0;
}

bool result_bool(const PGresult *r, int row, const char *column)
{
        return str_eq(result_str(r, row, column), STR("t"));
}
