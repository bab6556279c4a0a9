/* What handlers know of the store from its settings; the same for all threads, never changed after start. */
#ifndef HTTP_STORE_H
#define HTTP_STORE_H

#include "http/request.h"

struct store_settings {
        struct str public_url; /* without a slash at its end */
        struct str media_url;
        struct str stripe_webhook_secrets; /* comma-separated; empty: no hook is believed */
        struct str stripe_secret_key;      /* empty: nobody can pay */
        const char *stripe_api_base;
        int64_t reconcile_seconds;
};

static inline const struct store_settings *store_settings(const struct request *rq)
{
        return request_context(rq);
}

#endif
