/* What all parts of the sandbox share: one struct behind one mutex.
 *
 * Two threads touch it: libmicrohttpd's, which serves requests, and the courier, which delivers hooks and keeps
 * time. Whoever reads or changes a member below `lock` holds it. Out of memory ends the program: it is a tool
 * for tests, and a test should not pass because its Stripe forgot something.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <pthread.h>
#include <stdint.h>

#include "courier.h"
#include "faults.h"
#include "journal.h"
#include "options.h"
#include "parking.h"
#include "request_log.h"
#include "store.h"

struct sandbox {
        struct options options;
        char public_url[OPTION_SIZE]; /* without a slash at the end */
        char webhook_version[64];     /* shape of the events */
        pthread_mutex_t lock;
        bool stopping;
        struct store store;
        struct journal journal;
        struct faults faults;
        struct request_log requests;
        struct courier courier;
        struct parking parking;
        struct request *in_progress; /* those that hold an idempotency key */
};

#endif
