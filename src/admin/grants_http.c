/* The matrix of permissions: resources and verbs. */
#include "admin/grants_http.h"

#include <jansson.h>
#include <stddef.h>

#include "admin/admin.h"
#include "grants_queries.h"
#include "http/decode.h"

enum {
        GRANTS_MAX = 32 * 1024, /* bytes of JSON; fifty resources with four verbs have 3 KB */
        REPLY_MAX_BYTES = 128 * 1024,
};

struct matrix {
        int64_t id;
        bool of_user;
        struct str granted, seen;
};

static void add_label(struct buf *json, const struct resource *r)
{
        char label[100] = "";
        size_t n = 0;
        if (r->label) {
                buf_add_json(json, str_from(r->label));
                return;
        }
        for (const char *c = r->name; *c && n + 1 < sizeof label; c++)
                label[n++] = *c == '_' ? ' ' : *c;
        if (label[0] >= 'a' && label[0] <= 'z')
                label[0] = (char)(label[0] - 'a' + 'A');
        buf_add_json(json, (struct str){label, n});
}

static bool is_granted_by_itself(const struct resource *r)
{
        return r && !r->permission;
}

static void add_resources(struct buf *json)
{
        const char *between = "";
        for (size_t i = 0; i < admin_resource_count; i++) {
                const struct resource *r = admin_resources[i];
                if (!is_granted_by_itself(r))
                        continue;
                buf_printf(json, "%s{\"name\":\"%s\",\"label\":", between, r->name);
                add_label(json, r);
                buf_add(json, STR(",\"group\":"));
                buf_add_json(json, str_from(r->group ? r->group : ""));
                buf_add_char(json, '}');
                between = ",";
        }
}

/* The document of the database, with the resources that there are. */
static void reply_matrix(struct request *rq, const struct outcome *o)
{
        struct buf json;
        struct str document = result_str(outcome_last(o), 0, "document");
        if (!document.ptr) {
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
                return;
        }
        buf_init(&json, REPLY_MAX_BYTES);
        buf_add(&json, (struct str){document.ptr, document.len - 1});
        buf_add(&json, STR(",\"resources\":["));
        add_resources(&json);
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

static struct unit *begin(struct request *rq, const struct matrix *m, enum admin_verb verb)
{
        struct unit *u = admin_unit(rq, m->of_user ? "user_permissions" : "group_permissions", verb);
        q_grant_require_superuser(u);
        return u;
}

static void add_view(struct unit *u, const struct matrix *m)
{
        if (m->of_user)
                q_grant_of_user(u, m->id);
        else
                q_grant_of_group(u, m->id);
}

static void show(struct request *rq, struct worker *w)
{
        const struct matrix *m = rq->state;
        struct unit *u = begin(rq, m, ADMIN_VIEW);
        add_view(u, m);
        admin_run(rq, w, NULL, u, reply_matrix);
}

static bool is_verb(const json_t *value)
{
        static const char *const verbs[] = {"view", "add", "change", "delete"};
        const char *text = json_string_value(value);
        for (size_t i = 0; text && i < sizeof verbs / sizeof verbs[0]; i++)
                if (strcmp(text, verbs[i]) == 0)
                        return true;
        return false;
}

static bool are_verbs(const json_t *values)
{
        size_t i;
        json_t *each;
        if (!json_is_array(values))
                return false;
        json_array_foreach(values, i, each) if (!is_verb(each)) return false;
        return true;
}

/* STR_NULL: they can be granted. `needs_resources`: what was seen may be of a resource that is gone. */
static struct str grants_problem(struct request *rq, struct str text, bool needs_resources)
{
        const char *name;
        json_t *verbs, *grants = json_loadb(text.ptr, text.len, 0, NULL);
        struct str problem = json_is_object(grants) ? STR_NULL : STR("Give an object of resources and their verbs.");
        json_object_foreach(grants, name, verbs)
        {
                if (needs_resources && !is_granted_by_itself(admin_resource(str_from(name))))
                        problem = arena_printf(&rq->arena, "There are no permissions on \"%.60s\".", name);
                else if (!are_verbs(verbs))
                        problem = STR("The verbs are view, add, change and delete.");
        }
        json_decref(grants);
        return problem;
}

static bool check(struct request *rq, const struct matrix *m)
{
        struct str granted = grants_problem(rq, m->granted, true), seen = grants_problem(rq, m->seen, false);
        if (granted.ptr)
                reply_field_error(rq, STR("granted"), STR("not_allowed"), granted);
        else if (seen.ptr)
                reply_field_error(rq, STR("seen"), STR("not_allowed"), seen);
        return !granted.ptr && !seen.ptr;
}

static void change(struct request *rq, struct worker *w)
{
        const struct matrix *m = rq->state;
        if (!check(rq, m))
                return;
        struct unit *u = begin(rq, m, ADMIN_CHANGE);
        if (m->of_user)
                q_grant_put_user(u, m->id, m->granted, m->seen);
        else
                q_grant_put_group(u, m->id, m->granted, m->seen);
        add_view(u, m);
        admin_run(rq, w, NULL, u, reply_matrix);
}

static struct matrix *take(struct request *rq, bool of_user)
{
        struct matrix *m = arena_new(&rq->arena, struct matrix);
        rq->state = m;
        if (!m) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return NULL;
        }
        m->of_user = of_user;
        return request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &m->id) ? m : NULL;
}

static void take_put(struct request *rq, bool of_user)
{
        static const struct field fields[] = {
                {"granted", FIELD_JSON, offsetof(struct matrix, granted), .minimum = 2, .maximum = GRANTS_MAX},
                {"seen", FIELD_JSON, offsetof(struct matrix, seen), .minimum = 2, .maximum = GRANTS_MAX},
        };
        struct matrix *m = take(rq, of_user);
        if (m && request_decode(rq, fields, m))
                request_defer(rq, change);
}

void grants_get_group(struct request *rq)
{
        if (take(rq, false))
                request_defer(rq, show);
}

void grants_get_user(struct request *rq)
{
        if (take(rq, true))
                request_defer(rq, show);
}

void grants_put_group(struct request *rq)
{
        take_put(rq, false);
}

void grants_put_user(struct request *rq)
{
        take_put(rq, true);
}
