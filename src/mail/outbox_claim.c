/* What the outbox is to send next: rows of the queue, and what they tell. */
#include "mail/outbox_internal.h"

#include "base/clock.h"
#include "outbox_queries.h"

unsigned outbox_batch_left(const struct outbox_batch *b)
{
        return b->rows ? (unsigned)(PQntuples(b->rows) - b->next_row) : 0;
}

void outbox_batch_forget(struct outbox_batch *b)
{
        for (unsigned i = 0; i < b->told_count; i++)
                outcome_release(&b->told[i].outcome);
        PQclear(b->rows);
        *b = (struct outbox_batch){0};
}

/* The source of a row; NULL when its kind is unknown. */
static const struct outbox_source *source_of(const struct outbox *o, int row)
{
        const struct outbox_kind *kind = outbox_find_kind(o, result_str(o->coming.rows, row, "kind"));
        return kind ? kind->source : NULL;
}

static bool was_asked(const struct outbox_batch *b, const struct outbox_source *source)
{
        for (unsigned i = 0; i < b->told_count; i++)
                if (b->told[i].source == source)
                        return true;
        return false;
}

/* The first that has a mail in the coming batch and was not asked; NULL: none. */
static const struct outbox_source *next_source(const struct outbox *o)
{
        for (int i = 0; i < PQntuples(o->coming.rows); i++) {
                const struct outbox_source *source = source_of(o, i);
                if (source && !was_asked(&o->coming, source))
                        return source;
        }
        return NULL;
}

static void give_up_coming(struct outbox *o)
{
        outbox_batch_forget(&o->coming);
        o->has_strays = true;
}

static void ask_next(struct outbox *o);

static void on_told(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        if (!outbox_has_answer(o, outcome)) {
                give_up_coming(o);
                return;
        }
        o->coming.told[o->coming.told_count++].outcome = *outcome;
        *outcome = (struct outcome){0};
        ask_next(o);
}

static void ask(struct outbox *o, const struct outbox_source *source)
{
        struct buf ids;
        struct unit *u = errand_unit(o->claims);
        buf_init(&ids, UNIT_MEMORY_MAX);
        for (int i = 0; i < PQntuples(o->coming.rows); i++)
                if (source_of(o, i) == source)
                        outbox_add_id(&ids, result_int64(o->coming.rows, i, "id"));
        source->ask(u, outbox_finish_array(&ids));
        buf_release(&ids);
        o->coming.told[o->coming.told_count].source = source;
        errand_start(o->claims, on_told, o);
}

static void ask_next(struct outbox *o)
{
        const struct outbox_source *source = next_source(o);
        if (!source)
                o->coming.complete = true;
        else if (o->coming.told_count < SOURCES_MAX)
                ask(o, source);
        else
                give_up_coming(o);
}

/* When to claim next. More is not due now when less came than was asked for; but after a few mails of the shop's own
 * there may be many of a campaign, and who asked for none of a campaign knows nothing of those. */
static void pace_claims(struct outbox *o)
{
        unsigned claimed = outbox_batch_left(&o->coming);
        o->own_ms = clock_ms() + (claimed == OUTBOX_BATCH ? 0 : OUTBOX_TURN_MS);
        if (o->asked == 0)
                return;
        o->turn_ms = o->coming.is_campaign ? OUTBOX_PACE_MS : OUTBOX_TURN_MS;
        if (claimed < (o->coming.is_campaign ? (unsigned)o->asked : 1))
                o->claim_ms = clock_ms() + o->turn_ms;
}

static void add_lease(struct buf *held, int64_t lease)
{
        if (lease)
                outbox_add_id(held, lease);
}

/* The pieces that mails in hand are of. */
static struct str held_leases(const struct outbox *o, struct buf *held)
{
        add_lease(held, o->batch.lease);
        for (unsigned i = 0; i < o->letter_count; i++)
                if (o->letters[i].state != LETTER_FREE)
                        add_lease(held, o->letters[i].lease);
        for (unsigned i = 0; i < o->ending_count; i++)
                add_lease(held, o->endings[i].lease);
        return outbox_finish_array(held);
}

static void on_claimed(void *context, struct outcome *outcome)
{
        struct outbox *o = context;
        o->has_strays |= outcome->error == ERR_OUTCOME_UNKNOWN;
        if (outbox_has_answer(o, outcome) && outcome->count > 0) {
                /* the rows are ours now, the other results are not */
                o->coming.rows = outcome->results[--outcome->count];
        }
        o->coming.is_campaign = result_int64(o->coming.rows, 0, "email_id") != 0;
        o->coming.lease = result_int64(o->coming.rows, 0, "lease");
        pace_claims(o);
        if (outbox_batch_left(&o->coming) > 0)
                ask_next(o);
        else
                outbox_batch_forget(&o->coming);
}

void outbox_claim(struct outbox *o, int rows, int campaign_rows)
{
        struct buf held;
        struct unit *u = errand_unit(o->claims);
        buf_init(&held, UNIT_MEMORY_MAX);
        o->asked = campaign_rows;
        q_outbox_prefer_indexes(u);
        q_outbox_hold_place(u, o->worker);
        q_outbox_claim(u, o->worker, rows, campaign_rows, held_leases(o, &held));
        buf_release(&held);
        errand_start(o->claims, on_claimed, o);
}
