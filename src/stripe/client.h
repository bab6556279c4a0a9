/* One call to Stripe's API, with retries, deadlines and limits.
 *
 * A client belongs to one thread and blocks it: use it in worker threads, never in an event loop. It keeps its
 * connection between calls. curl_global_init and sodium_init must have been called before, and SIGPIPE be ignored.
 *
 * A call is tried again after a lost connection, a lock (409), 429 or 5xx, unless Stripe-Should-Retry says
 * otherwise (https://docs.stripe.com/error-low-level), and only when it is safe: GET, or with an idempotency
 * key. It never outlasts the client's deadline.
 */
#ifndef STRIPE_CLIENT_H
#define STRIPE_CLIENT_H

#include <stdatomic.h>

#include "base/err.h"
#include "stripe/failure.h"

#include <jansson.h>

/* The shapes that this program reads and writes: https://docs.stripe.com/changelog */
#define STRIPE_VERSION "2025-09-30.clover"
#define STRIPE_API_BASE_DEFAULT "https://api.stripe.com"

enum {
        STRIPE_CONNECT_MS = 5000,    /* TCP and TLS; a second address may need the rest */
        STRIPE_ATTEMPT_MS = 10000,   /* one request that may be repeated; Stripe needs 1 to 3 s at worst */
        STRIPE_DEADLINE_MS = 20000,  /* a whole call: a customer waits for it */
        STRIPE_ATTEMPTS_MAX = 5,     /* of one call */
        STRIPE_BACKOFF_MIN_MS = 500, /* before the first repetition; doubles */
        STRIPE_BACKOFF_MAX_MS = 5000,
        STRIPE_REPLY_MAX = 8 * 1024 * 1024, /* bytes; a page of 100 events is about 1 MB */
        STRIPE_IDEMPOTENCY_KEY_MAX = 255,   /* Stripe's limit */
        STRIPE_ID_MAX = 255,                /* Stripe's limit for its identifiers */
};

struct stripe_settings {
        struct str api_base;   /* scheme and host; STR_NULL: Stripe itself. http only for loopback hosts */
        struct str secret_key; /* sk_... or rk_... */
        unsigned deadline_ms;  /* 0: STRIPE_DEADLINE_MS */
};

struct stripe_client {
        void *curl; /* CURL handle, owned */
        char api_base[256];
        char secret_key[256];
        bool over_tls;
        unsigned deadline_ms;
        const atomic_bool *stopping; /* the owner's, may be NULL: once it is true, calls are not repeated any more */
};

/* False when api_base or secret_key can't be used; *ret_problem (a literal) then says why. What the settings
 * point to is copied. `startupwebapp doctor` may call it alone. */
bool stripe_client_init(struct stripe_client *c, const struct stripe_settings *s, struct str *ret_problem)
        __attribute__((warn_unused_result));

/* Closes the connection and wipes the key. A zeroed client may be released too. */
void stripe_client_release(struct stripe_client *c);

/* Goes on with another account's key, on the same connection: one client serves many tenants. False when the
 * key can't be used; the old one stays then. */
bool stripe_client_set_key(struct stripe_client *c, struct str secret_key) __attribute__((warn_unused_result));

struct stripe_call_options {
        enum { STRIPE_GET, STRIPE_POST } method;
        struct str path;            /* "/v1/refunds"; identifiers in it are checked by stripe_id_is_valid */
        struct str form;            /* body of a POST, query of a GET; see form.h */
        struct str idempotency_key; /* of a POST; STR_NULL: the call is not repeated */
};

/* *ret is the reply, owned by the caller (json_decref), NULL on failure. ret_failure is filled on failure
 * and zeroed otherwise; it may not be NULL. */
enum err stripe_call(struct stripe_client *c, const struct stripe_call_options *o, json_t **ret,
                     struct stripe_failure *ret_failure) __attribute__((warn_unused_result));

/* Letters, digits, _ and -, at most STRIPE_ID_MAX: what may stand in a path. Identifiers that came from
 * outside are checked before use. */
bool stripe_id_is_valid(struct str id);

/* A body of Stripe's as JSON: no duplicate keys, no U+0000 in strings, UTF-8. For web hooks too, once the
 * signature is verified. NULL when it is not; json_decref it. */
json_t *stripe_json_load(struct str body) __attribute__((warn_unused_result));

#endif
