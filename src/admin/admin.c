/* What every unit of the admin begins with, and how its errors are told. */
#include "admin/admin.h"

#include "admin_queries.h"

static const struct str verbs[ADMIN_VERBS] = {STR("view"), STR("add"), STR("change"), STR("delete")};

const struct resource *admin_resource(struct str name)
{
        for (size_t i = 0; i < admin_resource_count; i++)
                if (str_eq(str_from(admin_resources[i]->name), name))
                        return admin_resources[i];
        return NULL;
}

const struct admin_field *admin_field(const struct resource *r, struct str name)
{
        for (size_t i = 0; i < r->field_count; i++)
                if (str_eq(str_from(r->fields[i].name), name))
                        return &r->fields[i];
        return NULL;
}

const char *admin_permission(const struct resource *r)
{
        return r->permission ? r->permission : r->name;
}

struct unit *admin_unit(struct request *rq, const char *resource, enum admin_verb verb)
{
        struct unit *u = request_unit(rq);
        q_admin_begin(u, rq->session, str_from(resource), verbs[verb]);
        return u;
}

struct unit *admin_staff_unit(struct request *rq, bool records)
{
        struct unit *u = request_unit(rq);
        q_admin_enter(u, rq->session, records);
        return u;
}

void admin_unit_require(struct unit *u, const char *resource, enum admin_verb verb)
{
        q_admin_require(u, str_from(resource), verbs[verb]);
}

/* Constraints tell in their names and words which field is meant. */

/* "Key (slug)=(x) already exists." gives "slug"; of several columns the last. */
static struct str column_of_detail(struct str detail)
{
        struct str columns = str_from_offset(detail, strlen("Key ("));
        if (!str_starts(detail, STR("Key (")))
                return STR_NULL;
        columns.len = str_find(columns, ')');
        for (size_t comma; (comma = str_find(columns, ',')) < columns.len;)
                columns = str_trim(str_from_offset(columns, comma + 1));
        return columns;
}

/* "products_slug_check" of the table products gives "slug", when there is such a field. */
static struct str column_of_check(const struct resource *r, struct str constraint)
{
        for (size_t i = 0; r && i < r->field_count; i++) {
                struct str column = str_from(r->fields[i].name), rest = constraint;
                if (!str_starts(rest, str_from(r->name)))
                        continue;
                rest = str_from_offset(rest, strlen(r->name) + 1);
                if (str_starts(rest, column) && str_starts(str_from_offset(rest, column.len), STR("_check")))
                        return column;
        }
        return STR_NULL;
}

static struct str named(struct str column)
{
        return column.ptr ? column : STR("");
}

static bool reply_constraint(struct request *rq, const struct resource *r, const struct outcome *o)
{
        const PGresult *failed = outcome_failed(o);
        struct str state = str_from(o->sqlstate);
        if (!failed || o->error != ERR_INTERNAL)
                return false;
        struct str detail = named(str_from(PQresultErrorField(failed, PG_DIAG_MESSAGE_DETAIL)));
        struct str constraint = named(str_from(PQresultErrorField(failed, PG_DIAG_CONSTRAINT_NAME)));
        struct str column = named(str_from(PQresultErrorField(failed, PG_DIAG_COLUMN_NAME)));
        if (str_eq(state, STR("23505")))
                reply_field_error(rq, named(column_of_detail(detail)), STR("not_unique"),
                                  STR("There is one with this value already."));
        else if (str_eq(state, STR("23503")) && str_ends(str_trim(detail), STR(".")) &&
                 memmem(detail.ptr, detail.len, "still referenced", strlen("still referenced")))
                reply_error(rq, ERR_IN_USE, detail);
        else if (str_eq(state, STR("23503")))
                reply_field_error(rq, named(column_of_detail(detail)), STR("unknown_reference"),
                                  STR("There is nothing with this key."));
        else if (str_eq(state, STR("23502")))
                reply_field_error(rq, column, STR("required"), STR("This is required."));
        else if (str_eq(state, STR("23514")))
                reply_field_error(
                        rq, named(column_of_check(r, constraint)), STR("not_allowed"),
                        arena_printf(&rq->arena, "The database does not allow this (%.*s).", STR_ARG(constraint)));
        else
                return false;
        return true;
}

/* A value that its column's type does not hold (class 22): numbers beyond 32 bits, codes with a form of their own. */
static bool reply_wrong_value(struct request *rq, const struct outcome *o)
{
        const PGresult *failed = outcome_failed(o);
        if (!failed || !str_starts(str_from(o->sqlstate), STR("22")))
                return false;
        reply_field_error(rq, STR(""), STR("wrong_value"),
                          named(str_from(PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY))));
        return true;
}

void admin_reply_outcome(struct request *rq, const struct resource *r, const struct outcome *o)
{
        if (reply_constraint(rq, r, o) || reply_wrong_value(rq, o))
                return;
        outcome_log(o);
        reply_outcome(rq, o);
}

void admin_run(struct request *rq, struct worker *w, const struct resource *r, struct unit *u,
               void (*on_rows)(struct request *rq, const struct outcome *o))
{
        struct outcome o;
        blocking_try(&w->db, u, &o);
        if (o.error == ERR_NONE)
                on_rows(rq, &o);
        else
                admin_reply_outcome(rq, r, &o);
        outcome_release(&o);
}
