/* From libmicrohttpd's call-backs to routes and back. */
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/limiter.h"
#include "http/server_internal.h"
#include "http/visitor.h"

enum {
        DISCARD_MAX = 1024 * 1024, /* beyond what the route takes of a body, so that its sender can read our answer */
        HEADER_RECORD_BYTES = 64,  /* libmicrohttpd's struct MHD_HTTP_Req_Header */
        REPLY_HEAD_MAX = 2 * 1024, /* the longest of ours, a login with cookies and limits, has 1.2 KB */
};

/* Ids need to differ, not to be secret: splitmix64 over a random start. */
void request_make_id(struct server_loop *l, char out[20])
{
        uint64_t z = (l->id_state += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        for (int i = 0; i < 16; i++, z >>= 4)
                out[i] = "0123456789abcdef"[z & 15];
        out[16] = 0;
}

/* A client may send the whole address, and servers must take it (RFC 9112, 3.2.2). */
static struct str without_origin(struct str uri)
{
        struct str origin = origin_of(uri);
        if (!origin.ptr)
                return uri;
        return origin.len == uri.len ? STR("/") : str_from_offset(uri, origin.len);
}

/* Blanks and control characters have no place in a request line (RFC 9112, 3.2). */
static bool is_address(struct str uri)
{
        for (size_t i = 0; i < uri.len; i++)
                if ((unsigned char)uri.ptr[i] <= ' ' || uri.ptr[i] == 0x7f)
                        return false;
        return uri.len > 0;
}

/* libmicrohttpd would copy the arguments into its pool, where we have our own copy, and it loses track of the
 * connection when they don't fit. It has found the question mark already; behind it there shall be nothing. */
static void hide_arguments(const char *uri)
{
        char *mark = strchr(uri, '?');
        if (mark)
                mark[1] = 0;
}

void *http_on_uri(void *loop, const char *uri, struct MHD_Connection *connection)
{
        struct server_loop *l = loop;
        struct request *rq = calloc(1, sizeof *rq);
        if (!rq)
                return NULL;
        arena_init(&rq->arena, REQUEST_MEMORY_MAX);
        buf_init(&rq->body, BODY_MAX);
        rq->loop = l;
        rq->server = l->server;
        rq->connection = connection;
        rq->started_ms = clock_ms();
        rq->reply.file_fd = -1;
        request_make_id(l, rq->id);
        struct str whole = without_origin(str_from(uri));
        rq->address_end = uri + strlen(uri);
        if (!is_address(whole))
                rq->early_error = ERR_BAD_REQUEST;
        if (whole.len > URL_MAX) {
                rq->early_error = ERR_URL_TOO_LONG;
                whole.len = 0;
        }
        if (rq->early_error != ERR_NONE)
                arrival_address_error(connection, rq->early_error);
        whole = arena_copy(&rq->arena, whole);
        rq->query = whole;
        rq->path = str_cut(&rq->query, '?');
        hide_arguments(uri);
        l->requests++;
        return rq;
}

static bool is_json(struct str type)
{
        struct str media = str_trim(str_cut(&type, ';'));
        return str_eq_nocase(media, STR("application/json"));
}

static enum MHD_Result count_framing(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
        unsigned *count = context;
        (void)kind;
        if (str_eq_nocase(str_from(name), STR("Content-Length")))
                count[0]++;
        else if (str_eq_nocase(str_from(name), STR("Transfer-Encoding")))
                count[str_eq_nocase(str_from(value), STR("chunked")) ? 0 : 1]++;
        return MHD_YES;
}

/* Where a body ends must have one answer, or a proxy before us may take another one and see two requests where we see
 * one (RFC 9112, 11.2). Codings other than chunked are not known here. */
static bool has_clear_end(struct request *rq)
{
        unsigned count[2] = {0, 0};
        if (!request_header(rq, "Content-Length").ptr && !request_header(rq, "Transfer-Encoding").ptr)
                return true;
        MHD_get_connection_values(rq->connection, MHD_HEADER_KIND, count_framing, count);
        return count[0] == 1 && count[1] == 0;
}

/* libmicrohttpd keeps the headers, a record of each and a copy of the cookies in its pool, and builds the head of the
 * reply in what is left; without room for that it would drop the connection. */
static bool leaves_room(const struct request *rq, size_t header_size)
{
        int count = MHD_get_connection_values(rq->connection, MHD_HEADER_KIND | MHD_COOKIE_KIND, NULL, NULL);
        size_t used = header_size + request_header(rq, "Cookie").len + (size_t)count * HEADER_RECORD_BYTES;
        return used + REPLY_HEAD_MAX <= CONNECTION_MEMORY;
}

/* What can be refused before the body comes. */
static enum err check_head(struct request *rq)
{
        const union MHD_ConnectionInfo *info =
                MHD_get_connection_info(rq->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
        if (rq->early_error != ERR_NONE)
                return rq->early_error;
        if (info && (info->header_size > HEADERS_MAX || !leaves_room(rq, info->header_size)))
                return ERR_HEADERS_TOO_LARGE;
        if (!rq->path.ptr)
                return ERR_NO_MEMORY;
        if (!has_clear_end(rq))
                return ERR_BAD_REQUEST;
        int64_t length = 0;
        struct str said = request_header(rq, "Content-Length");
        size_t most = rq->route && rq->route->body_max ? rq->route->body_max : BODY_MAX;
        rq->body.max = most;
        if (said.ptr && (!str_to_int64(said, &length) || length < 0))
                return ERR_BAD_REQUEST;
        return (uint64_t)length > most ? ERR_BODY_TOO_LARGE : ERR_NONE;
}

static enum err check_route(struct request *rq)
{
        if (rq->route->flags & ROUTE_UNSAFE) {
                enum err e = csrf_check(rq);
                if (e != ERR_NONE)
                        return e;
        }
        if ((rq->route->flags & ROUTE_TOLD) && !origin_is_allowed(rq))
                return ERR_ORIGIN_FORBIDDEN;
        if ((rq->route->flags & ROUTE_JSON) && !is_json(request_header(rq, "Content-Type")))
                return ERR_UNSUPPORTED_MEDIA_TYPE;
        return ERR_NONE;
}

/* Pages and pictures come in crowds, load balancers ask for our health, and hooks come from one sender. So do the
 * pixels of mails and what mail programs post: one mail service fetches them for all of its readers. */
static bool is_limited(const struct request *rq)
{
        bool of_mail = str_starts(rq->path, STR("/e/")) && !str_starts(rq->path, STR("/e/o/"));
        return (of_mail || str_starts(rq->path, STR("/api/"))) && !(rq->route && rq->route->flags & ROUTE_SIGNED);
}

static bool is_api(struct str path)
{
        return str_starts(path, STR("/api/")) || str_starts(path, STR("/webhooks/"));
}

/* CORS: a static site on another host asks before an unsafe request (Fetch standard, 3.2.2). */
static bool reply_preflight(struct request *rq, const char *allowed)
{
        if (!str_eq(rq->method, STR("OPTIONS")) || !allowed[0])
                return false;
        rq->reply.status = 204;
        reply_header(rq, "Allow", arena_copy(&rq->arena, str_from(allowed)).ptr);
        if (origins_allow(&rq->server->options.origins, request_header(rq, "Origin"))) {
                reply_header(rq, "Access-Control-Allow-Methods", arena_copy(&rq->arena, str_from(allowed)).ptr);
                reply_header(rq, "Access-Control-Allow-Headers", "Content-Type, X-CSRFToken");
                reply_header(rq, "Access-Control-Max-Age", "600");
        }
        return true;
}

static void reply_no_route(struct request *rq)
{
        char allowed[64];
        const struct server_options *o = &rq->server->options;
        route_find(o->routes, o->route_count, rq->method, rq->path, rq->params, allowed, sizeof allowed);
        bool reads = str_eq(rq->method, STR("GET")) || str_eq(rq->method, STR("HEAD"));
        if (reply_preflight(rq, allowed))
                return;
        if (allowed[0]) {
                reply_error(rq, ERR_METHOD_NOT_ALLOWED, STR_NULL);
                reply_header(rq, "Allow", arena_copy(&rq->arena, str_from(allowed)).ptr);
        } else if (is_api(rq->path)) {
                reply_error(rq, ERR_NOT_FOUND, STR_NULL);
        } else if (reads) {
                files_serve(rq);
        } else {
                reply_error(rq, ERR_METHOD_NOT_ALLOWED, STR_NULL);
                reply_header(rq, "Allow", "GET, HEAD");
        }
}

static void dispatch(struct request *rq)
{
        enum err e = check_head(rq);
        if (e == ERR_NONE && rq->discarded)
                e = ERR_BODY_TOO_LARGE;
        if (e == ERR_NONE && rq->body.failed)
                e = ERR_NO_MEMORY;
        if (e != ERR_NONE) {
                reply_error(rq, e, STR_NULL);
                return;
        }
        if (is_limited(rq) && !limiter_pass(rq->loop->limiter, rq))
                return;
        if (!rq->route) {
                reply_no_route(rq);
                return;
        }
        visitor_read(rq);
        session_read(rq);
        bool alone = rq->route->flags & ROUTE_ALONE;
        if (!request_decode_params(rq) || (!alone && !request_decode_arguments(rq)))
                e = ERR_BAD_REQUEST;
        else
                e = check_route(rq);
        if (e != ERR_NONE)
                reply_error(rq, e, STR_NULL);
        else
                rq->route->handle(rq);
}

static enum MHD_Result send_reply(struct request *rq)
{
        struct MHD_Response *response = reply_build(rq);
        if (!response)
                return MHD_NO;
        enum MHD_Result result = refusal_pass(rq->connection, rq->reply.status, response);
        MHD_destroy_response(response);
        return result;
}

/* One NUL, libmicrohttpd's, parts the address from the version; a second one was sent. Every HTTP/1.1 request names its
 * host (RFC 9112, 3.2). */
static enum err check_line(const struct request *rq, const char *version)
{
        if (rq->early_error == ERR_NONE && version != rq->address_end + 1)
                return ERR_BAD_REQUEST;
        if (rq->early_error == ERR_NONE && strcmp(version, "HTTP/1.0") != 0 && !request_header(rq, "Host").ptr)
                return ERR_BAD_REQUEST;
        return rq->early_error;
}

/* A body that may be large is counted with what it may grow to before its first byte is taken, so that many at once
 * can't take all memory: whoever comes too many is asked to come again. */
static enum err hold_body(struct request *rq)
{
        bool is_hook = rq->route && rq->route->flags & ROUTE_SIGNED;
        atomic_size_t *held = is_hook ? &rq->server->large_hooks : &rq->server->large_bodies;
        size_t held_most = is_hook ? LARGE_HOOKS_MAX : LARGE_BODIES_MAX;
        int64_t length = 0;
        struct str said = request_header(rq, "Content-Length");
        size_t most = rq->body.max;
        if (said.ptr && str_to_int64(said, &length))
                most = (size_t)length;
        if (most <= BODY_MAX || (!said.ptr && !request_header(rq, "Transfer-Encoding").ptr))
                return ERR_NONE;
        if (atomic_fetch_add(held, most) + most > held_most) {
                atomic_fetch_sub(held, most);
                return ERR_OVERLOADED;
        }
        rq->held = most;
        rq->held_in = held;
        return ERR_NONE;
}

static enum MHD_Result begin(struct server_loop *l, struct request *rq, const char *method, const char *version)
{
        char allowed[64];
        const struct server_options *o = &l->server->options;
        rq->method = arena_copy(&rq->arena, str_from(method));
        rq->route = route_find(o->routes, o->route_count, rq->method, rq->path, rq->params, allowed, sizeof allowed);
        rq->early_error = check_line(rq, version);
        enum err e = check_head(rq);
        if (e == ERR_NONE)
                e = hold_body(rq);
        if (e == ERR_NONE)
                return MHD_YES;
        if ((e == ERR_BODY_TOO_LARGE || e == ERR_OVERLOADED) && !request_header(rq, "Expect").ptr) {
                rq->early_error = e; /* the sender reads our answer only after it has sent some of it */
                return MHD_YES;
        }
        reply_error(rq, e, STR_NULL);
        return refusal_send(rq);
}

static enum MHD_Result take_body(struct request *rq, struct str piece)
{
        if (rq->early_error == ERR_NONE && rq->discarded == 0 && piece.len <= rq->body.max - rq->body.len) {
                buf_add(&rq->body, piece);
                return MHD_YES;
        }
        rq->discarded += piece.len;
        return rq->discarded > DISCARD_MAX + rq->body.max ? MHD_NO : MHD_YES;
}

enum MHD_Result http_on_request(void *loop, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **state)
{
        (void)url;
        struct server_loop *l = loop;
        struct request *rq = *state;
        if (!rq)
                return MHD_NO;
        if (!rq->method.ptr)
                return begin(l, rq, method, version);
        if (*upload_size) {
                enum MHD_Result result = take_body(rq, (struct str){upload, *upload_size});
                *upload_size = 0;
                return result;
        }
        if (rq->reply.status)
                return send_reply(rq); /* resumed */
        arrival_request_arrived(connection);
        log_for_request(str_from(rq->id));
        dispatch(rq);
        log_for_request(STR_NULL);
        if (!rq->deferred && rq->reply.status)
                return send_reply(rq);
        rq->suspended = true;
        l->suspended++;
        MHD_suspend_connection(connection);
        return MHD_YES;
}

void request_resume(struct request *rq)
{
        if (!rq->suspended)
                return; /* replied before the handler returned */
        rq->suspended = false;
        rq->loop->suspended--;
        rq->loop->resumed++;
        MHD_resume_connection(rq->connection);
}

/* Without what stands in for a parameter: links of mails carry secrets. */
static struct str path_without_secrets(const struct request *rq)
{
        if (rq->route)
                return str_from(rq->route->path);
        struct str rest = rq->path;
        str_cut(&rest, '/');
        struct str first = str_cut(&rest, '/');
        return rest.ptr ? (struct str){rq->path.ptr, first.len + 2} : rq->path;
}

static void log_request(struct request *rq)
{
        unsigned status = rq->reply.status;
        if (!rq->server->options.log_requests && status < 500)
                return;
        log_for_request(str_from(rq->id));
        log_write(status >= 500 ? LOG_LEVEL_WARN : LOG_LEVEL_INFO, "request",
                  LOG_FIELDS(LOG_STR("method", rq->method), LOG_STR("path", path_without_secrets(rq)),
                             LOG_INT("status", status), LOG_INT("ms", clock_ms() - rq->started_ms),
                             LOG_STR("address", request_address(rq))));
        log_for_request(STR_NULL);
}

void http_on_completed(void *loop, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode why)
{
        (void)why;
        struct request *rq = *state;
        if (!rq)
                return;
        *state = NULL;
        stream_leave(rq);
        arrival_request_done(connection);
        ((struct server_loop *)loop)->requests--;
        log_request(rq);
        body_release(rq->reply.body);
        if (rq->reply.is_file)
                close(rq->reply.file_fd);
        buf_release(&rq->body);
        if (rq->held)
                atomic_fetch_sub(rq->held_in, rq->held);
        arena_release(&rq->arena);
        free(rq);
}
