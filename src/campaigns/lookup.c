#include "campaigns/lookup.h"

#include <stdlib.h>

#include "tracking_queries.h"

enum {
        ASKED_MAX = 256,        /* of one question; a turn may have several */
        MEMORY_MAX = 64 * 1024, /* two numbers of 20 digits each, twice */
};

struct lookup {
        struct arena arena;
        unsigned count;
        struct request *requests[ASKED_MAX];
        struct mail_code codes[ASKED_MAX];
        lookup_answer *answers[ASKED_MAX];
        struct lookup *next;
};

struct lookups {
        struct pipeline *pipeline;
        struct lookup *open; /* those of this turn, the newest first */
};

struct lookups *lookups_new(struct pipeline *p)
{
        struct lookups *l = calloc(1, sizeof *l);
        if (l)
                l->pipeline = p;
        return l;
}

static void release(struct lookup *q)
{
        arena_release(&q->arena);
        free(q);
}

void lookups_free(struct lookups *l)
{
        while (l && l->open) {
                struct lookup *next = l->open->next;
                release(l->open);
                l->open = next;
        }
        free(l);
}

static struct lookup *with_room(struct lookups *l)
{
        if (l->open && l->open->count < ASKED_MAX)
                return l->open;
        struct lookup *q = calloc(1, sizeof *q);
        if (!q)
                return NULL;
        arena_init(&q->arena, MEMORY_MAX);
        q->next = l->open;
        return l->open = q;
}

void lookup_ask(struct lookups *l, struct request *rq, struct mail_code code, lookup_answer *answer)
{
        struct lookup *q = with_room(l);
        if (!q) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        q->requests[q->count] = rq;
        q->codes[q->count] = code;
        q->answers[q->count] = answer;
        q->count++;
}

static void find_rows(const struct lookup *q, const PGresult *r, int rows[ASKED_MAX])
{
        for (unsigned i = 0; i < q->count; i++)
                rows[i] = -1;
        for (int row = 0; row < PQntuples(r); row++)
                rows[result_int64(r, row, "number") - 1] = row;
}

static void on_done(void *context, const struct outcome *o)
{
        struct lookup *q = context;
        int rows[ASKED_MAX];
        PGresult *r = outcome_last(o);
        outcome_log(o);
        find_rows(q, r, rows);
        for (unsigned i = 0; i < q->count; i++) {
                if (o->error != ERR_NONE)
                        reply_outcome(q->requests[i], o);
                else
                        q->answers[i](q->requests[i], r, rows[i]);
                request_answered(q->requests[i]);
        }
        release(q);
}

static struct unit *question(struct lookup *q)
{
        struct buf messages, links;
        struct unit *u = unit_new(&q->arena);
        buf_init(&messages, MEMORY_MAX);
        buf_init(&links, MEMORY_MAX);
        for (unsigned i = 0; i < q->count; i++) {
                buf_printf(&messages, "%c%lld", i ? ',' : '{', (long long)q->codes[i].message_id);
                buf_printf(&links, "%c%lld", i ? ',' : '{', (long long)q->codes[i].link_id);
        }
        buf_add_char(&messages, '}');
        buf_add_char(&links, '}');
        if (messages.failed || links.failed)
                u = NULL;
        q_tracking_click_targets(u, buf_str(&messages), buf_str(&links));
        buf_release(&messages);
        buf_release(&links);
        return u;
}

void lookups_turn(struct lookups *l)
{
        while (l->open) {
                struct lookup *q = l->open;
                struct unit *u = question(q);
                l->open = q->next;
                enum err e = u ? pipeline_submit(l->pipeline, u, true, on_done, q) : ERR_NO_MEMORY;
                if (e != ERR_NONE)
                        on_done(q, &(struct outcome){.error = e});
        }
}
