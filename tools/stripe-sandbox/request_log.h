/* The API requests that came in, newest kept, so that a test can look at what the shop sent. */
#ifndef SANDBOX_REQUEST_LOG_H
#define SANDBOX_REQUEST_LOG_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum {
        REQUEST_LOG_ENTRIES = 10000,
        REQUEST_LOG_BYTES = 64 * 1024 * 1024, /* whichever comes first */
};

struct request_log {
        char *entries[REQUEST_LOG_ENTRIES]; /* JSON; entry `number` at number % REQUEST_LOG_ENTRIES */
        uint64_t first, next;               /* numbers, from 1 on */
        size_t bytes;
};

void request_log_init(struct request_log *l);
void request_log_release(struct request_log *l);
/* Forgets all; numbers go on. */
void request_log_clear(struct request_log *l);

/* Takes the entry over and gives it the next number, as "number". */
void request_log_add(struct request_log *l, json_t *stolen);

/* {"requests": [...], "next": n}: those with numbers from `since` on, oldest first, at most `limit`. `next` is the
 * `since` to ask with for what comes later. */
json_t *request_log_json(const struct request_log *l, uint64_t since, size_t limit);

#endif
