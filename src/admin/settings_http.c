/* The page of settings: the table, joined with the values. */
#include "admin/settings_http.h"

#include <stdlib.h>

#include "admin/admin.h"
#include "admin/settings_check.h"
#include "admin/settings_table.h"
#include "configuration_queries.h"
#include "http/decode.h"
#include "stripe/country.h"

enum {
        VALUES_MAX = 32 * 1024,       /* bytes of JSON */
        REPLY_MAX_BYTES = 256 * 1024, /* the time zones have 15 KB */
        PROBLEMS_MAX_BYTES = 16 * 1024,
};

static int row_of(const PGresult *r, const char *key)
{
        for (int row = 0; row < PQntuples(r); row++)
                if (str_eq(result_str(r, row, "key"), str_from(key)))
                        return row;
        return PQntuples(r);
}

static void add_text(struct buf *json, const char *key, struct str text)
{
        buf_printf(json, ",\"%s\":", key);
        buf_add_json(json, text);
}

static void add_countries(struct buf *json)
{
        for (const char *at = stripe_countries; at[0]; at += 3)
                buf_printf(json, "%s\"%.2s\"", at == stripe_countries ? "[" : ",", at);
        buf_add_char(json, ']');
}

static void add_setting(struct buf *json, const struct store_setting *s, const PGresult *r)
{
        int row = row_of(r, s->key);
        struct str value = result_str(r, row, "value"), choices = result_str(r, row, "choices");
        buf_printf(json, "{\"key\":\"%s\",\"type\":\"%s\"", s->key, setting_type_names[s->type]);
        add_text(json, "label", str_from(s->label));
        add_text(json, "help", str_from(s->help));
        add_text(json, "group", str_from(s->group));
        buf_printf(json, ",\"minimum\":%lld,\"maximum\":%lld,\"read_only\":%s,\"value\":", (long long)s->minimum,
                   (long long)s->maximum, s->follows || result_bool(r, row, "fixed") ? "true" : "false");
        buf_add(json, value.ptr ? value : STR("null"));
        buf_add(json, STR(",\"choices\":"));
        if (s->type == SETTING_COUNTRIES)
                add_countries(json);
        else
                buf_add(json, choices.ptr ? choices : STR("null"));
        add_text(json, "updated_at", result_str(r, row, "updated_at"));
        buf_add_char(json, '}');
}

static void reply_settings(struct request *rq, const struct outcome *o)
{
        struct buf json;
        const PGresult *r = outcome_last(o);
        buf_init(&json, REPLY_MAX_BYTES);
        buf_add(&json, STR("{\"items\":["));
        for (size_t i = 0; i < store_settings_count; i++) {
                if (i)
                        buf_add_char(&json, ',');
                add_setting(&json, &store_settings_table[i], r);
        }
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

static void show(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "configuration", ADMIN_VIEW);
        q_configuration_values(u);
        admin_run(rq, w, NULL, u, reply_settings);
}

void settings_get(struct request *rq)
{
        request_defer(rq, show);
}

enum { PUT_BEGIN, PUT_DONE }; /* statements of a change */

static void reply_put(struct request *rq, const struct outcome *o)
{
        struct str problems = result_str(o->results[PUT_DONE], 0, "problems");
        if (problems.len > strlen("[]"))
                reply_field_errors(rq, (struct str){problems.ptr + 1, problems.len - 2});
        else
                reply_settings(rq, o);
}

static void write_settings(struct request *rq, struct worker *w, struct str given)
{
        struct unit *u = admin_unit(rq, "configuration", ADMIN_CHANGE);
        q_configuration_put(u, given, rq->session);
        q_configuration_values(u);
        admin_run(rq, w, NULL, u, reply_put);
}

static void change(struct request *rq, struct worker *w)
{
        struct buf problems;
        const struct str *given = rq->state;
        json_t *values = json_loadb(given->ptr, given->len, 0, NULL);
        buf_init(&problems, PROBLEMS_MAX_BYTES);
        if (json_is_object(values))
                settings_check(values, &problems);
        else
                buf_add(&problems,
                        STR("{\"field\":\"values\",\"code\":\"wrong_type\",\"message\":\"Give an object.\"}"));
        char *completed = json_dumps(values, JSON_COMPACT);
        if (problems.len)
                reply_field_errors(rq, buf_str(&problems));
        else if (!completed)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else
                write_settings(rq, w, str_from(completed));
        free(completed);
        json_decref(values);
        buf_release(&problems);
}

void settings_put(struct request *rq)
{
        static const struct field fields[] = {{"values", FIELD_JSON, 0, .minimum = 2, .maximum = VALUES_MAX}};
        struct str *given = arena_new(&rq->arena, struct str);
        rq->state = given;
        if (!given)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_decode(rq, fields, given))
                request_defer(rq, change);
}
