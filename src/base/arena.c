/* Memory that goes away all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* One block serves a typical request: its fields, a few headers, a small reply. */
enum { BLOCK_SIZE = 4000 };

/* Far beyond any cap that makes sense; rounding up and adding a block's head can't overflow below it. */
#define LARGEST_PIECE (SIZE_MAX / 2)

struct arena_block {
        struct arena_block *next;
        size_t used, size;
        alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t cap)
{
        *a = (struct arena){.cap = cap};
}

void arena_release(struct arena *a)
{
        while (a->blocks) {
                struct arena_block *next = a->blocks->next;
                free(a->blocks);
                a->blocks = next;
        }
        a->used = 0;
        a->is_full = false;
}

static struct arena_block *block_with_room(struct arena *a, size_t bytes)
{
        struct arena_block *b = a->blocks;
        if (b && b->size - b->used >= bytes)
                return b;
        size_t size = bytes > BLOCK_SIZE ? bytes : BLOCK_SIZE;
        b = malloc(sizeof *b + size);
        if (!b)
                return NULL;
        b->used = 0;
        b->size = size;
        b->next = a->blocks;
        a->blocks = b;
        return b;
}

void *arena_alloc(struct arena *a, size_t size, size_t count)
{
        size_t bytes;
        if (__builtin_mul_overflow(size, count, &bytes) || bytes > a->cap || bytes > LARGEST_PIECE) {
                a->is_full = true;
                return NULL;
        }
        size_t rounded = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
        if (rounded > a->cap - a->used) {
                a->is_full = true;
                return NULL;
        }
        struct arena_block *b = block_with_room(a, rounded);
        if (!b)
                return NULL;
        void *piece = b->bytes + b->used;
        b->used += rounded;
        a->used += rounded;
        return memset(piece, 0, rounded);
}

struct str arena_copy(struct arena *a, struct str s)
{
        if (!s.ptr)
                return STR_NULL;
        char *copy = s.len < LARGEST_PIECE ? arena_alloc(a, 1, s.len + 1) : NULL;
        if (!copy)
                return STR_NULL;
        if (s.len)
                memcpy(copy, s.ptr, s.len);
        return (struct str){copy, s.len};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
        va_list args, again;
        va_start(args, format);
        va_copy(again, args);
        int n = vsnprintf(NULL, 0, format, args);
        va_end(args);
        struct str out = STR_NULL;
        char *bytes = n < 0 ? NULL : arena_alloc(a, 1, (size_t)n + 1);
        if (bytes) {
                vsnprintf(bytes, (size_t)n + 1, format, again);
                out = (struct str){bytes, (size_t)n};
        }
        va_end(again);
        return out;
}
