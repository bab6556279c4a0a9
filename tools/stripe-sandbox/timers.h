/* What happens by itself: sessions expire, delayed payments settle. */
#ifndef SANDBOX_TIMERS_H
#define SANDBOX_TIMERS_H

#include <stdint.h>

struct sandbox;

/* Does what is due, a bounded number at once. Returns in how many milliseconds there is more. */
int64_t timers_run(struct sandbox *sb);

#endif
