/* What the outbox tells its database of the mails in hand. */
#include "mail/outbox_internal.h"

#include "base/clock.h"
#include "outbox_queries.h"

bool outbox_has_answer(struct outbox *o, const struct outcome *outcome)
{
        bool fine = outcome->error == ERR_NONE;
        o->retry_ms = fine ? 0 : clock_ms() + OUTBOX_TURN_MS;
        if (!fine)
                o->look_ms = 0; /* its unit readies a new connection */
        return fine;
}

void outbox_add_id(struct buf *array, int64_t id)
{
        buf_printf(array, "%c%lld", array->len ? ',' : '{', (long long)id);
}

/* Quoted as PostgreSQL 15, 8.15.6 has it. */
static void add_text(struct buf *array, const char *text)
{
        buf_add(array, array->len ? STR(",\"") : STR("{\""));
        for (; *text; text++) {
                if (*text == '"' || *text == '\\')
                        buf_add_char(array, '\\');
                buf_add_char(array, *text);
        }
        buf_add_char(array, '"');
}

struct str outbox_finish_array(struct buf *array)
{
        buf_add(array, array->len ? STR("}") : STR("{}"));
        return array->failed ? STR_NULL : buf_str(array);
}

bool outbox_is_among(const PGresult *r, int64_t id)
{
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)id);
        for (int i = 0; i < PQntuples(r); i++)
                if (strcmp(PQgetvalue(r, i, 0), text) == 0)
                        return true;
        return false;
}

static void on_entered(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        if (outbox_has_answer(o, outcome))
                o->worker = result_int64(outcome_last(outcome), 0, "id");
}

void outbox_rows_enter(struct outbox *o)
{
        q_outbox_enter(errand_unit(o->marks));
        errand_start(o->marks, on_entered, o);
}

/* A unit that begins with the worker's sign of life. */
static struct unit *begin(struct outbox *o)
{
        struct unit *u = errand_unit(o->marks);
        q_outbox_hold(u, o->worker);
        return u;
}

/* After a unit whose end nobody knows, letters may be marked or not: all that is not under way starts over. One that
 * may not go out, since its campaign was paused, is still claimed by its row, and others with it. */
static void settle_marks(struct outbox *o, const struct outcome *outcome)
{
        for (unsigned i = 0; i < o->letter_count; i++) {
                struct letter_in_hand *l = &o->letters[i];
                if (l->state != LETTER_MARKING)
                        continue;
                o->has_strays |= outcome->error == ERR_OUTCOME_UNKNOWN;
                if (outcome->error != ERR_NONE)
                        l->state = LETTER_WRITTEN;
                else if (outbox_is_among(outcome_last(outcome), l->id))
                        l->state = LETTER_MARKED;
                else {
                        o->has_strays |= l->lease == 0;
                        letter_in_hand_free(l);
                }
        }
}

static void on_step(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        settle_marks(o, outcome);
        if (outbox_has_answer(o, outcome))
                outbox_endings_forget(o, outcome_last(outcome));
}

static void add_sent(const struct outbox *o, struct buf *ids, struct buf *replies)
{
        for (unsigned i = 0; i < o->ending_count; i++)
                if (o->endings[i].plain) {
                        outbox_add_id(ids, o->endings[i].id);
                        add_text(replies, o->endings[i].reply);
                }
}

static void add_marks(struct outbox *o, struct buf *ids, unsigned most)
{
        for (unsigned i = 0; i < o->letter_count && most > 0; i++)
                if (o->letters[i].state == LETTER_WRITTEN) {
                        o->letters[i].state = LETTER_MARKING;
                        outbox_add_id(ids, o->letters[i].id);
                        most--;
                }
}

/* Those that were marked before and have not ended. */
static void add_kept(const struct outbox *o, struct buf *ids)
{
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state == LETTER_MARKED || o->letters[i].state == LETTER_UNDER_WAY)
                        outbox_add_id(ids, o->letters[i].id);
}

