/* What the outbox tells its database: claims, marks, endings. */
#include "mail/outbox_internal.h"

#include "base/log.h"
#include "outbox_queries.h"

/* A unit that begins with the worker's sign of life. */
static struct unit *begin(struct outbox *o, struct arena *a)
{
        arena_init(a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(a);
        q_outbox_hold(u, o->worker);
        return u;
}

static bool run(struct outbox *o, struct unit *u, struct outcome *ret)
{
        blocking_run(o->settings.db, u, ret);
        o->database_away = ret->error != ERR_NONE;
        return !o->database_away;
}

static bool run_and_forget(struct outbox *o, struct unit *u, struct arena *a)
{
        struct outcome outcome;
        bool fine = run(o, u, &outcome);
        outcome_release(&outcome);
        arena_release(a);
        return fine;
}

static bool enter(struct outbox *o)
{
        struct arena a;
        struct outcome outcome;
        if (o->worker)
                return true;
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_outbox_enter(u);
        if (run(o, u, &outcome))
                o->worker = result_int64(outcome_last(&outcome), 0, "id");
        outcome_release(&outcome);
        arena_release(&a);
        return o->worker != 0;
}

/* "{1,2,3}": ids as PostgreSQL reads an array. */
static void add_id(struct buf *ids, int64_t id)
{
        buf_printf(ids, "%s%lld", ids->len ? "," : "{", (long long)id);
}

static struct str finish_ids(struct buf *ids)
{
        buf_add(ids, ids->len ? STR("}") : STR("{}"));
        return ids->failed ? STR_NULL : buf_str(ids);
}

void outbox_rows_forget(struct outbox *o)
{
        for (unsigned i = 0; i < o->told_count; i++)
                outcome_release(&o->told[i].outcome);
        o->told_count = 0;
        PQclear(o->batch);
        o->batch = NULL;
}

/* The source of a row of the batch; NULL when its kind is unknown. */
static const struct outbox_source *source_of(const struct outbox *o, int row)
{
        const struct outbox_kind *kind = outbox_find_kind(o, result_str(o->batch, row, "kind"));
        return kind ? kind->source : NULL;
}

static bool was_asked(const struct outbox *o, const struct outbox_source *source)
{
        for (unsigned i = 0; i < o->told_count; i++)
                if (o->told[i].source == source)
                        return true;
        return false;
}

static bool ask(struct outbox *o, const struct outbox_source *source)
{
        struct arena a;
        struct buf ids;
        struct outbox_told *told = &o->told[o->told_count++];
        arena_init(&a, UNIT_MEMORY_MAX);
        buf_init(&ids, UNIT_MEMORY_MAX);
        for (int i = 0; i < PQntuples(o->batch); i++)
                if (source_of(o, i) == source)
                        add_id(&ids, result_int64(o->batch, i, "id"));
        struct unit *u = unit_new(&a);
        source->ask(u, finish_ids(&ids));
        told->source = source;
        bool fine = run(o, u, &told->outcome);
        buf_release(&ids);
        arena_release(&a);
        return fine;
}

/* What the batch tells: a unit of each source. */
static bool ask_all(struct outbox *o)
{
        for (int i = 0; i < PQntuples(o->batch); i++) {
                const struct outbox_source *source = source_of(o, i);
                if (source && !was_asked(o, source) && (o->told_count == SOURCES_MAX || !ask(o, source)))
                        return false;
        }
        return true;
}

bool outbox_rows_claim(struct outbox *o, int rows)
{
        struct arena a;
        struct outcome outcome;
        if (!enter(o))
                return false;
        struct unit *u = begin(o, &a);
        q_outbox_hold_place(u, o->worker);
        q_outbox_claim(u, o->worker, rows);
        bool fine = run(o, u, &outcome);
        if (fine && outcome.count > 0) { /* the batch is ours now, the other results are not */
                o->batch = outcome.results[--outcome.count];
                o->next_row = 0;
        }
        o->has_strays |= outcome.error == ERR_OUTCOME_UNKNOWN;
        outcome_release(&outcome);
        arena_release(&a);
        if (fine && o->batch && !ask_all(o)) {
                outbox_rows_forget(o);
                o->has_strays = true;
                return false;
        }
        return fine;
}

/* Shops watch their logs for the first word. */
static void log_failure(int64_t mail, int64_t order, const char *state, struct str reply)
{
        log_error(order ? "ORDER_EMAIL_FAILURE" : "EMAIL_FAILURE", LOG_INT("mail", mail), LOG_INT("order", order),
                  LOG_CSTR("state", state), LOG_STR("reply", reply));
}

static void log_rows(const struct outcome *o, const char *state, struct str reply)
{
        const PGresult *r = outcome_last(o);
        for (int i = 0; o->error == ERR_NONE && i < PQntuples(r); i++)
                log_failure(result_int64(r, i, "id"), result_int64(r, i, "order_id"), state, reply);
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

/* What the server did to itself is no attempt of this mail. */
void outbox_end(struct outbox *o, const struct letter_in_hand *l, const struct mail_result *result)
{
        struct outbox_ending *e = &o->endings[o->ending_count++];
        bool no_attempt = result->outcome == MAIL_TRANSIENT && result->server_failed;
        *e = (struct outbox_ending){.id = l->id,
                                    .order_id = l->order_id,
                                    .attempts = l->attempts - no_attempt,
                                    .state = state_after(l, result)};
        e->wait_s = result->stale ? 0 : backoff(no_attempt ? 1 : l->attempts);
        snprintf(e->reply, sizeof e->reply, "%s", result->reply);
        if (result->copies_failed)
                log_warn("not all copies of a mail were taken", LOG_INT("mail", l->id));
}

static void add_endings(struct outbox *o, struct unit *u)
{
        struct buf json;
        if (o->ending_count == 0)
                return;
        buf_init(&json, UNIT_MEMORY_MAX);
        for (unsigned i = 0; i < o->ending_count; i++) {
                const struct outbox_ending *e = &o->endings[i];
                buf_printf(&json,
                           "%s{\"id\":%lld,\"state\":\"%s\",\"wait\":%d,\"attempts\":%lld,\"reply\":", i ? "," : "[",
                           (long long)e->id, e->state, e->wait_s, (long long)e->attempts);
                buf_add_json(&json, str_from(e->reply));
                buf_add_char(&json, '}');
        }
        buf_add_char(&json, ']');
        q_outbox_end(u, o->worker, json.failed ? STR_NULL : buf_str(&json));
        buf_release(&json);
}

static void forget_endings(struct outbox *o)
{
        for (unsigned i = 0; i < o->ending_count; i++) {
                const struct outbox_ending *e = &o->endings[i];
                if (strcmp(e->state, "failed") == 0 || strcmp(e->state, "uncertain") == 0)
                        log_failure(e->id, e->order_id, e->state, str_from(e->reply));
        }
        o->ending_count = 0;
}

static bool is_among(const PGresult *r, int64_t id)
{
        for (int i = 0; i < PQntuples(r); i++)
                if (result_int64(r, i, "id") == id)
                        return true;
        return false;
}

/* The first `most` written letters, into `chosen`. */
static unsigned choose(struct outbox *o, unsigned most, struct letter_in_hand **chosen)
{
        unsigned count = 0;
        for (unsigned i = 0; i < o->settings.connections && count < most; i++)
                if (o->letters[i].state == LETTER_WRITTEN)
                        chosen[count++] = &o->letters[i];
        return count;
}

static void add_marks(struct outbox *o, struct unit *u, struct letter_in_hand *const *chosen, unsigned count)
{
        struct buf ids;
        if (count == 0)
                return;
        buf_init(&ids, UNIT_MEMORY_MAX);
        for (unsigned i = 0; i < count; i++)
                add_id(&ids, chosen[i]->id);
        q_outbox_sending(u, o->worker, finish_ids(&ids));
        buf_release(&ids);
}

/* Those whose row was taken away are forgotten. */
static unsigned keep_marked(const PGresult *r, struct letter_in_hand **chosen, unsigned count)
{
        unsigned kept = 0;
        for (unsigned i = 0; i < count; i++)
                if (is_among(r, chosen[i]->id))
                        chosen[kept++] = chosen[i];
                else
                        letter_in_hand_free(chosen[i]);
        return kept;
}

bool outbox_rows_step(struct outbox *o, unsigned most, struct letter_in_hand **marked, unsigned *ret_marked)
{
        struct arena a;
        struct outcome outcome;
        unsigned count = choose(o, most, marked);
        *ret_marked = 0;
        if (count == 0 && o->ending_count == 0)
                return true;
        struct unit *u = begin(o, &a);
        add_endings(o, u);
        add_marks(o, u, marked, count);
        bool fine = run(o, u, &outcome);
        if (fine) {
                forget_endings(o);
                *ret_marked = count ? keep_marked(outcome_last(&outcome), marked, count) : 0;
        }
        outcome_release(&outcome);
        arena_release(&a);
        return fine;
}

static void forget_written(struct outbox *o)
{
        for (unsigned i = 0; i < o->settings.connections; i++)
                if (o->letters[i].state == LETTER_WRITTEN)
                        letter_in_hand_free(&o->letters[i]);
        outbox_rows_forget(o);
}

bool outbox_rows_put_back(struct outbox *o, struct str why)
{
        struct arena a;
        struct buf kept;
        struct outcome outcome;
        forget_written(o);
        if (!o->worker)
                return true;
        buf_init(&kept, UNIT_MEMORY_MAX);
        for (unsigned i = 0; i < o->settings.connections; i++)
                if (o->letters[i].state == LETTER_UNDER_WAY)
                        add_id(&kept, o->letters[i].id);
        for (unsigned i = 0; i < o->ending_count; i++)
                add_id(&kept, o->endings[i].id);
        struct unit *u = begin(o, &a);
        q_outbox_put_back(u, o->worker, finish_ids(&kept), why, OUTBOX_LIFETIME_S);
        o->has_strays = !run(o, u, &outcome);
        log_rows(&outcome, "failed", why);
        outcome_release(&outcome);
        arena_release(&a);
        buf_release(&kept);
        return !o->has_strays;
}

bool outbox_rows_look_for_dead(struct outbox *o)
{
        struct arena a;
        struct outcome outcome;
        if (!enter(o))
                return false;
        struct unit *u = begin(o, &a);
        q_outbox_look_for_dead(u);
        q_outbox_strike_off(u, OUTBOX_GRACE_S);
        q_outbox_inherit(u);
        q_outbox_abandon(u);
        bool fine = run(o, u, &outcome);
        log_rows(&outcome, "uncertain", STR("the program ended while it sent this"));
        outcome_release(&outcome);
        arena_release(&a);
        return fine;
}

void outbox_rows_leave(struct outbox *o)
{
        struct arena a;
        if (!o->worker)
                return;
        struct unit *u = begin(o, &a);
        q_outbox_leave(u, o->worker);
        run_and_forget(o, u, &a);
}

void outbox_cancel_add(struct unit *u, int64_t id)
{
        q_outbox_cancel(u, id);
}

void outbox_resend_add(struct unit *u, int64_t id)
{
        q_outbox_resend(u, id);
}
