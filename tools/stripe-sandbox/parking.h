/* Requests that wait: for a delay that a test asked for, or for the shop to answer a hook.
 *
 * A parked connection is suspended in libmicrohttpd; the courier's thread resumes it, and its handler is then
 * called again.
 */
#ifndef SANDBOX_PARKING_H
#define SANDBOX_PARKING_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "id.h"

struct parked;

struct parking {
        struct parked *list;
        size_t count;
};

/* Suspends until `until` (clock_ms), or earlier when `event` (may be NULL) has been tried. */
void parking_add(struct parking *p, struct MHD_Connection *connection, int64_t until, const char *event);

/* The event's first delivery has been answered or given up. */
void parking_event_tried(struct parking *p, const char *event);

/* Resumes whose time has come, or everybody. Returns when to come again (clock_ms), INT64_MAX when never. */
int64_t parking_sweep(struct parking *p, int64_t now, bool everybody);

#endif
