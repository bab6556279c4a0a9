/* POST /webhooks/sendgrid: events of SendGrid, a list of them at once. Signature first, on the raw body.
 *
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
#include "base/clock.h"
#include "campaigns/mail_hooks.h"
#include "campaigns/mail_news.h"
#include "campaigns/sendgrid_signature.h"
#include "http/decode.h"
#include "http/store.h"

/* What each event is to us; others (processed, delivered, deferred, open, click, ...) are nothing. A word that `type`
 * or `reason` must be; NULL: any. The first that fits. */
static const struct {
        const char *event, *type, *reason;
        enum mail_event_kind kind;
        bool permanent;
} meanings[] = {
        {"bounce", "blocked", NULL, MAIL_EVENT_BOUNCE, false},
        {"bounce", NULL, NULL, MAIL_EVENT_BOUNCE, true},
        {"blocked", NULL, NULL, MAIL_EVENT_BOUNCE, false},
        /* SendGrid did not try: it has the address on a list of its own */
        {"dropped", NULL, "Bounced Address", MAIL_EVENT_BOUNCE, true},
        {"dropped", NULL, "Invalid", MAIL_EVENT_BOUNCE, true},
        {"dropped", NULL, "Spam Reporting Address", MAIL_EVENT_COMPLAINT, false},
        {"dropped", NULL, "Unsubscribed Address", MAIL_EVENT_UNSUBSCRIBE, false},
        {"dropped", NULL, NULL, MAIL_EVENT_BOUNCE, false},
        {"spamreport", NULL, NULL, MAIL_EVENT_COMPLAINT, false},
        {"unsubscribe", NULL, NULL, MAIL_EVENT_UNSUBSCRIBE, false},
        {"group_unsubscribe", NULL, NULL, MAIL_EVENT_UNSUBSCRIBE, false},
};

static bool is_word(struct str text, const char *word)
{
        return !word || str_eq(text, str_from(word));
}

static bool read_event(const json_t *json, struct mail_event *ret)
{
        struct str event = json_text(json, "event"), type = json_text(json, "type"), reason = json_text(json, "reason");
        for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
                if (str_eq(event, str_from(meanings[i].event)) && is_word(type, meanings[i].type) &&
                    is_word(reason, meanings[i].reason)) {
                        ret->kind = meanings[i].kind;
                        ret->permanent = meanings[i].permanent;
                        ret->words = reason.ptr ? reason : event;
                        return true;
                }
        return false;
}

static void add(struct mail_news *news, const json_t *json)
{
        struct str address = json_text(json, "email");
        struct mail_event e = {
                .message_id = json_text(json, "smtp-id"),
                .provider_id = json_text(json, "sg_event_id"),
                .addresses = &address,
                .address_count = 1,
        };
        if (read_event(json, &e))
                mail_news_add(news, &e);
}

static void work(struct request *rq, struct worker *w)
{
        size_t i;
        json_t *one;
        json_t *events = json_text_read(buf_str(&rq->body));
        struct mail_news news = {.told = NULL};
        if (!json_is_array(events)) {
                reply_error(rq, events ? ERR_BAD_REQUEST : ERR_MALFORMED_JSON, STR_NULL);
                json_decref(events);
                return;
        }
        news.told = json_array();
        json_array_foreach(events, i, one) add(&news, one);
        mail_news_keep(rq, w, &news);
        json_decref(events);
}

void sendgrid_hook(struct request *rq)
{
        struct str key = store_settings(rq)->sendgrid_webhook_key;
        struct str signature = request_header(rq, "X-Twilio-Email-Event-Webhook-Signature");
        struct str timestamp = request_header(rq, "X-Twilio-Email-Event-Webhook-Timestamp");
        if (!key.len)
                reply_error(rq, ERR_NOT_FOUND, STR_NULL);
        else if (!sendgrid_signature_verify(key, signature, timestamp, buf_str(&rq->body), clock_unix()))
                reply_error(rq, ERR_BAD_SIGNATURE, STR_NULL);
        else
                request_defer(rq, work);
}
