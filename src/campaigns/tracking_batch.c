/* A batch as arrays for the functions of migrations/0023_tracking.sql. */
#include "campaigns/tracking_batch.h"

#include <stdio.h>

#include "tracking_queries.h"

enum { ARRAY_MAX = 512 * 1024 };

/* An array of PostgreSQL's, item by item: {1,2,3}. */
static void add_item(struct buf *array, const char *text)
{
        buf_add_char(array, array->len ? ',' : '{');
        buf_add(array, str_from(text[0] ? text : "\"\""));
}

static void add_number(struct buf *array, int64_t number)
{
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)number);
        add_item(array, text);
}

static struct str ended(struct buf *array)
{
        buf_add_char(array, '}');
        return array->failed ? STR_NULL : buf_str(array);
}

enum { ARRAYS = 5 };

static void init(struct buf arrays[ARRAYS])
{
        for (int i = 0; i < ARRAYS; i++)
                buf_init(&arrays[i], ARRAY_MAX);
}

static void release(struct buf arrays[ARRAYS])
{
        for (int i = 0; i < ARRAYS; i++)
                buf_release(&arrays[i]);
}

static void add_counted(struct unit *u, const struct batch *b, int64_t now_ms)
{
        struct buf arrays[ARRAYS];
        init(arrays);
        for (unsigned i = 0; i < b->counted_count; i++) {
                const struct counted *c = &b->counted[i];
                add_number(&arrays[0], c->message_id);
                add_number(&arrays[1], c->link_id);
                add_number(&arrays[2], now_ms - c->at_ms);
                add_number(&arrays[3], c->bot);
                if (c->link_id)
                        add_number(&arrays[4], c->message_id);
        }
        q_tracking_count(u, ended(&arrays[0]), ended(&arrays[1]), ended(&arrays[2]), ended(&arrays[3]));
        if (arrays[4].len)
                q_tracking_mark_scanners(u, ended(&arrays[4]));
        release(arrays);
}

static void add_visits(struct unit *u, const struct batch *b)
{
        struct buf ads;
        buf_init(&ads, ARRAY_MAX);
        for (unsigned i = 0; i < b->visit_count; i++)
                add_number(&ads, b->visits[i]);
        q_tracking_count_visits(u, ended(&ads));
        buf_release(&ads);
}

static void add_seen(struct unit *u, const struct batch *b, int64_t now_ms)
{
        struct buf arrays[ARRAYS];
        init(arrays);
        for (unsigned i = 0; i < b->seen_count; i++) {
                const struct seen *s = &b->seen[i];
                add_item(&arrays[0], s->em_cd);
                add_item(&arrays[1], s->mb_cd);
                add_item(&arrays[2], s->pr_cd);
                add_number(&arrays[3], now_ms - s->at_ms);
        }
        q_tracking_mark_people(u, ended(&arrays[0]), ended(&arrays[1]), ended(&arrays[2]), ended(&arrays[3]));
        release(arrays);
}

struct unit *batch_unit(struct arena *a, const struct batch *b, int64_t now_ms)
{
        struct unit *u = unit_new(a);
        if (b->counted_count)
                add_counted(u, b, now_ms);
        if (b->visit_count)
                add_visits(u, b);
        if (b->seen_count)
                add_seen(u, b, now_ms);
        return u;
}
