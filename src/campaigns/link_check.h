/* Whether links of a campaign answer. Asks several at once, with an end in sight, and only what is of the internet at
 * large: the gate must not become a way into the network that the server stands in. Addresses are judged when a
 * connection is opened, so neither redirects nor names that change their mind get past it. */
#ifndef CAMPAIGNS_LINK_CHECK_H
#define CAMPAIGNS_LINK_CHECK_H

#include "base/arena.h"

enum {
        LINK_CHECKS_MAX = 100,
        LINK_CHECK_MS = 10 * 1000,  /* for each, from when it is asked */
        LINKS_CHECK_MS = 25 * 1000, /* for all of them: somebody waits */
        LINK_REDIRECTS_MAX = 5,
};

struct link_check {
        struct str url;     /* http or https */
        struct str problem; /* STR_NULL: it answers; otherwise "answers 404" */
        long refused;       /* or the status by which it let no program in; a reader may well get there */
};

/* `own`: PUBLIC_URL, whose host may be anywhere. Blocks. False: memory ran out. */
bool links_check(struct arena *a, struct str own, struct link_check *links, size_t count)
        __attribute__((warn_unused_result));

#endif
