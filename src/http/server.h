/* The HTTP server: event-loop threads, each with its own listening socket (SO_REUSEPORT), libmicrohttpd daemon and
 * pipelined database connections, and one pool of worker threads for what blocks.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdatomic.h>

#include "db/pipeline.h"
#include "http/origin.h"
#include "http/route.h"

enum {
        BODY_MAX = 64 * 1024,                 /* of a request; routes may allow more */
        LARGE_BODIES_MAX = 128 * 1024 * 1024, /* of all bodies above BODY_MAX that arrive or are worked on together */
        LARGE_HOOKS_MAX = 32 * 1024 * 1024,   /* the same of web hooks: what others upload doesn't keep them out */
        URL_MAX = 4 * 1024,                   /* the longest list address with all filters has under 1 KB */
        HEADERS_MAX = 8 * 1024,               /* all of them together; browsers send about 1 KB, cookies at most 4 KB */
        CONNECTION_MEMORY = 14 * 1024,        /* libmicrohttpd's pool: address, headers and a reply's head */
        REQUEST_MEMORY_MAX = 4 * 1024 * 1024, /* of one request's arena */
        IDLE_TIMEOUT_S = 60,                  /* of a kept connection; above a load balancer's usual 60 would be 65 */
        ARRIVAL_TIMEOUT_S = 90,               /* a request that drips in longer than this is cut off */
        ANSWER_TIMEOUT_S = 600,               /* to answer and to read the answer: a large picture over a bad line */
        STOP_TIMEOUT_S = 25, /* above Stripe's deadline, for requests under way when the server is told to stop */
};

struct worker;

/* Tells how long replies made from the database may be served again; shared by all loops. */
struct freshness {
        atomic_uint_fast64_t generation;      /* counts the changes that were told */
        atomic_int_fast64_t trusted_until_ms; /* clock_ms up to which no change went untold */
};

/* What each loop does beside its requests, in its thread: what they leave to be written later, many at once. */
struct loop_side {
        /* NULL when memory runs out. `context` is server_options.context. */
        void *(*open)(const void *context, struct pipeline *p);
        /* At the end of each turn. Gives the milliseconds after which it wants to be called at the latest, -1 when it
         * has nothing to do: a loop that stops (`ending`) waits for that. */
        int (*turn)(void *side, bool ending);
        void (*close)(void *side); /* after the pipeline */
};

struct server_options {
        const char *listen_host;
        uint16_t listen_port; /* 0: the system chooses */
        unsigned loops, workers;
        unsigned connections_max, connections_per_address; /* per_address 0: no limit */
        int64_t requests_per_second; /* to the API, of a client to a loop, when it goes on for long; 0: no limit */
        int64_t events_per_second, all_events_per_second; /* limiter_pass_events, likewise */
        struct pipeline_options database;
        const struct route *routes;
        size_t route_count;
        struct origins origins;               /* who may send unsafe requests */
        struct str secret_key;                /* signs visitor cookies and CSRF tokens */
        bool secure;                          /* PUBLIC_URL is https: Secure cookies, HSTS */
        struct str page_policy;               /* Content-Security-Policy of pages */
        struct str admin_policy;              /* of the admin's page */
        struct str frame_policy;              /* of the page in its frame, the visual editor of mails */
        int web_root, admin_root, media_root; /* directories, -1 for none */
        int uploads_root;                     /* looked into for /media/ before media_root; -1 for none */
        const char *trusted_proxies; /* comma-separated addresses whose X-Forwarded-For counts; NULL for none */
        bool log_requests;
        struct freshness *freshness; /* for the reply cache */
        const void *context;         /* for handlers: request_context */
        /* Makes and frees what each worker thread needs besides its database connection; may be NULL. */
        void *(*worker_open)(const void *context);
        void (*worker_close)(void *worker_context);
        const struct loop_side *side; /* NULL: nothing */
};

struct server;

/* NULL, with the reason logged, when it can't listen or memory runs out. */
struct server *server_start(const struct server_options *o);
/* The port it listens on. */
uint16_t server_port(const struct server *s);
/* server_stop has been called: load balancers should look elsewhere. */
bool server_is_stopping(const struct server *s);
/* Takes no new connections, waits for requests under way, at most STOP_TIMEOUT_S, then frees all. */
void server_stop(struct server *s);

#endif
