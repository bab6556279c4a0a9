/* Time as the program uses it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds that only go forward; for deadlines and durations. */
static inline int64_t clock_ms(void)
{
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Seconds since 1970 UTC; for what others sign or store. */
static inline int64_t clock_unix(void)
{
        return (int64_t)time(NULL);
}

#endif
