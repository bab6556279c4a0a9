#include "campaigns/tracking.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "campaigns/scanner.h"
#include "campaigns/tracking_batch.h"
#include "http/request.h"

enum {
        COUNTED_AT_ONCE = 512,
        WAIT_MS = 200,
        SEEN_WAIT_MS = 1000, /* the click, perhaps in another loop, is to be there first */
        AGAIN_MS = 1000,     /* after the database did not take them */
        REPEATS_BITS = 12,
        MEMORY_MAX = 1024 * 1024,
};

/* A link that was asked for in this second. */
struct repeat {
        int64_t message_id, link_id, second;
        bool bot;
};

struct tracker {
        struct pipeline *pipeline;
        struct landings *landings;
        struct lookups *lookups;
        struct batch *filling, *sending;
        bool in_flight;     /* the database has `sending` */
        bool ending;        /* no second try */
        int64_t again_ms;   /* not before: it did not take them */
        unsigned long lost; /* not counted since it was last told */
        struct arena arena;
        struct repeat repeats[1 << REPEATS_BITS];
};

static bool is_empty(const struct batch *b)
{
        return b->counted_count == 0 && b->visit_count == 0 && b->seen_count == 0;
}

static void clear(struct batch *b)
{
        b->counted_count = b->visit_count = b->seen_count = 0;
}

static void tell_lost(struct tracker *t)
{
        if (t->lost)
                log_warn("clicks, openings or visits were not counted", LOG_INT("count", t->lost));
        t->lost = 0;
}

static void close_tracker(void *side)
{
        struct tracker *t = side;
        tell_lost(t);
        arena_release(&t->arena);
        landings_free(t->landings);
        lookups_free(t->lookups);
        free(t->filling);
        free(t->sending);
        free(t);
}

static void *open_tracker(const void *context, struct pipeline *p)
{
        struct tracker *t = calloc(1, sizeof *t);
        (void)context;
        if (!t)
                return NULL;
        t->pipeline = p;
        arena_init(&t->arena, MEMORY_MAX);
        t->landings = landings_new();
        t->lookups = lookups_new(p);
        t->filling = calloc(1, sizeof *t->filling);
        t->sending = calloc(1, sizeof *t->sending);
        if (t->landings && t->lookups && t->filling && t->sending)
                return t;
        close_tracker(t);
        return NULL;
}

/* Gathering. */

static void begin(struct batch *b, int64_t now_ms)
{
        if (is_empty(b))
                b->since_ms = now_ms;
}

/* A double click is one, and a program beside a person nobody. Rows that share a place take turns. */
static bool is_repeated(struct tracker *t, const struct request *rq, struct counted *c)
{
        uint64_t mixed = ((uint64_t)c->message_id * 31 + (uint64_t)c->link_id) * 0x9E3779B97F4A7C15u;
        struct repeat *r = &t->repeats[mixed >> (64 - REPEATS_BITS)];
        int64_t second = c->at_ms / 1000;
        bool is_known = r->message_id == c->message_id && r->link_id == c->link_id && r->second == second;
        if (is_known && !r->bot)
                return true;
        c->bot = c->link_id && scanner_is_told(request_header(rq, "User-Agent"));
        if (is_known && c->bot)
                return true;
        *r = (struct repeat){c->message_id, c->link_id, second, c->bot};
        return false;
}

void tracking_count(struct request *rq, int64_t message_id, int64_t link_id)
{
        struct tracker *t = request_side(rq);
        struct batch *b = t->filling;
        struct counted counted = {message_id, link_id, clock_ms(), false};
        if (is_repeated(t, rq, &counted))
                return;
        if (b->counted_count == COUNTED_MAX) {
                t->lost++;
                return;
        }
        begin(b, counted.at_ms);
        b->counted[b->counted_count++] = counted;
}

void tracking_count_visit(struct request *rq, int64_t ad_id)
{
        struct tracker *t = request_side(rq);
        struct batch *b = t->filling;
        if (scanner_is_told(request_header(rq, "User-Agent")))
                return; /* where an ad is shown, its link is looked at */
        if (b->visit_count == VISITS_MAX) {
                t->lost++;
                return;
        }
        begin(b, clock_ms());
        b->visits[b->visit_count++] = ad_id;
}

