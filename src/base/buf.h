/* A growable run of bytes, born with a maximum.
 *
 * A write that would pass the maximum, or that memory refuses, sets `failed` and changes nothing; later writes
 * do nothing either. So a writer writes all and asks once at the end. The bytes are owned by the buf until
 * buf_release, always end in NUL (not counted), and move when it grows.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

struct buf {
        char *ptr;
        size_t len, size, max;
        bool failed;
};

/* Takes no memory before the first write. max in bytes. */
void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);
/* Empty again, memory kept, `failed` reset. */
void buf_clear(struct buf *b);

void buf_add(struct buf *b, struct str s);
void buf_add_char(struct buf *b, char c);
/* `c` n times. */
void buf_fill(struct buf *b, char c, uint64_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* s as a JSON string with its quotes (RFC 8259); bytes that are not UTF-8 become U+FFFD. STR_NULL writes null. */
void buf_add_json(struct buf *b, struct str s);
/* s with & < > " ' as entities: safe in HTML text and in quoted attributes. */
void buf_add_html(struct buf *b, struct str s);
/* s percent-encoded but for RFC 3986 unreserved characters. */
void buf_add_url(struct buf *b, struct str s);

static inline struct str buf_str(const struct buf *b)
{
        return (struct str){b->ptr ? b->ptr : "", b->len};
}

#endif
