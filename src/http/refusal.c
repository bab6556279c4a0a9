/* What libmicrohttpd refuses by itself, before there is a request for us: an address or headers beyond its pool, a
 * malformed line, a Content-Length that is no number, bad chunks. It answers with a page of its own, has no hook for
 * that, and writes the head of some of these replies twice. Its call goes through the dynamic linker, though, so our
 * definition of MHD_queue_response is the one that it finds: replies of ours pass; instead of its own ones we send the
 * problem+json that the API promises and say that nothing could be queued, on which it ends the connection. Should a
 * build of the library bind that call to itself, its pages come through again; the tests would tell.
 */
#include <dlfcn.h>
#include <sys/socket.h>

#include "http/server_internal.h"

enum { REPLY_MAX_BYTES = 4096 };

typedef enum MHD_Result queue_response(struct MHD_Connection *connection, unsigned int status,
                                       struct MHD_Response *response);

static _Thread_local bool is_ours;

static queue_response *library_function(void)
{
        static _Atomic(queue_response *) found;
        queue_response *f = atomic_load_explicit(&found, memory_order_relaxed);
        if (!f) {
                void *symbol = dlsym(RTLD_NEXT, "MHD_queue_response");
                memcpy(&f, &symbol, sizeof f); /* ISO C has no cast between the two; POSIX makes them the same */
                atomic_store_explicit(&found, f, memory_order_relaxed);
        }
        return f;
}

static enum err error_for(unsigned status)
{
        switch (status) {
        case MHD_HTTP_CONTENT_TOO_LARGE: return ERR_BODY_TOO_LARGE;
        case MHD_HTTP_URI_TOO_LONG: return ERR_URL_TOO_LONG;
        case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE: return ERR_HEADERS_TOO_LARGE;
        case MHD_HTTP_INTERNAL_SERVER_ERROR: return ERR_NO_MEMORY;
        default: return ERR_BAD_REQUEST;
        }
}

static enum MHD_Result write_header(void *out, enum MHD_ValueKind kind, const char *name, const char *value)
{
        (void)kind;
        buf_printf(out, "%s: %s\r\n", name, value);
        return MHD_YES;
}

static void write_reply(struct buf *out, struct request *rq)
{
        struct MHD_Response *response = reply_build(rq);
        const struct body *body = rq->reply.body;
        if (!response || !body)
                return;
        buf_printf(out, "HTTP/1.1 %u %s\r\n", rq->reply.status, MHD_get_reason_phrase_for(rq->reply.status));
        MHD_get_response_headers(response, write_header, out);
        buf_printf(out, "Content-Length: %zu\r\nConnection: close\r\n\r\n", body->size);
        buf_add(out, (struct str){(const char *)body->bytes, body->size});
        MHD_destroy_response(response);
}

enum MHD_Result refusal_send(struct request *rq)
{
        struct buf reply;
        buf_init(&reply, REPLY_MAX_BYTES);
        write_reply(&reply, rq);
        if (!reply.failed && reply.len) {
                /* Earlier replies on this connection have left it, and the kernel takes this much at once. */
                int fd = MHD_get_connection_info(rq->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
                (void)!send(fd, reply.ptr, reply.len, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        buf_release(&reply);
        arrival_linger(rq->connection);
        return MHD_NO;
}

/* There may be no request yet: a passing one stands in for it. */
static enum MHD_Result refuse(struct server_loop *l, struct MHD_Connection *connection, unsigned status)
{
        struct request rq = {.loop = l, .server = l->server, .connection = connection, .reply.file_fd = -1};
        request_make_id(l, rq.id);
        arena_init(&rq.arena, REQUEST_MEMORY_MAX);
        enum err first = arrival_error(connection);
        reply_error(&rq, first != ERR_NONE ? first : error_for(status), STR_NULL);
        enum MHD_Result result = refusal_send(&rq);
        body_release(rq.reply.body);
        arena_release(&rq.arena);
        return result;
}

enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned int status,
                                   struct MHD_Response *response)
{
        struct server_loop *l = is_ours ? NULL : arrival_loop(connection);
        return l ? refuse(l, connection, status) : library_function()(connection, status, response);
}

enum MHD_Result refusal_pass(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response)
{
        is_ours = true;
        enum MHD_Result result = MHD_queue_response(connection, status, response);
        is_ours = false;
        return result;
}
