/* One request from its first byte to its reply.
 *
 * A handler runs in a loop's thread and must not block. It ends in one of three ways:
 *   - it calls one of the reply_ functions;
 *   - it hands a unit to request_run, whose call-back goes on in the same thread;
 *   - it hands a function to request_defer, which goes on in a worker's thread and may block.
 * All memory of the request comes from its arena and goes with it.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/blocking.h"
#include "http/reply.h"
#include "http/server.h"

enum {
        VISITOR_BYTES = 16,
        SESSION_BYTES = 32,       /* of the cookie, and of their SHA-256 */
        SESSION_COOKIE_SIZE = 44, /* base64url without padding, NUL */
};

struct MHD_Connection;
struct server_loop;
struct watcher;

struct query_argument {
        struct str name, value; /* decoded */
        struct query_argument *next;
};

struct request {
        struct arena arena;
        struct server *server;
        struct server_loop *loop;
        struct MHD_Connection *connection;
        const struct route *route;
        struct str method, path;            /* the path as sent */
        struct str params[PATH_PARAMS_MAX]; /* decoded text */
        struct query_argument *arguments;   /* decoded text, in order */
        struct str query;                   /* what stands behind the ?, as sent */
        const char *address_end;            /* in libmicrohttpd's memory, while the request arrives */
        char id[20];                        /* X-Request-Id */
        struct buf body;
        enum err early_error; /* found while it arrived */
        size_t discarded;     /* bytes of a body that is too large */
        size_t held;          /* of what large bodies may take together */
        atomic_size_t *held_in;
        /* who: 16 bytes of the visitor cookie, ptr NULL without a valid one */
        struct str visitor;
        char visitor_bytes[VISITOR_BYTES];
        /* and the SHA-256 of the session cookie, ptr NULL without one; whose it is, the database tells */
        struct str session;
        char session_bytes[SESSION_BYTES];
        char new_session[SESSION_COOKIE_SIZE]; /* the cookie of one that began in this request */
        char *session_line;                    /* memory for setting it; NULL: none began */
        int64_t started_ms;
        struct reply reply;
        bool suspended;
        bool deferred;          /* a worker has it: nothing of it may be looked at */
        void *state;            /* the handler's own, between its steps */
        void *cache_entry;      /* cache.c: the reply that this request makes */
        struct watcher *stream; /* stream.c: the reply goes on; NULL: it does not */
        void (*on_outcome)(struct request *rq, const struct outcome *o);
        bool takes_errors;
        void (*work)(struct request *rq, struct worker *w);
        struct request *next; /* in a queue of workers or of a loop */
        /* Requests of one loop that ask the same blocking question share its answer (request_join). */
        struct str share_key;
        struct request *sharers, *next_shared;
};

/* A worker thread's belongings. */
struct worker {
        struct server *server;
        struct blocking db;
        void *context; /* of server_options.worker_open */
};

/* Value of a header, STR_NULL without one. Workers may ask as well: while the request is with one, libmicrohttpd leaves
 * the suspended connection's headers alone. */
struct str request_header(const struct request *rq, const char *name);
/* Decoded value of a query argument, STR_NULL without one. */
struct str request_argument(const struct request *rq, const char *name);
/* The client's address as text, through trusted proxies' X-Forwarded-For. Lives in the arena. */
struct str request_address(struct request *rq);
/* The same as limits should count it: of an IPv6 address the /64, which one customer has whole. */
struct str request_client(struct request *rq);

/* server_options.context. */
const void *request_context(const struct request *rq);

/* What server_options.side opened for the loop that has the request. Loop's thread only. */
void *request_side(const struct request *rq);

/* For what answers requests that a handler has left with it, later and in the loop's thread: the reply is made. */
void request_answered(struct request *rq);

struct unit *request_unit(struct request *rq);
/* Runs the unit; on_rows is called when it has committed, any error is replied. */
void request_run(struct request *rq, struct unit *u, void (*on_rows)(struct request *rq, const struct outcome *o));
/* As request_run, but on_outcome is called for errors too. */
void request_try(struct request *rq, struct unit *u, void (*on_outcome)(struct request *rq, const struct outcome *o));
/* Goes on in a worker's thread. 503 when the queue of the workers is full. */
void request_defer(struct request *rq, void (*work)(struct request *rq, struct worker *w));
/* Before request_defer: true when a request of this loop with the same key is with a worker already; this one then gets
 * the same reply, and takes no worker. False: go on, others may join. The key must live as long as the request. */
bool request_join(struct request *rq, struct str key) __attribute__((warn_unused_result));

#endif
