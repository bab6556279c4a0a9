/* POST /webhooks/ses: what Amazon SES tells by way of SNS. Signature first, then what it says, once.
 *
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html (notificationType)
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (eventType)
 */
#include "base/clock.h"
#include "base/log.h"
#include "campaigns/mail_hooks.h"
#include "campaigns/mail_news.h"
#include "campaigns/sns.h"
#include "http/decode.h"
#include "http/store.h"

/* The header of the mail as it was given to SES, which sends it under a Message-ID of its own. */
static struct str message_id(const json_t *mail)
{
        size_t i;
        json_t *header;
        json_array_foreach(json_object_get(mail, "headers"), i,
                           header) if (str_eq_nocase(json_text(header, "name"),
                                                     STR("Message-ID"))) return json_text(header, "value");
        return json_text(json_object_get(mail, "commonHeaders"), "messageId");
}

static bool read_addresses(struct arena *a, const json_t *recipients, struct mail_event *e)
{
        size_t i;
        json_t *recipient;
        e->addresses = arena_array(a, struct str, json_array_size(recipients) + 1);
        if (!e->addresses)
                return false;
        json_array_foreach(recipients, i, recipient) e->addresses[e->address_count++] =
                json_text(recipient, "emailAddress");
        return true;
}

/* "Permanent General: smtp; 550 no such user" */
static bool read_bounce(struct arena *a, const json_t *bounce, struct mail_event *e)
{
        const json_t *recipients = json_object_get(bounce, "bouncedRecipients");
        struct str type = json_text(bounce, "bounceType"), more = json_text(bounce, "bounceSubType");
        struct str said = json_text(json_array_get(recipients, 0), "diagnosticCode");
        e->kind = MAIL_EVENT_BOUNCE;
        e->permanent = str_eq(type, STR("Permanent"));
        e->words = arena_printf(a, "%.*s %.*s: %.*s", STR_ARG(type), STR_ARG(more), STR_ARG(said));
        return e->words.ptr && read_addresses(a, recipients, e);
}

static bool read_complaint(struct arena *a, const json_t *complaint, struct mail_event *e)
{
        e->kind = MAIL_EVENT_COMPLAINT;
        e->words = json_text(complaint, "complaintFeedbackType");
        return read_addresses(a, json_object_get(complaint, "complainedRecipients"), e);
}

/* "not-spam": somebody took it out of the folder of spam (RFC 5965, 7.3). */
static bool is_praise(const json_t *complaint)
{
        return str_eq(json_text(complaint, "complaintFeedbackType"), STR("not-spam"));
}

/* Adds what is a bounce or a complaint; others (Delivery, Open, ...) say nothing that is counted here. */
static void read_event(struct arena *a, const json_t *told, struct str id, struct mail_news *news)
{
        struct mail_event e = {.message_id = message_id(json_object_get(told, "mail")), .provider_id = id};
        struct str type = json_text(told, "notificationType");
        const json_t *bounce = json_object_get(told, "bounce"), *complaint = json_object_get(told, "complaint");
        if (!type.ptr)
                type = json_text(told, "eventType");
        bool is_bounce = str_eq(type, STR("Bounce")), is_complaint = str_eq(type, STR("Complaint"));
        if ((!is_bounce && !is_complaint) || (is_complaint && is_praise(complaint)))
                return;
        if (is_bounce ? read_bounce(a, bounce, &e) : read_complaint(a, complaint, &e))
                mail_news_add(news, &e);
        else
                news->failed = true;
}

static void take_notification(struct request *rq, struct worker *w, const struct sns_message *m)
{
        struct mail_news news = {.told = json_array()};
        json_t *told = json_text_read(m->message); /* SES says in words that it was set up: no JSON */
        if (told)
                read_event(&rq->arena, told, m->id, &news);
        mail_news_keep(rq, w, &news);
        json_decref(told);
}

static void confirm(struct request *rq, const struct sns_message *m)
{
        enum err e = sns_confirm(store_settings(rq)->sns, m);
        if (e == ERR_NONE) {
                log_info("SNS tells what becomes of mails from now on", LOG_STR("topic", m->topic));
                reply_json(rq, 200, STR("{\"received\":true}"));
        } else {
                reply_error(rq, e, STR_NULL); /* SNS tries again */
        }
}

static void take(struct request *rq, struct worker *w, const struct sns_message *m)
{
        if (str_eq(m->type, STR("Notification"))) {
                take_notification(rq, w, m);
        } else if (str_eq(m->type, STR("SubscriptionConfirmation"))) {
                confirm(rq, m);
        } else {
                log_warn("SNS tells no more what becomes of mails", LOG_STR("topic", m->topic));
                reply_json(rq, 200, STR("{\"received\":true}"));
        }
}

static void work(struct request *rq, struct worker *w)
{
        struct sns_message m;
        struct sns *sns = store_settings(rq)->sns;
        json_t *json = json_text_read(buf_str(&rq->body));
        enum err e = !json                         ? ERR_MALFORMED_JSON
                     : !sns_message_read(json, &m) ? ERR_BAD_REQUEST
                     : !sns_takes(sns, m.topic)    ? ERR_FORBIDDEN
                                                   : sns_verify(sns, &m, clock_unix());
        if (e == ERR_NONE)
                take(rq, w, &m);
        else
                reply_error(rq, e, e == ERR_FORBIDDEN ? STR("SES_TOPIC_ARNS does not name this topic.") : STR_NULL);
        json_decref(json);
}

void ses_hook(struct request *rq)
{
        if (store_settings(rq)->sns)
                request_defer(rq, work);
        else
                reply_error(rq, ERR_NOT_FOUND, STR_NULL);
}
