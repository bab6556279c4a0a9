/* GET /api/admin/schema: the registry, as far as the caller may see it. */
#include "admin/admin_http.h"
#include "admin/key.h"
#include "admin/values.h"
#include "admin_queries.h"
#include "http/store.h"

enum { SCHEMA_MAX_BYTES = 1024 * 1024 };

static const char *const verb_names[ADMIN_VERBS] = {"view", "add", "change", "delete"};

/* "resource.verb resource.verb ..." */
static bool is_granted(struct str grants, const struct resource *r, enum admin_verb verb)
{
        while (grants.ptr) {
                struct str one = str_cut(&grants, ' '), resource = str_cut(&one, '.');
                if (str_eq(resource, str_from(admin_permission(r))) && str_eq(one, str_from(verb_names[verb])))
                        return true;
        }
        return false;
}

struct viewer {
        bool is_superuser;
        struct str grants;
};

static bool can(const struct viewer *v, const struct resource *r, enum admin_verb verb)
{
        return r->verbs & 1u << verb && (v->is_superuser || is_granted(v->grants, r, verb));
}

static void add_text(struct buf *json, const char *name, const char *value)
{
        buf_printf(json, ",\"%s\":", name);
        buf_add_json(json, str_from(value));
}

static void add_bool(struct buf *json, const char *name, bool value)
{
        buf_printf(json, ",\"%s\":%s", name, value ? "true" : "false");
}

/* The name, with spaces and a capital, unless it has a label. */
static void add_label(struct buf *json, const char *label, const char *name)
{
        char text[64];
        size_t n = 0;
        for (; name[n] && n + 1 < sizeof text; n++)
                text[n] = name[n] == '_' ? ' ' : name[n];
        text[n] = 0;
        if (text[0] >= 'a' && text[0] <= 'z')
                text[0] = (char)(text[0] - 'a' + 'A');
        add_text(json, "label", label ? label : text);
}

static void add_choices(struct buf *json, const char *const *choices)
{
        buf_add(json, choices ? STR(",\"choices\":[") : STR(",\"choices\":null"));
        for (const char *const *c = choices; c && *c; c++) {
                if (c != choices)
                        buf_add_char(json, ',');
                buf_add_json(json, str_from(*c));
        }
        if (choices)
                buf_add_char(json, ']');
}

static void add_range(struct buf *json, const struct admin_field *f)
{
        int64_t minimum, maximum;
        if (value_range(f, &minimum, &maximum))
                buf_printf(json, ",\"minimum\":%lld,\"maximum\":%lld", (long long)minimum, (long long)maximum);
        else
                buf_add(json, STR(",\"minimum\":null,\"maximum\":null"));
}

static void add_field(struct buf *json, const struct admin_field *f)
{
        struct str type = value_type_name(f->type);
        buf_add(json, STR("{\"name\":"));
        buf_add_json(json, str_from(f->name));
        add_label(json, f->label, f->name);
        buf_printf(json, ",\"type\":\"%.*s\"", STR_ARG(type));
        add_text(json, "help", f->help);
        add_range(json, f);
        add_choices(json, f->choices);
        add_text(json, "reference", f->type == ADMIN_REFERENCE ? f->reference : NULL);
        add_bool(json, "required", f->flags & ADMIN_REQUIRED);
        add_bool(json, "nullable", f->flags & ADMIN_NULL);
        add_bool(json, "read_only", f->flags & ADMIN_READ_ONLY || f->sql || f->type == ADMIN_BYTES);
        add_bool(json, "create_only", f->flags & ADMIN_CREATE_ONLY);
        add_bool(json, "superuser", f->flags & ADMIN_SUPERUSER);
        add_bool(json, "list", f->flags & ADMIN_LIST);
        add_bool(json, "search", f->flags & (ADMIN_SEARCH | ADMIN_SEARCH_START));
        add_bool(json, "filter", f->flags & ADMIN_FILTER);
        add_bool(json, "sort", f->flags & ADMIN_SORT);
        add_bool(json, "computed", f->sql != NULL);
        buf_add_char(json, '}');
}

