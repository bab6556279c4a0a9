/* Sends what lies in the outbox. */
#include "mail/outbox.h"

#include "base/log.h"
#include "outbox_queries.h"

enum { MAIL_MEMORY_MAX = 8 * 1024 * 1024 };

static bool run(struct outbox *o, struct unit *u, struct outcome *ret)
{
        blocking_run(o->db, u, ret);
        return ret->error == ERR_NONE;
}

static bool claim(struct outbox *o, struct arena *a, struct outbox_mail *ret)
{
        struct outcome outcome;
        struct unit *u = unit_new(a);
        q_outbox_claim(u);
        PGresult *r = run(o, u, &outcome) ? outcome_last(&outcome) : NULL;
        bool found = r && PQntuples(r) == 1;
        if (found)
                *ret = (struct outbox_mail){
                        .id = result_int64(r, 0, "id"),
                        .order_id = result_int64(r, 0, "order_id"),
                        .attempts = result_int64(r, 0, "attempts"),
                        .created = result_int64(r, 0, "created"),
                        .kind = arena_copy(a, result_str(r, 0, "kind")),
                        .recipient = arena_copy(a, result_str(r, 0, "recipient")),
                };
        outcome_release(&outcome);
        return found;
}

static struct mail_result problem(enum mail_outcome outcome, const char *why)
{
        struct mail_result result = {.outcome = outcome};
        snprintf(result.reply, sizeof result.reply, "%s", why);
        return result;
}

/* The same row always has the same Message-ID, so that a mail sent twice after all can be told. */
static struct str message_id(struct arena *a, const struct outbox *o, const struct outbox_mail *m)
{
        struct str domain = str_from_offset(o->from.address, str_find(o->from.address, '@') + 1);
        return arena_printf(a, "%.*s.%lld.%lld@%.*s", STR_ARG(m->kind), (long long)m->id, (long long)m->created,
                            STR_ARG(domain));
}

static bool database_is_away(enum err e)
{
        return e == ERR_DATABASE_UNAVAILABLE || e == ERR_OUTCOME_UNKNOWN;
}

/* False, with why in *ret_problem: there is nothing to send. *ret_database_away: because of an outage. */
static bool write_mail(struct outbox *o, struct arena *a, const struct outbox_mail *m, struct mail_message *message,
                       struct buf *bytes, struct mail_result *ret_problem, bool *ret_database_away)
{
        const struct outbox_kind *kind = o->kinds;
        while (kind->kind.ptr && !str_eq(kind->kind, m->kind))
                kind++;
        if (!kind->kind.ptr) {
                *ret_problem = problem(MAIL_PERMANENT, "no such kind of mail");
                return false;
        }
        *message = (struct mail_message){.from = o->from, .date = m->created, .message_id = message_id(a, o, m)};
        message->to = (struct mail_address){.address = m->recipient};
        enum err e = kind->compose(o->context, o->db, a, m, message);
        *ret_database_away = database_is_away(e);
        if (e != ERR_NONE) {
                *ret_problem = problem(e == ERR_INTERNAL || e == ERR_INVALID_INPUT ? MAIL_PERMANENT : MAIL_TRANSIENT,
                                       "the mail could not be written");
                return false;
        }
        if (mail_compose(bytes, message) != ERR_NONE) {
                struct str why = mail_message_problem(message);
                *ret_problem = problem(why.ptr ? MAIL_PERMANENT : MAIL_TRANSIENT, why.ptr ? why.ptr : "out of memory");
                return false;
        }
        return true;
}

/* In a unit of its own, before the first byte goes out. ERR_NOT_FOUND: the claim was given back. */
static enum err mark_sending(struct outbox *o, struct arena *a, const struct outbox_mail *m)
{
        struct outcome outcome;
        struct unit *u = unit_new(a);
        q_outbox_sending(u, m->id, m->attempts);
        enum err e = run(o, u, &outcome) ? ERR_NONE : outcome.error;
        if (e == ERR_NONE && PQntuples(outcome_last(&outcome)) == 0)
                e = ERR_NOT_FOUND;
        outcome_release(&outcome);
        return e;
}

static void end(struct outbox *o, const struct outbox_mail *m, const struct mail_result *result, bool unsent)
{
        o->ending = (struct outbox_ending){.id = m->id,
                                           .order_id = m->order_id,
                                           .attempts = m->attempts,
                                           .outcome = result->outcome,
                                           .unsent = unsent};
        snprintf(o->ending.reply, sizeof o->ending.reply, "%s", result->reply);
}