/* Empty for STR_NULL. What can't be a code does not get into an array's text. */
static bool copy_code(struct str code, char out[PERSON_CODE_MAX + 1])
{
        for (size_t i = 0; i < code.len; i++)
                if (!isalnum((unsigned char)code.ptr[i]))
                        return false;
        return str_to_c(code.ptr ? code : STR(""), out, PERSON_CODE_MAX + 1);
}

void tracking_saw_person(struct request *rq, struct str em_cd, struct str mb_cd, struct str pr_cd)
{
        struct tracker *t = request_side(rq);
        struct batch *b = t->filling;
        struct seen seen = {.at_ms = clock_ms()};
        if (!copy_code(em_cd, seen.em_cd) || !copy_code(mb_cd, seen.mb_cd) || !copy_code(pr_cd, seen.pr_cd) ||
            em_cd.len == 0 || (mb_cd.len == 0) == (pr_cd.len == 0))
                return;
        if (b->seen_count == SEEN_MAX) {
                t->lost++;
                return;
        }
        begin(b, seen.at_ms);
        b->seen[b->seen_count++] = seen;
}

struct landings *tracking_landings(const struct request *rq)
{
        const struct tracker *t = request_side(rq);
        return t->landings;
}

struct lookups *tracking_lookups(const struct request *rq)
{
        const struct tracker *t = request_side(rq);
        return t->lookups;
}

/* Writing. */

static bool may_come_again(enum err e)
{
        return e == ERR_DATABASE_UNAVAILABLE || e == ERR_OVERLOADED || e == ERR_NO_MEMORY || e == ERR_CONFLICT;
}

static void on_error(struct tracker *t, enum err e)
{
        if (may_come_again(e) && !t->ending) {
                t->again_ms = clock_ms() + AGAIN_MS;
                return;
        }
        /* Of an outcome that nobody knows half may be counted twice or none: none is. */
        t->lost += t->sending->counted_count + t->sending->visit_count + t->sending->seen_count;
        clear(t->sending);
}

static void on_written(void *side, const struct outcome *o)
{
        struct tracker *t = side;
        t->in_flight = false;
        outcome_log(o);
        if (o->error == ERR_NONE)
                clear(t->sending);
        else
                on_error(t, o->error);
        arena_release(&t->arena);
}

/* What was seen waits for its click. It goes with a later batch. */
static void keep_young(struct batch *from, struct batch *to, int64_t now_ms)
{
        unsigned old = 0;
        while (old < from->seen_count && now_ms - from->seen[old].at_ms >= SEEN_WAIT_MS)
                old++;
        for (unsigned i = old; i < from->seen_count; i++) {
                begin(to, from->seen[i].at_ms);
                to->seen[to->seen_count++] = from->seen[i];
        }
        from->seen_count = old;
}

static void send(struct tracker *t, int64_t now_ms)
{
        struct unit *u = batch_unit(&t->arena, t->sending, now_ms);
        enum err e = u ? pipeline_submit(t->pipeline, u, false, on_written, t) : ERR_NO_MEMORY;
        t->in_flight = e == ERR_NONE;
        if (e != ERR_NONE) {
                on_error(t, e);
                arena_release(&t->arena);
        }
}

static int64_t due_ms(const struct tracker *t)
{
        const struct batch *b = t->filling;
        if (!is_empty(t->sending))
                return t->again_ms;
        if (b->counted_count >= COUNTED_AT_ONCE)
                return 0;
        if (b->counted_count || b->visit_count)
                return b->since_ms + WAIT_MS;
        return b->seen[0].at_ms + SEEN_WAIT_MS;
}

static int turn(void *side, bool ending)
{
        struct tracker *t = side;
        lookups_turn(t->lookups);
        if (is_empty(t->filling) && is_empty(t->sending))
                return -1;
        if (t->in_flight)
                return AGAIN_MS; /* its answer wakes the loop */
        int64_t now_ms = clock_ms(), due = ending ? now_ms : due_ms(t);
        t->ending = ending;
        if (due > now_ms)
                return (int)(due - now_ms);
        if (is_empty(t->sending)) {
                struct batch *full = t->filling;
                t->filling = t->sending;
                t->sending = full;
                if (!ending)
                        keep_young(t->sending, t->filling, now_ms);
        }
        tell_lost(t);
        send(t, now_ms);
        return AGAIN_MS;
}

const struct loop_side tracking_side = {open_tracker, turn, close_tracker};
