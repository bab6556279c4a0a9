/* One HTTP request to Stripe and its reply, without judgement: call.c decides what to do about it. */
#ifndef STRIPE_TRANSPORT_H
#define STRIPE_TRANSPORT_H

#include "base/buf.h"
#include "stripe/client.h"

struct stripe_reply {
        unsigned status; /* HTTP; 0 when no whole reply arrived */
        struct buf body; /* owned: stripe_reply_release */
        char request_id[64];
        enum { STRIPE_RETRY_UNSAID, STRIPE_RETRY_YES, STRIPE_RETRY_NO } should_retry;
        int64_t retry_after_ms; /* 0: unsaid */
        bool connection_failed; /* no whole reply, and another attempt may fare better */
        char problem[256];      /* why there is no whole reply; libcurl's words */
};

/* Waits at most timeout_ms. What the options point to is read during the call only. */
void stripe_transport(struct stripe_client *c, const struct stripe_call_options *o, int64_t timeout_ms,
                      struct stripe_reply *ret);

void stripe_reply_release(struct stripe_reply *reply);

#endif
