/* The HTTP server: its loops from start to stop. */
#include "http/server.h"

#include <netdb.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/cache.h"
#include "http/limiter.h"
#include "http/server_internal.h"

enum {
        TURN_MS = 1000, /* the longest sleep of a loop: arrival sweeps happen that often */
        BACKLOG = 1024,
        RUNS_MAX = 4, /* of libmicrohttpd in one turn; a resumed connection may need a second look */
};

/* Paths and arguments stay as they were sent; we decode them ourselves, once. */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
        (void)context;
        (void)connection;
        return strlen(text);
}

static int listen_on(const char *host, uint16_t port)
{
        char service[8];
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *found = NULL;
        snprintf(service, sizeof service, "%u", port);
        if (getaddrinfo(host, service, &hints, &found) != 0)
                return -1;
        int fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
        bool fine = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0 &&
                    bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
        freeaddrinfo(found);
        if (!fine && fd >= 0)
                close(fd);
        return fine ? fd : -1;
}

static uint16_t port_of(int fd)
{
        struct sockaddr_in6 address = {0}; /* room for both families, which have the port at the same place */
        socklen_t size = sizeof address;
        if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
                return 0;
        return ntohs(address.sin6_port);
}

/* SO_REUSEPORT would let a second server share the port unnoticed: the first socket is bound without it once. */
static bool port_is_free(const struct server_options *o)
{
        char service[8];
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *found = NULL;
        if (o->listen_port == 0)
                return true;
        snprintf(service, sizeof service, "%u", o->listen_port);
        if (getaddrinfo(o->listen_host, service, &hints, &found) != 0)
                return false;
        int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
        bool fine = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                    bind(fd, found->ai_addr, found->ai_addrlen) == 0;
        freeaddrinfo(found);
        if (fd >= 0)
                close(fd);
        return fine;
}

static void on_http(struct watch *w, uint32_t events)
{
        (void)w;
        (void)events; /* libmicrohttpd runs at the end of each turn */
}

static void take_replied(struct server_loop *l)
{
        struct request *rq = request_queue_take_all(&l->replied);
        while (rq) {
                struct request *next = rq->next;
                rq->deferred = false;
                request_unshare(rq);
                request_resume(rq);
                rq = next;
        }
}

static void run_side(struct server_loop *l)
{
        const struct loop_side *side = l->server->options.side;
        l->side_ms = side ? side->turn(l->side, atomic_load(&l->server->finishing)) : -1;
}

static int next_timeout(struct server_loop *l, int streams_ms, int database_ms)
{
        MHD_UNSIGNED_LONG_LONG http_ms;
        int timeout = TURN_MS;
        if (MHD_get_timeout(l->daemon, &http_ms) == MHD_YES && http_ms < (unsigned)timeout)
                timeout = (int)http_ms;
        if (database_ms >= 0 && database_ms < timeout)
                timeout = database_ms;
        if (l->side_ms >= 0 && l->side_ms < timeout)
                timeout = l->side_ms;
        if (streams_ms >= 0 && streams_ms < timeout)
                timeout = streams_ms;
        return l->resumed ? 0 : timeout;
}

static void run_http(struct server_loop *l)
{
        for (int i = 0; i < RUNS_MAX; i++) {
                l->resumed = 0;
                MHD_run(l->daemon);
                if (l->resumed == 0)
                        return;
        }
}

/* The listening socket stays open until the end: closed early, connections in its backlog would be reset. */
static void quiesce(struct server_loop *l)
{
        if (l->quiesced_fd < 0)
                l->quiesced_fd = MHD_quiesce_daemon(l->daemon);
}

static bool is_finished(struct server_loop *l)
{
        if (!atomic_load(&l->server->finishing))
                return false;
        run_side(l); /* what requests have left that ended since */
        return (l->requests == 0 && l->side_ms < 0) || clock_ms() > l->server->stop_deadline_ms;
}

static void *run(void *argument)
{
        struct server_loop *l = argument;
        int timeout = 0;
        while (!is_finished(l)) {
                loop_turn(&l->loop, timeout);
                take_replied(l);
                run_http(l);
                run_side(l);
                int streams_ms = streams_turn(l, clock_ms());
                int database_ms = pipeline_turn(l->pipeline);
                if (l->resumed)
                        run_http(l); /* streams have news, or the pipeline refused what waited too long */
                arrival_sweep(l, clock_ms());
                if (atomic_load(&l->server->stopping))
                        quiesce(l);
                timeout = next_timeout(l, streams_ms, database_ms);
                if (atomic_load(&l->server->finishing))
                        timeout = 10;
        }
        return NULL;
}

