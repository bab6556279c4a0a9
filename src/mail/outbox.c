/* Sends what lies in the outbox: the work of one worker. */
#include "mail/outbox_internal.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"

enum { CAMPAIGN_ROWS_FIRST = 50 /* before it was seen how fast the server is */ };

static void release(struct outbox *o)
{
        errand_close(o->marks);
        errand_close(o->claims);
        for (unsigned i = 0; i < o->letter_count; i++) {
                letter_in_hand_free(&o->letters[i]);
                buf_release(&o->letters[i].bytes);
        }
        outbox_batch_forget(&o->batch);
        outbox_batch_forget(&o->coming);
        free(o->letters);
        free(o->endings);
        free(o);
}

struct outbox *outbox_open(const struct outbox_settings *s)
{
        struct outbox *o = calloc(1, sizeof *o);
        if (!o)
                return NULL;
        unsigned letter_count = s->connections * LETTERS_A_CONNECTION;
        o->settings = *s;
        o->letters = calloc(letter_count, sizeof *o->letters);
        o->endings = calloc(ENDINGS_MAX + s->connections, sizeof *o->endings);
        o->marks = errand_open(s->conninfo, s->database);
        o->claims = errand_open(s->conninfo, s->database);
        o->letter_count = o->letters ? letter_count : 0;
        o->campaign_rows = CAMPAIGN_ROWS_FIRST;
        o->turn_ms = OUTBOX_TURN_MS;
        if (!o->letters || !o->endings || !o->marks || !o->claims) {
                release(o);
                return NULL;
        }
        for (unsigned i = 0; i < o->letter_count; i++)
                letter_in_hand_free(&o->letters[i]);
        return o;
}

unsigned outbox_count(const struct outbox *o, int letter_state)
{
        unsigned count = 0;
        for (unsigned i = 0; i < o->letter_count; i++)
                count += (int)o->letters[i].state == letter_state;
        return count;
}

static unsigned count_waiting(const struct outbox *o)
{
        return outbox_count(o, LETTER_WRITTEN) + outbox_count(o, LETTER_MARKING) + outbox_count(o, LETTER_MARKED);
}

/* A letter that met a connection which the server had closed goes over another one, still marked. */
static void take_results(struct outbox *o)
{
        void *mail;
        struct mail_result result;
        while (mail_sender_take(o->settings.sender, &result, &mail)) {
                struct letter_in_hand *l = mail;
                if (result.stale) {
                        l->state = LETTER_MARKED;
                        continue;
                }
                outbox_end(o, l, &result);
                letter_in_hand_free(l);
        }
}

static void send_marked(struct outbox *o)
{
        for (unsigned i = 0; i < o->letter_count && mail_sender_ready(o->settings.sender) > 0; i++) {
                struct letter_in_hand *l = &o->letters[i];
                if (l->state != LETTER_MARKED)
                        continue;
                l->state = LETTER_UNDER_WAY;
                mail_sender_begin(o->settings.sender, &l->envelope, buf_str(&l->bytes), l);
        }
}

/* Marked are as many as connections are idle, but for those that a marked letter waits for. So mails that are marked
 * are no more than connections: under way, marked, or ended and not written down. */
static unsigned marks_allowed(const struct outbox *o)
{
        unsigned ready = mail_sender_ready(o->settings.sender), marked = outbox_count(o, LETTER_MARKED);
        return ready > marked && !o->stopping ? ready - marked : 0;
}

/* A step for several mails costs little more than for one, so one that has ended waits for its neighbours: until half
 * of them have, or OUTBOX_GATHER_MS. */
static bool gathers(struct outbox *o)
{
        if (o->ending_count == 0 || o->ending_count >= outbox_count(o, LETTER_UNDER_WAY)) {
                o->gather_ms = 0;
                return false;
        }
        if (o->gather_ms == 0)
                o->gather_ms = clock_ms() + OUTBOX_GATHER_MS;
        return clock_ms() <= o->gather_ms;
}

/* What the database is to do next. */
static void hand_over(struct outbox *o)
{
        if (!errand_is_idle(o->marks) || clock_ms() < o->retry_ms)
                return;
        if (o->worker == 0) {
                outbox_rows_enter(o);
        } else if (o->has_strays) {
                if (errand_is_idle(o->claims))
                        outbox_rows_put_back(o);
        } else if (clock_ms() >= o->look_ms) {
                o->look_ms = clock_ms() + OUTBOX_LOOK_MS;
                outbox_rows_look_for_dead(o);
        } else if (!gathers(o)) {
                outbox_rows_step(o, marks_allowed(o));
        }
}

/* Who was thought dead for a while claims once more what he still has: it goes out once, by the first copy. */
static bool is_in_hand(const struct outbox *o, int64_t id)
{
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state != LETTER_FREE && o->letters[i].id == id)
                        return true;
        for (unsigned i = 0; i < o->ending_count; i++)
                if (o->endings[i].id == id)
                        return true;
        return false;
}

static void take_row(struct outbox *o, struct letter_in_hand *l)
{
        const PGresult *r = o->batch.rows;
        int row = o->batch.next_row++;
        struct mail_result wrong;
        struct outbox_mail m = {
                .id = result_int64(r, row, "id"),
                .order_id = result_int64(r, row, "order_id"),
                .attempts = result_int64(r, row, "attempts"),
                .created = result_int64(r, row, "created"),
                .age = result_int64(r, row, "age"),
                .email_id = result_int64(r, row, "email_id"),
                .lease = result_int64(r, row, "lease"),
                .kind = result_str(r, row, "kind"),
                .recipient = result_str(r, row, "recipient"),
        };
        if (is_in_hand(o, m.id))
                return;
        if (outbox_write(o, &m, l, &wrong)) {
                l->state = LETTER_WRITTEN;
                return;
        }
        outbox_end(o, l, &wrong);
        letter_in_hand_free(l);
}

