/* Redirects of links and ads, and the pixel. Where they lead stands in the database and nowhere in the request. */
#include "campaigns/tracking_http.h"

#include "base/clock.h"
#include "campaigns/mail_code.h"
#include "campaigns/tracking.h"
#include "http/store.h"
#include "tracking_queries.h"

/* What was asked for, until the database has answered; in the request's arena. */
struct asked {
        struct str key;
        struct mail_code code; /* of a click */
};

/* Codes are for who has them: no search engine lists them, nothing keeps them, no other site learns of them. */
static void add_privacy(struct request *rq)
{
        reply_header(rq, "Cache-Control", "no-store");
        reply_header(rq, "Referrer-Policy", "no-referrer");
        reply_header(rq, "X-Robots-Tag", "noindex");
}

static void refuse(struct request *rq)
{
        reply_page_unknown(rq);
        add_privacy(rq);
}

static void follow(struct request *rq, const struct landing *to)
{
        if (!to) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        rq->reply.status = 302;
        reply_header(rq, "Location", arena_copy(&rq->arena, str_from(to->url)).ptr);
        via_keep(rq, to->cookie, to->days);
        add_privacy(rq);
        if (str_eq(rq->method, STR("HEAD")))
                return; /* only programs look without going */
        if (to->via.ad_id)
                tracking_count_visit(rq, to->via.ad_id);
        else
                tracking_count(rq, to->via.message_id, to->via.link_id);
}

/* What the database said of it; kept for those who come after. `arguments` are for an address of the shop. */
static const struct landing *keep(struct request *rq, const PGresult *r, int row, struct via via, struct str arguments)
{
        struct buf url;
        const struct asked *asked = rq->state;
        const struct store_settings *store = store_settings(rq);
        buf_init(&url, LANDING_URL_MAX);
        landing_write_url(&url, result_str(r, row, "url"), store->public_url, arguments);
        via.at_s = clock_unix();
        const struct landing *kept = url.failed || !arguments.ptr
                                             ? NULL
                                             : landing_keep(tracking_landings(rq), asked->key, store->secret_key, via,
                                                            result_int64(r, row, "days"), buf_str(&url), clock_ms());
        buf_release(&url);
        return kept;
}

/* Answers from memory; false: it has to be asked for. */
static bool is_known(struct request *rq, struct str key, int64_t holds_ms)
{
        const struct landing *known = landing_find(tracking_landings(rq), key, holds_ms, clock_ms());
        if (known)
                follow(rq, known);
        return known;
}

/* For when the database has answered. False: the error is replied. */
static bool note(struct request *rq, struct str key, struct mail_code code)
{
        struct asked *asked = arena_new(&rq->arena, struct asked);
        if (!asked || !key.ptr) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return false;
        }
        *asked = (struct asked){key, code};
        rq->state = asked;
        return true;
}

static void on_link(struct request *rq, const PGresult *r, int row)
{
        const struct asked *asked = rq->state;
        if (row < 0) {
                refuse(rq);
                return;
        }
        struct str member = result_str(r, row, "mb_cd"), code = member.ptr ? member : result_str(r, row, "pr_cd");
        struct str arguments = arena_printf(&rq->arena, "em_cd=%.*s&%s=%.*s", STR_ARG(result_str(r, row, "em_cd")),
                                            member.ptr ? "mb_cd" : "pr_cd", STR_ARG(code));
        struct via via = {.message_id = asked->code.message_id, .link_id = asked->code.link_id};
        follow(rq, keep(rq, r, row, via, arguments));
}

/* Kept under their codes, which were read before they were kept. */
void tracking_get_click(struct request *rq)
{
        struct mail_code code;
        if (is_known(rq, rq->params[0], LANDING_LINK_MS))
                return;
        if (!mail_code_read(store_settings(rq)->secret_key, MAIL_CODE_CLICK, rq->params[0], &code))
                refuse(rq);
        else if (note(rq, rq->params[0], code))
                lookup_ask(tracking_lookups(rq), rq, code, on_link);
}

static void on_ad(struct request *rq, const struct outcome *o)
{
        const PGresult *r = outcome_last(o);
        if (PQntuples(r) == 0) {
                refuse(rq);
                return;
        }
        struct str arguments = arena_printf(&rq->arena, "ad_cd=%.*s", STR_ARG(rq->params[0]));
        follow(rq, keep(rq, r, 0, (struct via){.ad_id = result_int64(r, 0, "id")}, arguments));
}

void tracking_get_ad(struct request *rq)
{
        struct str code = rq->params[0];
        if (code.len > PERSON_CODE_MAX) {
                refuse(rq);
                return;
        }
        struct str key = arena_printf(&rq->arena, "ad %.*s", STR_ARG(code));
        if (is_known(rq, key, LANDING_AD_MS) || !note(rq, key, (struct mail_code){0}))
                return;
        struct unit *u = request_unit(rq);
        q_tracking_ad_target(u, code);
        request_run(rq, u, on_ad);
}

/* One transparent pixel (GIF89a). */
static const char pixel[] = "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377!\371\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

void tracking_get_open(struct request *rq)
{
        struct mail_code code;
        struct str file = rq->params[0], type = STR(".gif");
        file.len -= str_ends(file, type) ? type.len : file.len;
        if (!mail_code_read(store_settings(rq)->secret_key, MAIL_CODE_OPEN, file, &code)) {
                refuse(rq);
                return;
        }
        rq->reply.body = body_new((struct str){pixel, sizeof pixel - 1});
        rq->reply.status = rq->reply.body ? 200 : 503;
        rq->reply.content_type = "image/gif";
        add_privacy(rq);
        if (!str_eq(rq->method, STR("HEAD")))
                tracking_count(rq, code.message_id, 0);
}
