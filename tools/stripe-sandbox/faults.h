/* What tests ask to go wrong: hooks that are lost, doubled or late, API requests that fail. */
#ifndef SANDBOX_FAULTS_H
#define SANDBOX_FAULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct faults {
        struct hook_faults {
                int64_t drop, duplicate;              /* the next n events */
                int64_t delay_ms;                     /* each event, until reset */
                int64_t bad_signature, old_timestamp; /* the next n deliveries */
                bool reorder;                         /* newest first, until reset */
                char type[64];                        /* only events of this type; empty: all */
        } hooks;
        struct api_faults {
                int64_t fail_next;               /* the next n requests */
                int64_t status;                  /* what they answer: 500 */
                bool store;                      /* keep that answer under the idempotency key, as Stripe may */
                char should_retry[8];            /* "true" or "false" as Stripe-Should-Retry with it; or empty */
                int64_t delay_ms;                /* each request, until reset */
                int64_t drop_reply_after_effect; /* the next n: do it, then close the connection */
                int64_t alter_amount;            /* added to amount_total in replies, until reset */
                char path[128];                  /* only this path; {id} stands for any id; empty: all */
                char method[8];                  /* only this method; empty: all */
        } api;
};

/* Replaces the parts that `wanted` has ("hooks", "api"). NULL when all is well, else what is wrong with it, and
 * nothing has changed. */
const char *faults_set(struct faults *f, const json_t *wanted);
json_t *faults_json(const struct faults *f);

/* Takes one of a counted fault; false when none is left. */
bool fault_take(int64_t *count);

bool hook_faults_cover(const struct hook_faults *f, const char *type);
bool api_faults_cover(const struct api_faults *f, const char *method, const char *path);

/* A path against a pattern in which {id} stands for one step. On success the step goes to id (of id_size), unless
 * it is too long. */
bool path_matches(const char *pattern, const char *path, char *id, size_t id_size);

#endif