static struct letter_in_hand *free_letter(struct outbox *o)
{
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state == LETTER_FREE)
                        return &o->letters[i];
        return NULL;
}

/* The shop's own mail does not wait for what was claimed of a campaign. */
static void let_pass(struct outbox *o)
{
        struct outbox_batch campaign = o->batch;
        o->batch = o->coming;
        o->coming = campaign;
}

/* False: there is none to write, or no room. */
static bool write_letter(struct outbox *o)
{
        if (o->coming.complete && !o->coming.is_campaign && o->batch.is_campaign)
                let_pass(o);
        if (outbox_batch_left(&o->batch) == 0) {
                outbox_batch_forget(&o->batch);
                if (!o->coming.complete)
                        return false;
                o->batch = o->coming;
                o->coming = (struct outbox_batch){0};
        }
        struct letter_in_hand *l = free_letter(o);
        if (!l || o->ending_count >= ENDINGS_MAX)
                return false;
        take_row(o, l);
        return true;
}

/* How many mails of a campaign are work for OUTBOX_CAMPAIGN_MS. */
static void measure(struct outbox *o)
{
        int least = (int)o->settings.connections, elapsed_ms = (int)(clock_ms() - o->paced_ms);
        if (elapsed_ms < OUTBOX_TURN_MS)
                return;
        bool idle = o->ended == 0 && outbox_count(o, LETTER_UNDER_WAY) == 0;
        int rows = (int)o->ended * OUTBOX_CAMPAIGN_MS / elapsed_ms;
        if (!idle)
                o->campaign_rows = rows < least ? least : rows > OUTBOX_CAMPAIGN_BATCH ? OUTBOX_CAMPAIGN_BATCH : rows;
        o->paced_ms = clock_ms();
        o->ended = 0;
}

/* The next batch, while the present one is sent: when half of it is left, and what the shop sends itself beside a
 * campaign's. After a failure one mail is enough to try the server with. */
static void claim(struct outbox *o)
{
        unsigned left = outbox_batch_left(&o->batch);
        measure(o);
        if (o->worker == 0 || o->coming.rows || !errand_is_idle(o->claims) || clock_ms() < o->retry_ms)
                return;
        bool may_claim = clock_ms() >= o->claim_ms;
        if (mail_sender_has_failed(o->settings.sender)) {
                if (may_claim && left + count_waiting(o) == 0)
                        outbox_claim(o, 1, 1);
        } else if (may_claim && left * 2 <= (unsigned)(o->batch.is_campaign ? o->campaign_rows : OUTBOX_BATCH)) {
                outbox_claim(o, OUTBOX_BATCH, o->campaign_rows);
        } else if (o->batch.is_campaign && clock_ms() >= o->own_ms) {
                outbox_claim(o, OUTBOX_BATCH, 0);
        }
}

/* True: nothing can be sent now, and nothing is in hand or will be soon. */
static bool yield_to_pause(struct outbox *o)
{
        struct str words;
        int64_t pause_ms = mail_sender_pause_ms(o->settings.sender, &words);
        if (pause_ms == 0)
                return false;
        if (!o->has_strays && (o->batch.rows || o->coming.rows || count_waiting(o) > 0)) {
                log_warn("the mail server is left alone for a while", LOG_INT("ms", pause_ms), LOG_STR("reply", words));
                snprintf(o->put_back_why, sizeof o->put_back_why, "%.*s", STR_ARG(words));
                o->has_strays = true;
        }
        return true;
}

/* Work ahead. True: there is more to do at once. */
static bool prepare(struct outbox *o)
{
        claim(o);
        bool wrote = false;
        for (int i = 0; i < LETTERS_A_TURN && (i == 0 || wrote); i++)
                wrote = write_letter(o);
        mail_sender_want(o->settings.sender, count_waiting(o));
        return wrote;
}

/* First what others wait for: the server, then the database. */
void outbox_turn(struct outbox *o)
{
        errand_turn(o->marks);
        errand_turn(o->claims);
        bool sends = !o->stopping && !yield_to_pause(o) && !o->has_strays;
        if (sends)
                send_marked(o);
        hand_over(o);
        bool has_more = sends && prepare(o);
        int wait_ms = has_more ? 0 : o->gather_ms ? OUTBOX_GATHER_MS : o->turn_ms;
        int descriptors[] = {errand_descriptor(o->marks), errand_descriptor(o->claims)};
        mail_sender_wait_beside(o->settings.sender, wait_ms, descriptors, 2);
        take_results(o);
}

/* Runs what is handed over to its end. */
static void settle(struct outbox *o)
{
        errand_wait(o->claims);
        errand_wait(o->marks);
}

static void leave(struct outbox *o)
{
        settle(o);
        if (o->worker == 0)
                return;
        outbox_rows_step(o, 0);
        settle(o);
        if (o->ending_count == 0) {
                outbox_rows_put_back(o);
                settle(o);
        }
        if (o->ending_count > 0 || o->has_strays) {
                log_warn("the database was away when mail stopped", LOG_INT("endings", o->ending_count));
                return;
        }
        outbox_rows_leave(o);
        settle(o);
}

void outbox_close(struct outbox *o)
{
        if (!o)
                return;
        int64_t until_ms = clock_ms() + OUTBOX_STOP_MS;
        o->stopping = o->has_strays = true;
        while (outbox_count(o, LETTER_UNDER_WAY) > 0 && clock_ms() < until_ms)
                outbox_turn(o);
        mail_sender_abandon(o->settings.sender);
        take_results(o);
        leave(o);
        release(o);
}
