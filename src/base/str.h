/* Slices of bytes: a pointer and a length, passed by value.
 *
 * A str does not own its bytes and need not end in NUL; whoever made it says how long the bytes live. The
 * empty string has len 0 and any ptr; the missing value ("null") has ptr NULL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
        const char *ptr;
        size_t len;
};

#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
#define STR_NULL ((struct str){NULL, 0})
/* For printf: printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, (s).ptr

/* Bytes of a NUL-terminated string; NULL gives STR_NULL. */
static inline struct str str_from(const char *c_string)
{
        return c_string ? (struct str){c_string, strlen(c_string)} : STR_NULL;
}

static inline bool str_eq(struct str a, struct str b)
{
        return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* ASCII case is ignored; other bytes must be equal. */
bool str_eq_nocase(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* The part from `start` on; empty when start is past the end. */
struct str str_from_offset(struct str s, size_t start);

/* Offset of the first `c`, or s.len when there is none. */
size_t str_find(struct str s, char c);

/* Cuts at the first `separator`: returns what stands before it and leaves in *rest what follows.
 * Without a separator all of it is returned and *rest becomes STR_NULL. */
struct str str_cut(struct str *rest, char separator);

/* Without spaces, tabs, CR and LF at either end. */
struct str str_trim(struct str s);

/* Decimal, optional minus, nothing else, in the range of int64_t. False leaves *ret alone. */
bool str_to_int64(struct str s, int64_t *ret) __attribute__((warn_unused_result));

/* Well-formed UTF-8 (Unicode 15, table 3-7) without NUL: what PostgreSQL accepts as text. */
bool str_is_text(struct str s);

/* Copies with a NUL into `out` of `size` bytes; false when it does not fit or holds a NUL. */
bool str_to_c(struct str s, char *out, size_t size) __attribute__((warn_unused_result));

#endif
