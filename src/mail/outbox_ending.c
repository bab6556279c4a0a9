/* How mails ended: kept until the database knows. */
#include "mail/outbox_internal.h"

#include "base/log.h"
#include "mail/smtp_reply.h"
#include "outbox_queries.h"

void outbox_log_failure(int64_t mail, int64_t order, const char *state, struct str reply)
{
        log_error(order ? "ORDER_EMAIL_FAILURE" : "EMAIL_FAILURE", LOG_INT("mail", mail), LOG_INT("order", order),
                  LOG_CSTR("state", state), LOG_STR("reply", reply));
}

static int32_t backoff(int64_t attempts)
{
        int64_t seconds = OUTBOX_BACKOFF_S;
        for (int64_t i = 1; i < attempts && seconds < OUTBOX_BACKOFF_MAX_S; i++)
                seconds *= 2;
        return (int32_t)(seconds < OUTBOX_BACKOFF_MAX_S ? seconds : OUTBOX_BACKOFF_MAX_S);
}

static const char *state_after(const struct letter_in_hand *l, const struct mail_result *result)
{
        switch (result->outcome) {
        case MAIL_SENT: return "sent";
        case MAIL_UNCERTAIN: return "uncertain";
        case MAIL_PERMANENT: return "failed";
        case MAIL_TRANSIENT: break;
        }
        return l->age > OUTBOX_LIFETIME_S ? "failed" : "queued";
}

/* What a server says of a mail that it will not have; what we could not write is no bounce. */
static int bounce_of(const struct mail_result *result)
{
        if (result->code == 0 || result->server_failed)
                return BOUNCE_NONE;
        bool is_hard = result->outcome == MAIL_PERMANENT && result->stage == MAIL_STAGE_RECIPIENT &&
                       smtp_reply_blames_recipient(str_from(result->reply));
        return is_hard ? BOUNCE_HARD : BOUNCE_SOFT;
}

/* What the server did to itself is no attempt of this mail. */
void outbox_end(struct outbox *o, const struct letter_in_hand *l, const struct mail_result *result)
{
        struct outbox_ending *e = &o->endings[o->ending_count++];
        bool no_attempt = result->outcome == MAIL_TRANSIENT && result->server_failed;
        o->ended++;
        *e = (struct outbox_ending){.id = l->id,
                                    .order_id = l->order_id,
                                    .lease = l->lease,
                                    .bounce = bounce_of(result),
                                    .attempts = l->attempts - no_attempt,
                                    .state = state_after(l, result)};
        e->plain = result->outcome == MAIL_SENT;
        e->wait_s = result->stale ? 0 : backoff(no_attempt ? 1 : l->attempts);
        snprintf(e->reply, sizeof e->reply, "%s", result->reply);
        if (result->copies_failed)
                log_warn("not all copies of a mail were taken", LOG_INT("mail", l->id));
}

static void add_ending(struct buf *json, const struct outbox_ending *e)
{
        static const char *const bounces[] = {[BOUNCE_NONE] = "null", [BOUNCE_SOFT] = "false", [BOUNCE_HARD] = "true"};
        buf_printf(json, "%s{\"id\":%lld,\"state\":\"%s\",\"wait\":%d,\"attempts\":%lld,\"bounce\":%s,\"reply\":",
                   json->len ? "," : "[", (long long)e->id, e->state, e->wait_s, (long long)e->attempts,
                   bounces[e->bounce]);
        buf_add_json(json, str_from(e->reply));
        buf_add_char(json, '}');
}

void outbox_endings_add(struct outbox *o, struct unit *u)
{
        struct buf json;
        o->endings_told = o->ending_count;
        buf_init(&json, UNIT_MEMORY_MAX);
        for (unsigned i = 0; i < o->ending_count; i++)
                if (!o->endings[i].plain)
                        add_ending(&json, &o->endings[i]);
        if (json.len > 0 || json.failed) {
                buf_add_char(&json, ']');
                q_outbox_end(u, o->worker, json.failed ? STR_NULL : buf_str(&json));
        }
        buf_release(&json);
}

static void log_ending(const struct outbox_ending *e)
{
        if (strcmp(e->state, "failed") == 0 || strcmp(e->state, "uncertain") == 0)
                outbox_log_failure(e->id, e->order_id, e->state, str_from(e->reply));
}

void outbox_endings_forget(struct outbox *o, const PGresult *written)
{
        unsigned kept = 0;
        for (unsigned i = 0; i < o->ending_count; i++) {
                struct outbox_ending *e = &o->endings[i];
                if (i >= o->endings_told) {
                        o->endings[kept++] = *e;
                } else if (e->plain && !outbox_is_among(written, e->id)) {
                        e->plain = false;
                        o->endings[kept++] = *e;
                } else {
                        log_ending(e);
                }
        }
        o->ending_count = kept;
        o->endings_told = 0;
}
