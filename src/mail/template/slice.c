/* Python's slices. */
#include "mail/template/slice.h"

#include "mail/template/integer.h"

/* Larger numbers mean the same for any list; their negative and sums stay in range. */
enum { PARTS_MAX = 3 };
#define FARTHEST (INT64_MAX / 4)

static bool read_part(struct str part, bool *ret_there, int64_t *ret)
{
        *ret_there = part.len > 0;
        if (!*ret_there)
                return true;
        enum integer_reading reading = integer_read(value_text(part), ret);
        if (*ret > FARTHEST)
                *ret = FARTHEST;
        if (*ret < -FARTHEST)
                *ret = -FARTHEST;
        return reading == INTEGER_GOOD || reading == INTEGER_BEYOND;
}

bool slice_read(struct str text, struct slice *ret)
{
        bool there[PARTS_MAX] = {false};
        int64_t numbers[PARTS_MAX] = {0};
        size_t n = 0;
        for (struct str rest = text; rest.ptr; n++)
                if (n == PARTS_MAX || !read_part(str_cut(&rest, ':'), &there[n], &numbers[n]))
                        return false;
        if (there[2] && numbers[2] == 0)
                return false;
        /* slice(7) is [:7] */
        *ret = n == 1 ? (struct slice){.has_stop = there[0], .stop = numbers[0], .step = 1}
                      : (struct slice){.has_start = there[0],
                                       .start = numbers[0],
                                       .has_stop = there[1],
                                       .stop = numbers[1],
                                       .step = there[2] ? numbers[2] : 1};
        return true;
}

/* Negative positions count from the end; what is outside is moved to `low` or `high`. */
static int64_t position(int64_t at, int64_t count, int64_t low, int64_t high)
{
        if (at < 0)
                at += count;
        return at < low ? low : at > high ? high : at;
}

struct slice_range slice_of(const struct slice *s, size_t count)
{
        int64_t n = (int64_t)count, step = s->step;
        int64_t low = step > 0 ? 0 : -1, high = step > 0 ? n : n - 1;
        int64_t start = s->has_start ? position(s->start, n, low, high) : step > 0 ? low : high;
        int64_t stop = s->has_stop ? position(s->stop, n, low, high) : step > 0 ? high : low;
        int64_t way = step > 0 ? stop - start : start - stop;
        int64_t stride = step > 0 ? step : -step;
        return (struct slice_range){
                .first = start, .step = step, .count = way > 0 ? (size_t)((way - 1) / stride + 1) : 0};
}