static void add_step(struct outbox *o, struct unit *u, unsigned most)
{
        struct buf sent, replies, marked, kept;
        buf_init(&kept, UNIT_MEMORY_MAX);
        buf_init(&sent, UNIT_MEMORY_MAX);
        buf_init(&replies, UNIT_MEMORY_MAX);
        buf_init(&marked, UNIT_MEMORY_MAX);
        add_sent(o, &sent, &replies);
        add_marks(o, &marked, most);
        add_kept(o, &kept);
        q_outbox_step(u, o->worker, outbox_finish_array(&sent), outbox_finish_array(&replies),
                      outbox_finish_array(&marked), outbox_finish_array(&kept));
        buf_release(&kept);
        buf_release(&sent);
        buf_release(&replies);
        buf_release(&marked);
}

void outbox_rows_step(struct outbox *o, unsigned most)
{
        if (o->ending_count == 0 && (most == 0 || outbox_count(o, LETTER_WRITTEN) == 0))
                return;
        struct unit *u = errand_unit(o->marks);
        outbox_endings_add(o, u);
        add_step(o, u, most);
        errand_start(o->marks, on_step, o);
}

static void log_rows(const struct outcome *outcome, const char *state, struct str reply)
{
        const PGresult *r = outcome_last(outcome);
        for (int i = 0; outcome->error == ERR_NONE && i < PQntuples(r); i++)
                outbox_log_failure(result_int64(r, i, "id"), result_int64(r, i, "order_id"), state, reply);
}

static void on_put_back(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        log_rows(outcome, "failed", str_from(o->put_back_why));
        if (!outbox_has_answer(o, outcome))
                return;
        o->has_strays = false;
        o->put_back_why[0] = 0;
}

static void forget_written(struct outbox *o)
{
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state != LETTER_UNDER_WAY)
                        letter_in_hand_free(&o->letters[i]);
        outbox_batch_forget(&o->batch);
        outbox_batch_forget(&o->coming);
}

void outbox_rows_put_back(struct outbox *o)
{
        struct buf kept;
        forget_written(o);
        o->has_strays = true;
        buf_init(&kept, UNIT_MEMORY_MAX);
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state == LETTER_UNDER_WAY)
                        outbox_add_id(&kept, o->letters[i].id);
        for (unsigned i = 0; i < o->ending_count; i++)
                outbox_add_id(&kept, o->endings[i].id);
        struct unit *u = begin(o);
        q_outbox_put_back(u, o->worker, outbox_finish_array(&kept), str_from(o->put_back_why), OUTBOX_LIFETIME_S);
        buf_release(&kept);
        errand_start(o->marks, on_put_back, o);
}

static void on_buried(void *context, struct outcome *outcome)
{
        outbox_has_answer(context, outcome);
        log_rows(outcome, "uncertain", STR("the program ended while it sent this"));
}

/* In a unit by itself: it has no worker's row when it goes for other rows. */
static void on_looked(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        if (!outbox_has_answer(o, outcome))
                return;
        struct unit *u = begin(o);
        q_outbox_bury(u, OUTBOX_GRACE_S);
        errand_start(o->marks, on_buried, o);
}

void outbox_rows_look_for_dead(struct outbox *o)
{
        struct unit *u = begin(o);
        q_outbox_look_for_dead(u);
        errand_start(o->marks, on_looked, o);
}

static void on_left(void *context, struct outcome *outcome)
{
        outbox_has_answer(context, outcome);
}

void outbox_rows_leave(struct outbox *o)
{
        q_outbox_leave(begin(o), o->worker);
        errand_start(o->marks, on_left, o);
}

void outbox_cancel_add(struct unit *u, int64_t id)
{
        q_outbox_cancel(u, id);
}

void outbox_resend_add(struct unit *u, int64_t id)
{
        q_outbox_resend(u, id);
}