static void send_written(struct outbox *o, struct arena *a, const struct outbox_mail *m, struct str message_id,
                         struct str bytes)
{
        enum err e = mark_sending(o, a, m);
        struct mail_result result = problem(MAIL_TRANSIENT, "the database went away before this was sent");
        if (e == ERR_NOT_FOUND)
                return;
        if (e == ERR_NONE) {
                struct mail_envelope envelope = {.from = o->from.address,
                                                 .recipients = &m->recipient,
                                                 .recipient_count = 1,
                                                 .message_id = message_id};
                result = mail_sender_send(o->sender, &envelope, bytes);
        }
        end(o, m, &result, e != ERR_NONE);
}

static void send(struct outbox *o, struct arena *a, const struct outbox_mail *m)
{
        struct buf bytes;
        struct mail_message message;
        struct mail_result wrong;
        bool database_away = false;
        buf_init(&bytes, MAIL_MESSAGE_MAX);
        if (write_mail(o, a, m, &message, &bytes, &wrong, &database_away))
                send_written(o, a, m, message.message_id, buf_str(&bytes));
        else
                end(o, m, &wrong, database_away);
        buf_release(&bytes);
}

static int32_t backoff(int64_t attempts)
{
        int64_t seconds = OUTBOX_BACKOFF_S;
        for (int64_t i = 1; i < attempts && seconds < OUTBOX_BACKOFF_MAX_S; i++)
                seconds *= 2;
        return (int32_t)(seconds < OUTBOX_BACKOFF_MAX_S ? seconds : OUTBOX_BACKOFF_MAX_S);
}

/* Shops watch their logs for the first word. */
static void log_failure(int64_t mail, int64_t order, struct str state, struct str reply)
{
        log_error(order ? "ORDER_EMAIL_FAILURE" : "EMAIL_FAILURE", LOG_INT("mail", mail), LOG_INT("order", order),
                  LOG_STR("state", state), LOG_STR("reply", reply));
}

/* The state of a mail that was given up; STR_NULL for others. */
static struct str given_up(const struct outbox_ending *e)
{
        if (e->outcome == MAIL_UNCERTAIN)
                return STR("uncertain");
        bool tries = e->outcome == MAIL_TRANSIENT && (e->unsent || e->attempts < OUTBOX_ATTEMPTS_MAX);
        return e->outcome == MAIL_SENT || tries ? STR_NULL : STR("failed");
}

static void add_ending(struct unit *u, const struct outbox_ending *e)
{
        struct str reply = str_from(e->reply), state = given_up(e);
        if (state.ptr)
                q_outbox_end(u, e->id, e->attempts, state, reply);
        else if (e->outcome == MAIL_SENT)
                q_outbox_sent(u, e->id, e->attempts, reply);
        else
                q_outbox_retry(u, e->id, e->attempts, reply, backoff(e->unsent ? 1 : e->attempts));
}

/* Writes down how the last mail ended; nothing to do is fine. False: the database is away, the ending is kept. Written
 * twice it changes nothing, so that one whose outcome is unknown is just repeated. */
static bool record(struct outbox *o)
{
        struct arena a;
        struct outcome outcome;
        if (!o->ending.id)
                return true;
        arena_init(&a, MAIL_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        add_ending(u, &o->ending);
        bool known = run(o, u, &outcome);
        outcome_release(&outcome);
        arena_release(&a);
        if (!known)
                return false;
        struct str state = given_up(&o->ending);
        if (state.ptr)
                log_failure(o->ending.id, o->ending.order_id, state, str_from(o->ending.reply));
        o->ending.id = 0;
        return true;
}

bool outbox_send_next(struct outbox *o)
{
        struct arena a;
        struct outbox_mail m;
        if (!record(o))
                return false;
        arena_init(&a, MAIL_MEMORY_MAX);
        bool found = claim(o, &a, &m);
        if (found)
                send(o, &a, &m);
        arena_release(&a);
        return found && record(o);
}

void outbox_abandon(struct outbox *o)
{
        struct arena a;
        struct outcome outcome;
        if (!record(o)) /* after a long outage our own would look abandoned */
                return;
        arena_init(&a, MAIL_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_outbox_put_back(u, OUTBOX_CLAIM_S);
        q_outbox_abandon(u, OUTBOX_ABANDONED_S);
        if (run(o, u, &outcome))
                for (int i = 0; i < PQntuples(outcome_last(&outcome)); i++)
                        log_failure(result_int64(outcome_last(&outcome), i, "id"),
                                    result_int64(outcome_last(&outcome), i, "order_id"), STR("uncertain"),
                                    STR("the program ended while it sent this"));
        outcome_release(&outcome);
        arena_release(&a);
}
