/* Replies. A reply_ function fills rq->reply, in any thread; the loop's thread sends it. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "db/outcome.h"

struct request;

/* A finished body that several replies share; counted. */
struct body {
        atomic_uint references;
        size_t size;
        unsigned char bytes[];
};

/* One reference is the caller's. NULL when memory runs out. */
struct body *body_new(struct str bytes);
struct body *body_keep(struct body *b);
void body_release(struct body *b);

enum { REPLY_HEADERS_MAX = 16 }; /* three cookies, four of limits, and what a reply is about */

struct reply {
        unsigned status; /* 0: none yet */
        const char *content_type;
        struct body *body; /* NULL: empty, or file_fd */
        int file_fd;       /* with file_size > 0 or is_file */
        bool is_file, is_page;
        bool is_admin; /* of the admin: with its policy when it is a page */
        bool is_frame; /* of the admin's visual editor: a page that the admin may show in a frame */
        uint64_t file_size;
        unsigned header_count;
        struct {
                const char *name, *value; /* live as long as the request */
        } headers[REPLY_HEADERS_MAX];
};

/* Adds a header, or replaces the one of that name; of Set-Cookie, the one that sets the same cookie. The value must
 * live as long as the request (a literal or arena memory; NULL, from an arena that is full, is left out). */
void reply_header(struct request *rq, const char *name, const char *value);
/* Takes back the Set-Cookie of this cookie. */
void reply_drop_cookie(struct request *rq, struct str cookie);

/* 200 with a JSON text. Never cached. */
void reply_json(struct request *rq, unsigned status, struct str json);
/* The same from a buf, which is released; 503 when it failed. */
void reply_json_buf(struct request *rq, unsigned status, struct buf *json);
/* For request_run: the last row's only column is the reply. */
void reply_with_row(struct request *rq, const struct outcome *o);
/* The same, and 404 with `missing` when there is no row. */
void reply_with_row_or(struct request *rq, const struct outcome *o, enum err missing);

/* problem+json (RFC 9457). detail may be STR_NULL. 401 says how to log in (WWW-Authenticate), 503 and 429 when to come
 * again (Retry-After). */
void reply_error(struct request *rq, enum err e, struct str detail);
/* The same with one more member, a number that tells how to go on. */
void reply_error_number(struct request *rq, enum err e, const char *member, int64_t number);
/* The same with a member that is JSON. */
void reply_error_json(struct request *rq, enum err e, const char *member, struct str json);
/* 404 with the shop's page that says so, for addresses that people open; a problem when there are no pages. */
void reply_page_unknown(struct request *rq);
/* 422 for one field. */
void reply_field_error(struct request *rq, struct str field, struct str code, struct str message);
/* 422 with entries written by decode.c into `entries`, separated by commas. */
void reply_field_errors(struct request *rq, struct str entries);
/* What the database said. */
void reply_outcome(struct request *rq, const struct outcome *o);

/* What is left of a limit, in a reply that is made before or after: RateLimit and RateLimit-Policy
 * (draft-ietf-httpapi-ratelimit-headers-10). `name` is a word of ASCII letters, digits and hyphens; `limit` requests
 * pass within window_s; reset_s: when more will be left. */
void reply_rate_headers(struct request *rq, const char *name, int64_t limit, int64_t window_s, int64_t remaining,
                        int64_t reset_s);
/* 429 with these and Retry-After: retry_s. */
void reply_rate_limited(struct request *rq, const char *name, int64_t limit, int64_t window_s, int64_t retry_s);

#endif
