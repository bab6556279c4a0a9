/* Settings of the environment: which there are and which are set. No value is told, for many are secrets. */
#include "app/environment_http.h"

#include "admin/admin.h"
#include "app/settings.h"

enum { REPLY_MAX_BYTES = 64 * 1024 };

static void add_setting(struct buf *json, const struct setting_shown *s)
{
        buf_add(json, STR("{\"name\":"));
        buf_add_json(json, str_from(s->name));
        buf_add(json, STR(",\"description\":"));
        buf_add_json(json, str_from(s->description));
        buf_add(json, STR(",\"initial\":"));
        buf_add_json(json, str_from(s->initial));
        buf_printf(json, ",\"is_set\":%s}", s->is_set ? "true" : "false");
}

static void reply_environment(struct request *rq, const struct outcome *o)
{
        struct buf json;
        struct setting_shown s;
        (void)o;
        buf_init(&json, REPLY_MAX_BYTES);
        buf_add(&json, STR("{\"items\":["));
        for (size_t n = 0; settings_shown(n, &s); n++) {
                if (n)
                        buf_add_char(&json, ',');
                add_setting(&json, &s);
        }
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

static void show(struct request *rq, struct worker *w)
{
        admin_run(rq, w, NULL, admin_unit(rq, "configuration", ADMIN_VIEW), reply_environment);
}

void environment_get(struct request *rq)
{
        request_defer(rq, show);
}
