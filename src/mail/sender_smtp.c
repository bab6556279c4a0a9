/* Mail over SMTP: connections that are opened when there is something to send and kept while there is. */
#include "mail/sender_kinds.h"

#include <stdlib.h>

#include "base/clock.h"

struct str mail_smtp_open(struct mail_sender *s, const struct mail_sender_settings *settings)
{
        struct str problem = smtp_server_init(&s->server, settings);
        if (problem.ptr)
                return problem;
        s->slots = calloc(s->connections, sizeof *s->slots);
        return s->slots ? STR_NULL : STR("there is no memory for so many connections");
}

/* A server whose answer nobody waits for any more still likes to hear QUIT. */
static void hang_up(struct sender_slot *slot)
{
        if (slot->link.state == SMTP_LINK_OPEN && !slot->talk.lost && !slot->talk.under_way)
                smtp_link_send(&slot->link, "QUIT\r\n", 6);
        smtp_link_close(&slot->link);
}

void mail_smtp_close(struct mail_sender *s)
{
        for (unsigned i = 0; s->slots && i < s->connections; i++)
                hang_up(&s->slots[i]);
        free(s->slots);
        s->slots = NULL;
}

static bool is_ready(const struct sender_slot *slot)
{
        return slot->link.state == SMTP_LINK_OPEN && !slot->busy && !slot->talk.under_way && !slot->talk.lost;
}

unsigned mail_smtp_ready(const struct mail_sender *s)
{
        unsigned ready = 0;
        for (unsigned i = 0; i < s->connections; i++)
                ready += is_ready(&s->slots[i]);
        return ready;
}

bool mail_smtp_lives(const struct mail_sender *s)
{
        for (unsigned i = 0; i < s->connections; i++)
                if (s->slots[i].link.state != SMTP_LINK_CLOSED)
                        return true;
        return false;
}

static void open_slot(struct mail_sender *s, struct sender_slot *slot)
{
        slot->mails = 0;
        slot->busy = slot->sends_copies = false;
        if (!smtp_link_open(&slot->link, &s->server))
                smtp_server_failed(&s->server, &slot->link.reply);
}

/* After a failure one connection is tried alone. */
void mail_smtp_want(struct mail_sender *s, unsigned mails)
{
        unsigned coming = 0, opening = 0;
        for (unsigned i = 0; i < s->connections; i++) {
                opening += s->slots[i].link.state == SMTP_LINK_OPENING;
                coming += s->slots[i].link.state == SMTP_LINK_OPENING || is_ready(&s->slots[i]);
        }
        for (unsigned i = 0; i < s->connections && coming < mails; i++) {
                if (smtp_server_pause_ms(&s->server) > 0 || (s->server.failures > 0 && opening > 0))
                        return;
                if (s->slots[i].link.state != SMTP_LINK_CLOSED)
                        continue;
                open_slot(s, &s->slots[i]);
                opening++;
                coming++;
        }
}

static void end_mail(struct mail_sender *s, struct sender_slot *slot, struct mail_result result)
{
        bool kept_one = slot->mails > 1;
        result.stale = result.stale && result.server_failed && kept_one;
        if (slot->sends_copies) {
                slot->first.copies_failed = result.outcome != MAIL_SENT || result.copies_failed;
                result = slot->first;
        }
        if (result.outcome == MAIL_SENT)
                smtp_server_succeeded(&s->server, slot->opened_ms);
        slot->busy = slot->sends_copies = false;
        slot->idle_since_ms = clock_ms();
        mail_sender_end(s, slot->mail, &result);
}

static void begin_copies(struct mail_sender *s, struct sender_slot *slot)
{
        const struct mail_envelope *e = slot->envelope;
        slot->first = slot->talk.result;
        slot->sends_copies = true;
        slot->deadline_ms = clock_ms() + s->deadline_ms;
        smtp_talk_begin(&slot->talk, e->from, e->recipients + 1, e->recipient_count - 1, slot->message);
        smtp_talk_turn(&slot->talk);
}

static void note_failure(struct mail_sender *s, const struct mail_result *result)
{
        struct smtp_reply words;
        smtp_reply_say(&words, str_from(result->reply));
        words.code = result->code;
        smtp_server_failed(&s->server, &words);
}