static bool start_daemon(struct server_loop *l)
{
        const struct server_options *o = &l->server->options;
        l->daemon = MHD_start_daemon(
                MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, arrival_accept, l, http_on_request, l,
                MHD_OPTION_LISTEN_SOCKET, l->listen_fd, MHD_OPTION_NOTIFY_COMPLETED, http_on_completed, l,
                MHD_OPTION_NOTIFY_CONNECTION, arrival_on_connection, l, MHD_OPTION_URI_LOG_CALLBACK, http_on_uri, l,
                MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
                (unsigned)IDLE_TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                MHD_OPTION_CONNECTION_LIMIT, o->connections_max / o->loops + 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
                MHD_OPTION_END);
        if (!l->daemon)
                return false;
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
        l->http = (struct watch){.fd = info->epoll_fd, .on_ready = on_http};
        return loop_watch(&l->loop, &l->http, EPOLLIN);
}

static bool make_limiter(struct limiter **ret, int64_t per_second)
{
        *ret = per_second > 0 ? limiter_new(per_second) : NULL;
        return *ret || per_second <= 0;
}

static bool start_loop(struct server *s, struct server_loop *l)
{
        l->server = s;
        l->quiesced_fd = -1;
        request_queue_init(&l->replied);
        randombytes_buf(&l->id_state, sizeof l->id_state);
        l->listen_fd = listen_on(s->options.listen_host, s->port);
        if (l->listen_fd < 0) {
                log_error("can't listen", LOG_CSTR("host", s->options.listen_host), LOG_INT("port", s->port));
                return false;
        }
        if (s->port == 0)
                s->port = port_of(l->listen_fd);
        if (!make_limiter(&l->limiter, s->options.requests_per_second) ||
            !make_limiter(&l->limiter_of_events, s->options.events_per_second) ||
            !make_limiter(&l->limiter_of_all_events, s->options.all_events_per_second))
                return false;
        if (!(l->cache = reply_cache_new()) || !loop_init(&l->loop) ||
            !(l->pipeline = pipeline_open(&l->loop, &s->options.database)))
                return false;
        if (s->options.side && !(l->side = s->options.side->open(s->options.context, l->pipeline)))
                return false;
        if (!start_daemon(l))
                return false;
        l->started = pthread_create(&l->thread, NULL, run, l) == 0;
        return l->started;
}

struct server *server_start(const struct server_options *o)
{
        struct server *s = calloc(1, sizeof *s);
        if (!s)
                return NULL;
        pthread_mutex_init(&s->seats.lock, NULL);
        s->options = *o;
        s->port = o->listen_port;
        s->loops = calloc(o->loops, sizeof *s->loops);
        if (!port_is_free(o)) {
                log_error("can't listen: the address is in use or not ours", LOG_CSTR("host", o->listen_host),
                          LOG_INT("port", o->listen_port));
                free(s->loops);
                pthread_mutex_destroy(&s->seats.lock);
                free(s);
                return NULL;
        }
        bool fine = s->loops && arrival_init(s) && workers_start(s);
        for (unsigned i = 0; fine && i < o->loops; i++)
                fine = start_loop(s, &s->loops[i]);
        if (!fine) {
                server_stop(s);
                return NULL;
        }
        return s;
}

uint16_t server_port(const struct server *s)
{
        return s->port;
}

bool server_is_stopping(const struct server *s)
{
        return atomic_load(&s->stopping);
}

static void wake_all(struct server *s)
{
        for (unsigned i = 0; i < s->options.loops; i++)
                if (s->loops[i].started)
                        loop_wake(&s->loops[i].loop);
}

static void release_loop(struct server_loop *l)
{
        if (!l->server)
                return;
        if (l->started)
                pthread_join(l->thread, NULL);
        if (l->pipeline)
                pipeline_close(l->pipeline);
        if (l->side)
                l->server->options.side->close(l->side);
        streams_release(l);
        if (l->suspended) {
                /* Only a worker that hangs past every deadline gets here; libmicrohttpd would abort. */
                log_error("requests were cut off", LOG_INT("requests", l->suspended));
                return;
        }
        if (l->daemon)
                MHD_stop_daemon(l->daemon);
        reply_cache_free(l->cache);
        limiter_free(l->limiter);
        limiter_free(l->limiter_of_events);
        limiter_free(l->limiter_of_all_events);
        if (l->quiesced_fd >= 0)
                close(l->quiesced_fd);
        else if (l->listen_fd >= 0 && !l->daemon)
                close(l->listen_fd);
        loop_release(&l->loop);
        request_queue_release(&l->replied);
}

/* Requests are bounded in time (the pipeline's and Stripe's deadlines), so the loops do come to their end. */
void server_stop(struct server *s)
{
        s->stop_deadline_ms = clock_ms() + STOP_TIMEOUT_S * 1000;
        atomic_store(&s->stopping, true);
        atomic_store(&s->finishing, true);
        wake_all(s);
        for (unsigned i = 0; s->loops && i < s->options.loops; i++)
                release_loop(&s->loops[i]);
        workers_stop(s);
        arrival_release(s);
        free(s->loops);
        pthread_mutex_destroy(&s->seats.lock);
        free(s);
}
