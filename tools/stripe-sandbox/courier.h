/* Delivers events to the shop's web hook, from one thread of its own, which also keeps time for the sandbox.
 *
 * The first delivery of an event waits for those before it of the same payment, several payments go out at once.
 * What is not answered 2xx is tried again after 0.2 s, 1 s, 5 s and so on, a bounded number of times.
 */
#ifndef SANDBOX_COURIER_H
#define SANDBOX_COURIER_H

#include <curl/curl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sandbox;
struct delivery;

struct courier {
        pthread_t thread;
        CURLM *multi;
        struct delivery *first, *last; /* in the order of sending */
        size_t queued, in_flight;
        int64_t attempts, delivered, failed_attempts, given_up, dropped, duplicated;
};

bool courier_start(struct sandbox *sb);
/* Ends the thread, after it resumed every parked request. What was not delivered stays so. */
void courier_stop(struct sandbox *sb);
/* Something became due earlier than the thread knew. */
void courier_wake(struct sandbox *sb);

/* Queues an event of the payment `group`, faults included. False when a fault dropped it. `late` tells whether a
 * fault holds it back. */
bool courier_enqueue(struct sandbox *sb, const char *event, const char *type, const char *group, bool *ret_late);
/* The same without faults. */
void courier_resend(struct sandbox *sb, const char *event, const char *type);

json_t *courier_json(const struct courier *c);

#endif
