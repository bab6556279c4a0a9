/* A merge sort from the bottom up: stable, n log n for any input, and done when a comparison fails. */
#include "mail/template/sort.h"

/* Merges from[0..middle) and from[middle..end) into `to`. */
static bool merge(const struct sort_row *from, size_t middle, size_t end, int direction, struct sort_row *to)
{
        size_t left = 0, right = middle, n = 0;
        while (left < middle && right < end) {
                int order;
                if (!value_order(from[left].key, from[right].key, &order))
                        return false;
                to[n++] = order * direction <= 0 ? from[left++] : from[right++];
        }
        while (left < middle)
                to[n++] = from[left++];
        while (right < end)
                to[n++] = from[right++];
        return true;
}

/* Each run of `run` rows is in order; makes runs of twice that. */
static bool merge_runs(const struct sort_row *from, size_t count, size_t run, int direction, struct sort_row *to)
{
        for (size_t at = 0; at < count; at += 2 * run) {
                size_t left = count - at;
                size_t end = left < 2 * run ? left : 2 * run;
                if (!merge(from + at, end < run ? end : run, end, direction, to + at))
                        return false;
        }
        return true;
}

enum sort_result sort_rows(struct arena *a, struct sort_row *rows, size_t count, int direction)
{
        struct sort_row *from = rows, *to = arena_array(a, struct sort_row, count);
        if (!to)
                return SORT_FULL;
        for (size_t run = 1; run < count; run *= 2) {
                if (!merge_runs(from, count, run, direction, to))
                        return SORT_REFUSED;
                struct sort_row *merged = to;
                to = from;
                from = merged;
        }
        if (from != rows)
                memcpy(rows, from, count * sizeof *rows);
        return SORT_DONE;
}
