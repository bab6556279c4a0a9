/* The HTTP side: from libmicrohttpd's callbacks to the routes and back. */
#include "http.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "base/clock.h"
#include "base/log.h"
#include "fields.h"
#include "request.h"
#include "routes.h"
#include "sandbox.h"

enum {
        IDLE_SECONDS = 60,
        MAX_CONNECTIONS = 1000,        /* below the usual 1024 open files */
        CONNECTION_BYTES = 128 * 1024, /* request line and headers */
};

/* The request begins here, before libmicrohttpd takes its address apart. */
static void *on_address(void *cls, const char *address, struct MHD_Connection *connection)
{
        struct request *rq = must(calloc(1, sizeof *rq));
        rq->sandbox = cls;
        rq->connection = connection;
        arena_init(&rq->arena, REQUEST_ARENA_BYTES);
        buf_init(&rq->body, REQUEST_BODY_BYTES);
        buf_init(&rq->text, REPLY_BYTES);
        struct str query = str_from(address), path = str_cut(&query, '?');
        rq->path = must((void *)arena_copy(&rq->arena, path).ptr);
        rq->query = query.ptr ? arena_copy(&rq->arena, query) : STR("");
        return rq;
}

static void on_end(void *cls, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
        (void)cls;
        (void)connection;
        (void)code;
        struct request *rq = *state;
        if (!rq)
                return;
        pthread_mutex_lock(&rq->sandbox->lock);
        api_end(rq);
        pthread_mutex_unlock(&rq->sandbox->lock);
        json_decref(rq->params);
        json_decref(rq->json);
        buf_release(&rq->body);
        buf_release(&rq->text);
        arena_release(&rq->arena);
        free(rq);
        *state = NULL;
}

static void serve(struct request *rq)
{
        if (rq->phase == REQUEST_HELD)
                return; /* the reply is there */
        if (strncmp(rq->path, "/v1/", 4) == 0 || strcmp(rq->path, "/v1") == 0) {
                api_serve(rq);
                return;
        }
        rq->route = route_find(rq->method, rq->path, rq->id, sizeof rq->id);
        if (rq->spoiled)
                reply_error(rq, 413, "invalid_request_error", NULL, NULL, "The request is too large.");
        else if (rq->route)
                rq->route->handle(rq);
        else
                reply_error(rq, 404, "invalid_request_error", NULL, NULL, "There is nothing at this address.");
}

static enum MHD_Result send_reply(struct request *rq)
{
        if (rq->close)
                return MHD_NO;
        if (rq->json) {
                char *dumped = must(json_dumps(rq->json, JSON_INDENT(2)));
                buf_clear(&rq->text);
                buf_add(&rq->text, str_from(dumped));
                buf_add_char(&rq->text, '\n');
                free(dumped);
        }
        struct str text = buf_str(&rq->text);
        struct MHD_Response *response =
                MHD_create_response_from_buffer(text.len, (void *)text.ptr, MHD_RESPMEM_MUST_COPY);
        if (!response || rq->text.failed) {
                if (response)
                        MHD_destroy_response(response);
                return MHD_NO;
        }
        if (rq->content_type)
                MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, rq->content_type);
        for (size_t i = 0; i < rq->header_count; i++)
                MHD_add_response_header(response, rq->headers[i].name, rq->headers[i].value);
        enum MHD_Result result = MHD_queue_response(rq->connection, rq->status, response);
        MHD_destroy_response(response);
        return result;
}

/* Does it, then replies, or parks the connection to be called again. */
static enum MHD_Result work(struct request *rq)
{
        struct sandbox *sb = rq->sandbox;
        pthread_mutex_lock(&sb->lock);
        rq->wait_ms = 0;
        serve(rq);
        bool wait = rq->wait_ms > 0 && !sb->stopping;
        if (wait) {
                parking_add(&sb->parking, rq->connection, clock_ms() + rq->wait_ms, rq->wait_event);
                courier_wake(sb);
        }
        pthread_mutex_unlock(&sb->lock);
        if (wait)
                return MHD_YES;
        /* Told to wait while everything ends: without a reply, as if the program had ended a little earlier. */
        if (rq->wait_ms > 0 && rq->phase == REQUEST_DELAYED)
                return MHD_NO;
        return send_reply(rq);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *address, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **state)
{
        (void)cls;
        (void)connection;
        (void)address;
        (void)version;
        struct request *rq = *state;
        if (!*rq->method) { /* the first call brings the headers only */
                if (!str_to_c(str_from(method), rq->method, sizeof rq->method))
                        snprintf(rq->method, sizeof rq->method, "OTHER");
                return MHD_YES;
        }
        if (*upload_size) {
                buf_add(&rq->body, (struct str){upload, *upload_size});
                rq->spoiled = rq->body.failed;
                *upload_size = 0;
                return MHD_YES;
        }
        return work(rq);
}

__attribute__((format(printf, 2, 0))) static void on_library_log(void *cls, const char *format, va_list args)
{
        (void)cls;
        char line[256];
        vsnprintf(line, sizeof line, format, args);
        line[strcspn(line, "\n")] = 0;
        log_debug("libmicrohttpd", LOG_CSTR("says", line));
}

static struct MHD_Daemon *listen_at(struct sandbox *sb, const struct addrinfo *where)
{
        unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
        if (where->ai_family == AF_INET6)
                flags |= MHD_USE_IPv6;
        return MHD_start_daemon(flags, 0, NULL, NULL, on_request, sb, MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,
                                MHD_OPTION_SOCK_ADDR, where->ai_addr, MHD_OPTION_URI_LOG_CALLBACK, on_address, sb,
                                MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
                                (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS,
                                MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
                                MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
                                MHD_OPTION_END);
}

struct MHD_Daemon *http_start(struct sandbox *sb)
{
        char port[8];
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *where = NULL;
        struct MHD_Daemon *daemon = NULL;
        snprintf(port, sizeof port, "%u", sb->options.port);
        int failed = getaddrinfo(sb->options.host, port, &hints, &where);
        if (!failed) {
                daemon = listen_at(sb, where);
                freeaddrinfo(where);
        }
        if (!daemon)
                log_error("can't listen", LOG_CSTR("host", sb->options.host), LOG_INT("port", sb->options.port),
                          LOG_CSTR("error", failed ? gai_strerror(failed) : strerror(errno)));
        return daemon;
}

uint16_t http_port(struct MHD_Daemon *daemon)
{
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
        return info ? info->port : 0;
}

void http_stop(struct MHD_Daemon *daemon)
{
        MHD_stop_daemon(daemon);
}
