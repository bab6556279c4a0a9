/* POST /api/admin/{resource}/bulk: several objects at once, all or nothing. A dry run does it, is told what it did, and
 * has it taken back.
 */
#include "admin/admin_http.h"
#include "admin/bulk_sql.h"
#include "admin/enter.h"
#include "admin_queries.h"
#include "http/decode.h"

struct bulk {
        const struct resource *resource;
        const struct admin_action *action; /* NULL: update or delete */
        bool deletes;
        struct str ids[ADMIN_BULK_MAX];
        size_t count;
        const json_t *values;
        bool dry_run;
};

static bool holds(const struct bulk *b, struct str id)
{
        for (size_t i = 0; i < b->count; i++)
                if (str_eq(b->ids[i], id))
                        return true;
        return false;
}

static void read_ids(struct bulk *b, const json_t *ids, struct problems *p)
{
        size_t count = json_array_size(ids);
        if (!json_is_array(ids) || count == 0) {
                problems_add(p, STR("ids"), ids ? "wrong_type" : "required", STR("Give a list of ids."));
                return;
        }
        if (count > ADMIN_BULK_MAX) {
                problems_add(p, STR("ids"), "out_of_range", STR("Give at most 1,000 ids."));
                return;
        }
        for (size_t i = 0; i < count; i++) {
                const json_t *each = json_array_get(ids, i);
                struct str id = {json_string_value(each), json_string_length(each)};
                if (!json_is_string(each) || !str_is_text(id)) {
                        problems_add(p, STR("ids"), "wrong_type", STR("Give ids as text."));
                        return;
                }
                if (!holds(b, id))
                        b->ids[b->count++] = id;
        }
}

static void read_action(struct bulk *b, const json_t *action, struct problems *p)
{
        const char *name = json_string_value(action);
        if (!name) {
                problems_add(p, STR("action"), action ? "wrong_type" : "required", STR("Say what is to be done."));
                return;
        }
        b->deletes = strcmp(name, "delete") == 0;
        for (const struct admin_action *a = b->resource->actions; a && a->name; a++)
                if (strcmp(a->name, name) == 0)
                        b->action = a;
        if (!b->action && !b->deletes && strcmp(name, "update") != 0)
                problems_add(p, STR("action"), "unknown_choice", STR("There is no such action."));
}

static void read_members(struct bulk *b, const json_t *body, struct problems *p)
{
        static const char *const known[] = {"action", "ids", "values", "dry_run"};
        const char *name;
        json_t *value;
        json_object_foreach((json_t *)body, name, value)
        {
                bool is_known = false;
                for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
                        is_known = is_known || strcmp(known[i], name) == 0;
                if (!is_known)
                        problems_add(p, str_from(name), "unknown_field", STR("This field is not known here."));
        }
        const json_t *dry_run = json_object_get(body, "dry_run");
        if (dry_run && !json_is_boolean(dry_run))
                problems_add(p, STR("dry_run"), "wrong_type", STR("Give true or false."));
        b->dry_run = json_is_true(dry_run);
        b->values = json_object_get(body, "values");
        bool updates = !b->action && !b->deletes;
        if (updates && !json_is_object(b->values))
                problems_add(p, STR("values"), "wrong_type", STR("Give an object of fields."));
        else if (!updates && b->values)
                problems_add(p, STR("values"), "not_allowed", STR("This action takes none."));
}

static bool read_bulk(struct bulk *b, struct request *rq, const json_t *body)
{
        struct problems p;
        problems_init(&p);
        read_action(b, json_object_get(body, "action"), &p);
        read_ids(b, json_object_get(body, "ids"), &p);
        read_members(b, body, &p);
        return problems_finish(&p, rq);
}

/* A dry run ends in an exception whose message is the reply. */
static void reply_bulk(struct request *rq, const struct resource *r, const struct outcome *o)
{
        const PGresult *failed = outcome_failed(o);
        if (o->error == ERR_NONE)
                reply_with_row(rq, o);
        else if (failed && str_eq(str_from(o->sqlstate), STR("SWDRY")))
                reply_json(rq, 200, str_from(PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY)));
        else
                admin_reply_outcome(rq, r, o);
}

static bool add_updates(struct bulk *b, struct request *rq, struct worker *w, struct unit *u,
                        const struct caller *caller)
{
        size_t writes = b->resource->prepare ? b->count : 1;
        struct admin_write *all = arena_array(&rq->arena, struct admin_write, writes);
        if (writes > BULK_PREPARED_MAX) {
                reply_field_error(rq, STR("ids"), STR("out_of_range"), STR("Give at most 50 ids."));
                return false;
        }
        if (!all) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return false;
        }
        for (size_t i = 0; i < writes; i++) {
                write_init(&all[i], &rq->arena, b->resource, b->ids[i]);
                write_read(&all[i], b->values, caller->is_superuser);
                if (!write_finish(&all[i], rq, w))
                        return false;
        }
        if (b->resource->prepare)
                bulk_update_each(u, all, writes);
        else
                bulk_update(u, all, b->ids, b->count);
        return true;
}

static void run_bulk(struct bulk *b, struct request *rq, struct worker *w, enum admin_verb verb,
                     const struct caller *caller)
{
        struct outcome o;
        struct unit *u = admin_unit(rq, b->resource->name, verb);
        if (b->action)
                bulk_act(u, b->resource, b->action, b->ids, b->count);
        else if (b->deletes)
                bulk_delete(u, b->resource, b->ids, b->count);
        else if (!add_updates(b, rq, w, u, caller))
                return;
        q_admin_bulk_done(u, b->dry_run);
        blocking_try(&w->db, u, &o);
        reply_bulk(rq, b->resource, &o);
        outcome_release(&o);
}

/* Whoever may not even view them learns nothing of their actions. */
static void bulk(struct request *rq, struct worker *w)
{
        struct caller caller;
        const struct resource *r = enter(rq, w, ADMIN_VIEW, &caller);
        json_t *body = r ? request_json(rq) : NULL;
        struct bulk *b = body ? arena_new(&rq->arena, struct bulk) : NULL;
        if (b) {
                b->resource = r;
                if (read_bulk(b, rq, body)) {
                        enum admin_verb verb = b->action ? b->action->verb : b->deletes ? ADMIN_DELETE : ADMIN_CHANGE;
                        if (enter_known(rq, w, r, verb, b->action != NULL, &caller))
                                run_bulk(b, rq, w, verb, &caller);
                }
        }
        json_decref(body);
}

void admin_post_bulk(struct request *rq)
{
        request_defer(rq, bulk);
}
