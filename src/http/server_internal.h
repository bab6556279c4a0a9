/* Shared between the files of the server: loops, workers, the way of a request through them. */
#ifndef HTTP_SERVER_INTERNAL_H
#define HTTP_SERVER_INTERNAL_H

#include <microhttpd.h>
#include <pthread.h>

#include "base/loop.h"
#include "http/request.h"
#include "http/stream.h"

struct connection_clock; /* arrival.c */

/* Requests handed from one thread to another. */
struct request_queue {
        pthread_mutex_t lock;
        pthread_cond_t filled;
        struct request *first, *last;
        unsigned count;
        bool closed;
};

void request_queue_init(struct request_queue *q);
void request_queue_release(struct request_queue *q);
/* False when `max` are waiting already, or when it is closed. */
bool request_queue_add(struct request_queue *q, struct request *rq, unsigned max);
/* Waits; NULL once it is closed and empty. */
struct request *request_queue_wait(struct request_queue *q);
/* All that is there, as a list, without waiting. */
struct request *request_queue_take_all(struct request_queue *q);
void request_queue_close(struct request_queue *q);

struct server_loop {
        struct server *server;
        pthread_t thread;
        bool started;
        struct loop loop;
        struct watch http; /* libmicrohttpd's epoll, nested in ours */
        struct MHD_Daemon *daemon;
        int listen_fd;
        struct pipeline *pipeline;
        struct reply_cache *cache;
        void *side; /* server_options.side's own */
        int side_ms;
        struct limiter *limiter; /* NULL: none; likewise the next */
        struct limiter *limiter_of_events, *limiter_of_all_events;
        struct request_queue replied;    /* by workers */
        struct request *shared;          /* those with a worker that others may join */
        struct connection_clock *clocks; /* all connections, for arrival time-outs */
        int64_t next_sweep_ms;
        unsigned resumed; /* since MHD ran last */
        unsigned suspended;
        unsigned requests;      /* between their first byte and their end */
        uint64_t id_state;      /* of request ids */
        struct topic *topics;   /* stream.c: what is watched */
        MHD_socket quiesced_fd; /* the listening socket once no more is accepted, else -1 */
};

/* Who watches streams, in all loops. */
struct stream_seats {
        pthread_mutex_t lock;
        bool taken[STREAMS_MAX];
        char sessions[STREAMS_MAX][SESSION_BYTES];
};

struct server {
        struct server_options options;
        uint16_t port;
        struct server_loop *loops;
        struct worker *workers;
        pthread_t *worker_threads;
        unsigned workers_started;
        struct request_queue work;
        atomic_uint *connections_by_address; /* ADDRESS_BUCKETS counters */
        unsigned char address_key[16];
        atomic_size_t large_bodies, large_hooks; /* bytes that those above BODY_MAX may grow to */
        struct stream_seats seats;
        atomic_bool stopping;  /* no new connections */
        atomic_bool finishing; /* the loops end when their requests have */
        int64_t stop_deadline_ms;
};

/* handler.c: from libmicrohttpd to routes. */
void *http_on_uri(void *loop, const char *uri, struct MHD_Connection *connection);
enum MHD_Result http_on_request(void *loop, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **state);
void http_on_completed(void *loop, struct MHD_Connection *connection, void **state,
                       enum MHD_RequestTerminationCode why);
/* X-Request-Id: 16 hexadecimal digits. */
void request_make_id(struct server_loop *l, char out[20]);
/* The reply is ready: goes on with a suspended request. Loop's thread only. */
void request_resume(struct request *rq);
/* arguments.c: path parameters and query, in place; false when they are not UTF-8 text or memory ran out. */
bool request_decode_params(struct request *rq);
bool request_decode_arguments(struct request *rq);
/* request.c: the reply of a request that others joined is theirs too. */
void request_unshare(struct request *rq);

/* refusal.c: queues a reply of ours; all others are libmicrohttpd's and are replaced by problems. */
/* And sends one past libmicrohttpd, whose pool may be too full of the request for the head of a reply; the connection
 * ends. Always MHD_NO. */
enum MHD_Result refusal_send(struct request *rq);
enum MHD_Result refusal_pass(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response);

/* reply.c: MHD's form of the reply; NULL when memory runs out. */
struct MHD_Response *reply_build(struct request *rq);

/* request.c: whether If-None-Match names this tag. */
bool is_etag_known(const struct request *rq, struct str etag);

/* files.c: the pages and pictures; fills the reply. */
bool accepts_encoding(struct str accept, struct str coding);
void files_serve(struct request *rq);

/* stream.c: replies that go on. */
/* Asks, tells, checks; the milliseconds after which it wants to be called again, -1 for no limit. */
int streams_turn(struct server_loop *l, int64_t now_ms);
/* After the pipeline was closed, and all requests have ended. */
void streams_release(struct server_loop *l);
struct MHD_Response *stream_response(struct watcher *w);
/* The request has ended. */
void stream_leave(struct request *rq);

/* workers.c */
bool workers_start(struct server *s);
void workers_stop(struct server *s);

/* arrival.c: slow arrivals and crowds. */
bool arrival_init(struct server *s);
void arrival_release(struct server *s);
enum MHD_Result arrival_accept(void *loop, const struct sockaddr *address, socklen_t length);
void arrival_on_connection(void *loop, struct MHD_Connection *connection, void **state,
                           enum MHD_ConnectionNotificationCode what);
/* The request is whole; from here on the time is ours. */
void arrival_request_arrived(struct MHD_Connection *connection);
void arrival_request_done(struct MHD_Connection *connection);
/* The loop of a connection; NULL when memory was short as it came. */
struct server_loop *arrival_loop(struct MHD_Connection *connection);
/* What is wrong with the address of the request that arrives: told again when its headers are refused as well. */
void arrival_address_error(struct MHD_Connection *connection, enum err e);
enum err arrival_error(struct MHD_Connection *connection);
/* The connection ends after this reply, and more of the request may be under way: what has come by then is read, since
 * closing a socket with unread bytes resets it, and the client would lose the reply (RFC 9112, 9.6). */
void arrival_linger(struct MHD_Connection *connection);
void arrival_sweep(struct server_loop *l, int64_t now_ms);

#endif
