/* Sends what lies in the outbox: the work of one worker. */
#include "mail/outbox_internal.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"

struct outbox *outbox_open(const struct outbox_settings *s)
{
        struct outbox *o = calloc(1, sizeof *o);
        if (!o)
                return NULL;
        o->settings = *s;
        o->letters = calloc(s->connections, sizeof *o->letters);
        o->endings = calloc(ENDINGS_MAX + s->connections, sizeof *o->endings);
        if (!o->letters || !o->endings) {
                free(o->letters);
                free(o->endings);
                free(o);
                return NULL;
        }
        for (unsigned i = 0; i < s->connections; i++)
                letter_in_hand_free(&o->letters[i]);
        return o;
}

static unsigned count_letters(const struct outbox *o, int state)
{
        unsigned count = 0;
        for (unsigned i = 0; i < o->settings.connections; i++)
                count += (int)o->letters[i].state == state;
        return count;
}

static unsigned rows_left(const struct outbox *o)
{
        return o->batch ? (unsigned)(PQntuples(o->batch) - o->next_row) : 0;
}

static void drop_empty_batch(struct outbox *o)
{
        if (o->batch && rows_left(o) == 0)
                outbox_rows_forget(o);
}

/* After a failure one mail is enough to try the server with. */
static void claim(struct outbox *o, bool server_failed)
{
        if (o->batch || clock_ms() < o->claim_ms)
                return;
        if (!outbox_rows_claim(o, server_failed ? 1 : OUTBOX_BATCH) || rows_left(o) < OUTBOX_BATCH)
                o->claim_ms = clock_ms() + OUTBOX_TURN_MS;
        drop_empty_batch(o);
}

static void take_row(struct outbox *o, struct letter_in_hand *l)
{
        const PGresult *r = o->batch;
        int row = o->next_row++;
        struct mail_result wrong;
        struct outbox_mail m = {
                .id = result_int64(r, row, "id"),
                .order_id = result_int64(r, row, "order_id"),
                .attempts = result_int64(r, row, "attempts"),
                .created = result_int64(r, row, "created"),
                .age = result_int64(r, row, "age"),
                .kind = result_str(r, row, "kind"),
                .recipient = result_str(r, row, "recipient"),
        };
        if (outbox_write(o, &m, l, &wrong)) {
                l->state = LETTER_WRITTEN;
                return;
        }
        outbox_end(o, l, &wrong);
        letter_in_hand_free(l);
}

/* Letters for the connections that are open, or will be soon. */
static void write_letters(struct outbox *o)
{
        for (unsigned i = 0; i < o->settings.connections; i++)
                while (o->letters[i].state == LETTER_FREE && rows_left(o) > 0 && o->ending_count < ENDINGS_MAX)
                        take_row(o, &o->letters[i]);
        drop_empty_batch(o);
}

static void send_marked(struct outbox *o)
{
        struct letter_in_hand *marked[MAIL_CONNECTIONS_MAX];
        unsigned count;
        if (!outbox_rows_step(o, mail_sender_ready(o->settings.sender), marked, &count))
                return;
        for (unsigned i = 0; i < count; i++) {
                /* one that was closed meanwhile can't begin: its letter stays written, and is marked already */
                if (mail_sender_ready(o->settings.sender) == 0)
                        return;
                marked[i]->state = LETTER_UNDER_WAY;
                mail_sender_begin(o->settings.sender, &marked[i]->envelope, buf_str(&marked[i]->bytes), marked[i]);
        }
}

/* A letter that met a connection which the server had closed goes over another one, still marked. */
static void take_results(struct outbox *o)
{
        void *mail;
        struct mail_result result;
        while (mail_sender_take(o->settings.sender, &result, &mail)) {
                struct letter_in_hand *l = mail;
                if (result.stale) {
                        l->state = LETTER_WRITTEN;
                        continue;
                }
                outbox_end(o, l, &result);
                letter_in_hand_free(l);
        }
}

static void look_for_dead(struct outbox *o)
{
        if (clock_ms() < o->look_ms)
                return;
        o->look_ms = clock_ms() + OUTBOX_LOOK_MS;
        outbox_rows_look_for_dead(o);
}

/* True: nothing can be sent now, and nothing is in hand. */
static bool yield_to_pause(struct outbox *o)
{
        struct str words;
        int64_t pause_ms = mail_sender_pause_ms(o->settings.sender, &words);
        if (pause_ms == 0)
                return false;
        if (o->batch || count_letters(o, LETTER_WRITTEN) > 0) {
                log_warn("the mail server is left alone for a while", LOG_INT("ms", pause_ms), LOG_STR("reply", words));
                outbox_rows_put_back(o, words);
        }
        return true;
}

static void work(struct outbox *o)
{
        bool paused = yield_to_pause(o);
        if (!paused) {
                claim(o, mail_sender_has_failed(o->settings.sender));
                write_letters(o);
                mail_sender_want(o->settings.sender, count_letters(o, LETTER_WRITTEN));
        }
        send_marked(o);
}

static int wait_ms(const struct outbox *o)
{
        if (o->database_away)
                return OUTBOX_TURN_MS;
        bool has_work = o->ending_count > 0 || (count_letters(o, LETTER_FREE) > 0 && rows_left(o) > 0);
        return has_work ? 0 : OUTBOX_TURN_MS;
}

/* A unit of work for several mails costs little more than for one, so one that has ended waits for its neighbours:
 * until half of them have, or OUTBOX_GATHER_MS. */
static void gather(struct outbox *o)
{
        int64_t until_ms = clock_ms() + OUTBOX_GATHER_MS;
        unsigned under_way = count_letters(o, LETTER_UNDER_WAY);
        while (o->ending_count > 0 && o->ending_count < under_way && clock_ms() < until_ms) {
                mail_sender_wait(o->settings.sender, OUTBOX_GATHER_MS);
                take_results(o);
                under_way = count_letters(o, LETTER_UNDER_WAY);
        }
}

void outbox_turn(struct outbox *o)
{
        look_for_dead(o);
        if (o->has_strays)
                outbox_rows_put_back(o, STR(""));
        else
                work(o);
        mail_sender_wait(o->settings.sender, wait_ms(o));
        take_results(o);
        gather(o);
}

static void finish(struct outbox *o)
{
        int64_t until_ms = clock_ms() + OUTBOX_STOP_MS;
        outbox_rows_put_back(o, STR(""));
        while (count_letters(o, LETTER_UNDER_WAY) > 0 && clock_ms() < until_ms) {
                mail_sender_wait(o->settings.sender, OUTBOX_TURN_MS);
                take_results(o);
        }
        mail_sender_abandon(o->settings.sender);
        take_results(o);
        struct letter_in_hand *none[MAIL_CONNECTIONS_MAX];
        unsigned marked;
        if (outbox_rows_step(o, 0, none, &marked) && outbox_rows_put_back(o, STR("")))
                outbox_rows_leave(o);
        else
                log_warn("the database was away when mail stopped", LOG_INT("endings", o->ending_count));
}

void outbox_close(struct outbox *o)
{
        if (!o)
                return;
        finish(o);
        for (unsigned i = 0; i < o->settings.connections; i++) {
                letter_in_hand_free(&o->letters[i]);
                buf_release(&o->letters[i].bytes);
        }
        free(o->letters);
        free(o->endings);
        free(o);
}
