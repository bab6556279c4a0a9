/* Memory that goes away all at once: an arena hands out zeroed pieces and frees them together.
 *
 * Each arena has a cap. An allocation past the cap, or one that the system refuses, returns NULL; the caller
 * fails its request, never the process. An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_block;

struct arena {
        struct arena_block *blocks; /* newest first */
        size_t used;                /* bytes handed out, blocks' own heads not counted */
        size_t cap;                 /* bytes that may be handed out */
        bool is_full;               /* something was asked for past the cap, and refused */
};

/* An empty arena; takes no memory before the first allocation. cap in bytes. */
void arena_init(struct arena *a, size_t cap);

/* Frees every piece; the arena is empty and may be used again. */
void arena_release(struct arena *a);

/* `count` zeroed elements of `size` bytes, aligned for any type; NULL past the cap or on overflow. */
void *arena_alloc(struct arena *a, size_t size, size_t count) __attribute__((warn_unused_result));

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type), 1))
#define arena_array(a, type, count) ((type *)arena_alloc((a), sizeof(type), (count)))

/* A copy that ends in NUL (not counted in len). ptr is NULL when memory ran out. STR_NULL stays STR_NULL. */
struct str arena_copy(struct arena *a, struct str s) __attribute__((warn_unused_result));

/* printf into the arena; ptr is NULL when memory ran out. The result ends in NUL. */
struct str arena_printf(struct arena *a, const char *format, ...)
        __attribute__((format(printf, 2, 3), warn_unused_result));

#endif
