/* What tracking.c gathers before it is written, and how. */
#ifndef CAMPAIGNS_TRACKING_BATCH_H
#define CAMPAIGNS_TRACKING_BATCH_H

#include "campaigns/tracking.h"
#include "db/unit.h"

enum {
        COUNTED_MAX = 4096, /* that wait; a second of a busy day */
        VISITS_MAX = 1024,
        SEEN_MAX = 1024,
};

struct counted {
        int64_t message_id, link_id, at_ms;
        bool bot;
};

/* Somebody saw a page. */
struct seen {
        char em_cd[PERSON_CODE_MAX + 1], mb_cd[PERSON_CODE_MAX + 1], pr_cd[PERSON_CODE_MAX + 1];
        int64_t at_ms;
};

struct batch {
        struct counted counted[COUNTED_MAX];
        int64_t visits[VISITS_MAX]; /* of which ads */
        struct seen seen[SEEN_MAX];
        unsigned counted_count, visit_count, seen_count;
        int64_t since_ms; /* clock_ms of the first */
};

/* The unit that writes it down, in the arena; NULL when memory ran out. */
struct unit *batch_unit(struct arena *a, const struct batch *b, int64_t now_ms);

#endif
