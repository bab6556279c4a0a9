/* POST /api/v1/events: what visitors do, as the pages tell it. Whoever posts may make it all up: it proves nothing and
 * changes nothing but statistics. Hence no CSRF token, which a page that is being left has no time to fetch; pages of
 * other origins are refused (ROUTE_TOLD). */
#include "events/events_http.h"

#include <stddef.h>

#include "base/clock.h"
#include "campaigns/campaigns.h"
#include "events_queries.h"
#include "http/decode.h"
#include "http/limiter.h"
#include "http/store.h"

enum {
        EVENTS_MAX = 20,
        URL_CHARACTERS = 2000, /* as client_events holds, like the next */
        NAME_CHARACTERS = 200,
        DETAIL_MAX = 4000,    /* bytes; PostgreSQL writes it with blanks, in 8,000 at most */
        VIA_AD_S = 60,        /* the page that an ad's own address has led to is seen within a minute */
        JSON_MAX = 256 * 1024 /* what fits into a body, escaped */
};

struct told {
        struct str kind, url, name, detail, em_cd, mb_cd, pr_cd, ad_cd; /* STR_NULL: not given */
        bool landing;
};

static const char *const kinds[] = {"page_view", "ajax_error", "button_click", "link_event", "custom", NULL};

#define CODE(name)                                                                                                     \
        {                                                                                                              \
#name, FIELD_TEXT, offsetof(struct told, name), 1, PERSON_CODE_MAX, .optional = true                   \
        }
static const struct field told_fields[] = {
        {"kind", FIELD_TEXT, offsetof(struct told, kind), .choices = kinds},
        {"url", FIELD_TEXT, offsetof(struct told, url), 0, URL_CHARACTERS, .optional = true, .characters = true},
        {"name", FIELD_TEXT, offsetof(struct told, name), 0, NAME_CHARACTERS, .optional = true, .characters = true},
        {"detail", FIELD_JSON, offsetof(struct told, detail), 2, DETAIL_MAX, .optional = true},
        {"landing", FIELD_BOOL, offsetof(struct told, landing), .optional = true},
        CODE(em_cd),
        CODE(mb_cd),
        CODE(pr_cd),
        CODE(ad_cd),
};
static const struct field batch_fields[] = {
        {"events", FIELD_LIST, 0, 1, EVENTS_MAX, .fields = told_fields,
         .field_count = sizeof told_fields / sizeof told_fields[0], .item_size = sizeof(struct told)},
};

static bool is_view(const struct told *t)
{
        return str_eq(t->kind, STR("page_view"));
}

/* The ad that led here by its bare code, if one did: the last that is told. STR_NULL: none, or its own address
 * (/e/a/) has told the browser already. */
static struct str ad_of(const struct field_list *all)
{
        struct str ad = STR_NULL;
        const struct told *told = all->items;
        for (size_t i = 0; i < all->count; i++)
                if (is_view(&told[i]) && told[i].landing && told[i].ad_cd.ptr)
                        ad = told[i].ad_cd;
        return ad;
}

static void add_member(struct buf *json, const char *name, struct str value)
{
        buf_printf(json, "%s\"%s\":", json->ptr[json->len - 1] == '{' ? "" : ",", name);
        buf_add_json(json, value);
}

static void add_event(struct buf *json, const struct told *t)
{
        buf_add_char(json, '{');
        add_member(json, "kind", t->kind);
        add_member(json, "url", t->url);
        add_member(json, "name", t->name);
        add_member(json, "em_cd", t->em_cd);
        add_member(json, "mb_cd", t->mb_cd);
        add_member(json, "pr_cd", t->pr_cd);
        add_member(json, "ad_cd", t->ad_cd);
        if (t->detail.ptr)
                buf_printf(json, ",\"detail\":%.*s", STR_ARG(t->detail));
        buf_add_char(json, '}');
}

static void add_events(struct request *rq, struct unit *u, const struct field_list *all)
{
        struct buf json;
        const struct told *told = all->items;
        buf_init(&json, JSON_MAX);
        for (size_t i = 0; i < all->count; i++) {
                buf_add_char(&json, i ? ',' : '[');
                add_event(&json, &told[i]);
        }
        buf_add_char(&json, ']');
        q_events_add(u, rq->visitor, rq->session, json.failed ? STR_NULL : buf_str(&json));
        buf_release(&json);
}

/* What PostgreSQL would refuse, or take for something else. */
static bool check_details(struct request *rq, const struct field_list *all)
{
        const struct told *told = all->items;
        for (size_t i = 0; i < all->count; i++)
                if (told[i].detail.ptr && told[i].detail.ptr[0] != '{') {
                        reply_field_error(rq, STR("events.detail"), STR("wrong_type"), STR("Give an object."));
                        return false;
                }
        return true;
}

static void note_people(struct request *rq, const struct field_list *all)
{
        const struct told *told = all->items;
        for (size_t i = 0; i < all->count; i++)
                if (is_view(&told[i]))
                        tracking_saw_person(rq, told[i].em_cd, told[i].mb_cd, told[i].pr_cd);
}

static void note_ad(struct request *rq, const PGresult *r)
{
        struct via now, before;
        char value[SIGNED_TEXT_SIZE];
        if (PQntuples(r) == 0)
                return;
        now = (struct via){.ad_id = result_int64(r, 0, "id"), .at_s = clock_unix()};
        if (via_of_request(rq, &before) && before.ad_id == now.ad_id && now.at_s - before.at_s < VIA_AD_S)
                return;
        via_make(store_settings(rq)->secret_key, now, value);
        via_keep(rq, value, result_int64(r, 0, "days"));
        tracking_count_visit(rq, now.ad_id);
}

static void on_added(struct request *rq, const struct outcome *o)
{
        const struct field_list *all = rq->state;
        rq->reply.status = 204;
        reply_header(rq, "Cache-Control", "no-store");
        note_people(rq, all);
        if (ad_of(all).ptr)
                note_ad(rq, outcome_last(o));
}

void events_post(struct request *rq)
{
        struct field_list *all = arena_new(&rq->arena, struct field_list);
        rq->state = all;
        if (!all) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_decode(rq, batch_fields, all) || !check_details(rq, all) ||
            !limiter_pass_events(rq, (unsigned)all->count))
                return;
        struct unit *u = request_unit(rq);
        add_events(rq, u, all);
        if (ad_of(all).ptr)
                q_events_ad(u, ad_of(all));
        request_run(rq, u, on_added);
}
