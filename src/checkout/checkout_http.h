/* Handlers of checkout and of Stripe's web hook, for the table of routes. Workers carry a struct payments. */
#ifndef CHECKOUT_CHECKOUT_HTTP_H
#define CHECKOUT_CHECKOUT_HTTP_H

struct request;

enum {
        /* Stripe takes 30 minutes to 24 hours; one more minute for clocks that differ. */
        CHECKOUT_SESSION_SECONDS = 31 * 60,
        HOOK_BODY_MAX = 512 * 1024, /* Stripe's events have some KB; a session with 100 lines about 100 KB */
};

void checkout_post(struct request *rq);
void checkout_get(struct request *rq);
void checkout_hook(struct request *rq);

#endif