/* What the talk has come to. */
static void settle(struct mail_sender *s, struct sender_slot *slot)
{
        struct smtp_talk *t = &slot->talk;
        while (slot->busy && t->ended) {
                bool copies = !slot->sends_copies && t->result.outcome == MAIL_SENT && !t->lost &&
                              slot->envelope->recipient_count > 1;
                if (!slot->sends_copies)
                        t->result.copies_failed = t->result.outcome == MAIL_SENT && slot->envelope->recipient_count > 1;
                if (t->result.server_failed && !(t->result.stale && slot->mails > 1))
                        note_failure(s, &t->result);
                if (copies)
                        begin_copies(s, slot);
                else
                        end_mail(s, slot, t->result);
        }
        if (t->lost)
                smtp_link_close(&slot->link);
}

static void check_time(struct mail_sender *s, struct sender_slot *slot, int64_t now_ms)
{
        struct smtp_talk *t = &slot->talk;
        if (t->under_way && (now_ms > slot->deadline_ms || now_ms - t->heard_ms > MAIL_SILENCE_MS)) {
                smtp_talk_give_up(t, STR("the server did not answer in time"));
                settle(s, slot);
        } else if (is_ready(slot) &&
                   (now_ms - slot->idle_since_ms > MAIL_IDLE_MS || slot->mails >= MAIL_PER_CONNECTION_MAX)) {
                hang_up(slot);
        }
}

static void turn_opening(struct mail_sender *s, struct sender_slot *slot)
{
        smtp_link_turn(&slot->link);
        if (slot->link.state == SMTP_LINK_CLOSED) {
                smtp_server_failed(&s->server, &slot->link.reply);
        } else if (slot->link.state == SMTP_LINK_OPEN) {
                smtp_talk_init(&slot->talk, &slot->link);
                slot->opened_ms = slot->idle_since_ms = clock_ms();
        }
}

static void turn(struct mail_sender *s, struct sender_slot *slot, bool has_news)
{
        if (slot->link.state == SMTP_LINK_OPENING)
                turn_opening(s, slot);
        if (slot->link.state != SMTP_LINK_OPEN)
                return;
        if (has_news) {
                smtp_talk_turn(&slot->talk);
                settle(s, slot);
        }
        if (slot->link.state == SMTP_LINK_OPEN)
                check_time(s, slot, clock_ms());
}

void mail_smtp_begin(struct mail_sender *s, const struct mail_envelope *envelope, struct str message, void *mail)
{
        struct sender_slot *slot = s->slots;
        while (!is_ready(slot)) /* the caller saw that one is */
                slot++;
        slot->busy = true;
        slot->mails++;
        slot->mail = mail;
        slot->envelope = envelope;
        slot->message = message;
        slot->deadline_ms = clock_ms() + s->deadline_ms;
        smtp_talk_begin(&slot->talk, envelope->from, envelope->recipients, 1, message);
        smtp_talk_turn(&slot->talk);
        settle(s, slot);
}

/* libcurl's timers while a connection opens, and the end of deadlines. */
static int shortened(const struct mail_sender *s, int timeout_ms)
{
        int64_t now = clock_ms();
        for (unsigned i = 0; i < s->connections; i++) {
                const struct sender_slot *slot = &s->slots[i];
                int64_t until = slot->link.state == SMTP_LINK_OPENING ? slot->link.timer_ms
                                : slot->busy                          ? slot->deadline_ms
                                                                      : INT64_MAX;
                if (until - now < timeout_ms)
                        timeout_ms = until > now ? (int)(until - now) : 0;
        }
        return timeout_ms;
}

void mail_smtp_wait(struct mail_sender *s, int timeout_ms, struct pollfd *polled, nfds_t count)
{
        struct pollfd *ours = polled + count;
        for (unsigned i = 0; i < s->connections; i++) {
                bool writes = s->slots[i].link.state == SMTP_LINK_OPEN && smtp_talk_wants_to_write(&s->slots[i].talk);
                ours[i] = (struct pollfd){.fd = smtp_link_descriptor(&s->slots[i].link),
                                          .events = (short)(POLLIN | (writes ? POLLOUT : 0))};
        }
        int n = poll(polled, count + s->connections, shortened(s, timeout_ms));
        for (unsigned i = 0; i < s->connections; i++)
                turn(s, &s->slots[i], n > 0 && ours[i].revents);
}

void mail_smtp_abandon(struct mail_sender *s)
{
        for (unsigned i = 0; i < s->connections; i++) {
                struct sender_slot *slot = &s->slots[i];
                if (slot->link.state != SMTP_LINK_OPEN || !slot->busy)
                        continue;
                smtp_talk_give_up(&slot->talk, STR("the program was stopped while it sent this"));
                settle(s, slot);
        }
}
