/* Jobs of client events. */
#include "events/events.h"

#include "events_queries.h"

enum {
        MONTHS_AHEAD = 2,   /* a job that fails for a month has lost nothing */
        HOURS_AT_ONCE = 25, /* a day, and the hour that is summed up anew */
        MEMORY_MAX = 64 * 1024,
};

static bool run(struct blocking *db, struct unit *u, struct outcome *ret)
{
        blocking_run(db, u, ret);
        if (ret->error != ERR_NONE)
                outcome_log(ret);
        return ret->error == ERR_NONE;
}

void events_make_months(struct blocking *db)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_events_make_months(u, MONTHS_AHEAD);
        run(db, u, &o);
        outcome_release(&o);
        arena_release(&a);
}

bool events_roll_up(struct blocking *db)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_events_roll_up(u, HOURS_AT_ONCE);
        bool more = run(db, u, &o) && result_bool(outcome_last(&o), 0, "more");
        outcome_release(&o);
        arena_release(&a);
        return more;
}