static void add_inlines(struct buf *json, const struct resource *r, const struct viewer *v)
{
        const char *between = "";
        buf_add(json, STR(",\"inlines\":["));
        for (const struct admin_inline *i = r->inlines; i && i->resource; i++) {
                const struct resource *child = admin_resource(str_from(i->resource));
                if (!child || !can(v, child, ADMIN_VIEW))
                        continue;
                buf_printf(json, "%s{\"resource\":\"%s\",\"field\":\"%s\"", between, i->resource, i->field);
                add_label(json, i->label, i->resource);
                buf_add_char(json, '}');
                between = ",";
        }
        buf_add_char(json, ']');
}

static void add_actions(struct buf *json, const struct resource *r, const struct viewer *v)
{
        const char *between = "";
        buf_add(json, STR(",\"actions\":["));
        for (const struct admin_action *a = r->actions; a && a->name; a++) {
                if (!v->is_superuser && !is_granted(v->grants, r, a->verb))
                        continue;
                buf_printf(json, "%s{\"name\":\"%s\"", between, a->name);
                add_label(json, a->label, a->name);
                add_text(json, "verb", verb_names[a->verb]);
                add_text(json, "confirm", a->confirm);
                buf_add_char(json, '}');
                between = ",";
        }
        buf_add_char(json, ']');
}

/* What new objects are linked by: the columns of the key. */
static void add_key(struct buf *json, const struct resource *r)
{
        buf_add(json, STR(",\"key\":["));
        for (unsigned i = 0, n = key_parts(r); i < n; i++) {
                buf_add(json, i ? STR(",") : STR(""));
                buf_add_json(json, str_from(r->key[i].column));
        }
        buf_add_char(json, ']');
}

static void add_resource(struct buf *json, const struct resource *r, const struct viewer *v)
{
        buf_printf(json, "{\"name\":\"%s\"", r->name);
        add_label(json, r->label, r->name);
        add_text(json, "label_one", r->label_one ? r->label_one : r->label ? r->label : r->name);
        add_text(json, "group", r->group);
        add_text(json, "help", r->help);
        add_text(json, "sort", r->sort);
        add_key(json, r);
        buf_add(json, STR(",\"can\":{\"view\":true"));
        for (enum admin_verb verb = ADMIN_ADD; verb < ADMIN_VERBS; verb++)
                add_bool(json, verb_names[verb], can(v, r, verb));
        buf_add_char(json, '}');
        add_bool(json, "undo", !r->no_undo);
        buf_add(json, STR(",\"fields\":["));
        for (size_t i = 0; i < r->field_count; i++) {
                if (i)
                        buf_add_char(json, ',');
                add_field(json, &r->fields[i]);
        }
        buf_add_char(json, ']');
        add_inlines(json, r, v);
        add_actions(json, r, v);
        buf_add_char(json, '}');
}

static void on_facts(struct request *rq, const struct outcome *o)
{
        struct buf json;
        const char *between = "";
        const PGresult *caller = o->results[1];
        struct viewer v = {result_bool(caller, 0, "is_superuser"), result_str(caller, 0, "grants")};
        buf_init(&json, SCHEMA_MAX_BYTES);
        buf_add(&json, STR("{\"user\":"));
        buf_add(&json, result_str(caller, 0, "document"));
        buf_add(&json, STR(",\"settings\":"));
        buf_add(&json, result_str(outcome_last(o), 0, "document"));
        buf_add(&json, STR(",\"resources\":["));
        for (size_t i = 0; i < admin_resource_count; i++)
                if (can(&v, admin_resources[i], ADMIN_VIEW)) {
                        buf_add(&json, str_from(between));
                        add_resource(&json, admin_resources[i], &v);
                        between = ",";
                }
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

static void schema(struct request *rq, struct worker *w)
{
        struct unit *u = admin_staff_unit(rq, false);
        q_admin_schema_caller(u);
        const struct store_settings *store = store_settings(rq);
        q_admin_schema_settings(u, store->media_url, store->public_url);
        admin_run(rq, w, NULL, u, on_facts);
}

void admin_get_schema(struct request *rq)
{
        request_defer(rq, schema);
}
