/* Replies: JSON, problems, and the headers that every reply carries. */
#include "http/reply.h"

#include <stdlib.h>

#include "base/clock.h"
#include "http/origin.h"
#include "http/server_internal.h"

struct body *body_new(struct str bytes)
{
        struct body *b = malloc(sizeof *b + bytes.len);
        if (!b)
                return NULL;
        atomic_init(&b->references, 1);
        b->size = bytes.len;
        if (bytes.len)
                memcpy(b->bytes, bytes.ptr, bytes.len);
        return b;
}

struct body *body_keep(struct body *b)
{
        atomic_fetch_add_explicit(&b->references, 1, memory_order_relaxed);
        return b;
}

void body_release(struct body *b)
{
        if (b && atomic_fetch_sub_explicit(&b->references, 1, memory_order_acq_rel) == 1)
                free(b);
}

static bool is_cookie_line(const char *name, const char *value, struct str cookie)
{
        struct str rest = str_from(value);
        return strcmp(name, "Set-Cookie") == 0 && str_eq(str_cut(&rest, '='), cookie);
}

/* Which header a new one takes the place of; header_count for none. */
static unsigned place_of(const struct reply *r, const char *name, const char *value)
{
        unsigned i = 0;
        struct str rest = str_from(value), cookie = str_cut(&rest, '=');
        bool is_cookie = strcmp(name, "Set-Cookie") == 0;
        while (i < r->header_count && !(is_cookie ? is_cookie_line(r->headers[i].name, r->headers[i].value, cookie)
                                                  : strcmp(r->headers[i].name, name) == 0))
                i++;
        return i;
}

void reply_header(struct request *rq, const char *name, const char *value)
{
        struct reply *r = &rq->reply;
        if (!value)
                return;
        unsigned at = place_of(r, name, value);
        if (at == REPLY_HEADERS_MAX)
                return;
        r->headers[at].name = name;
        r->headers[at].value = value;
        if (at == r->header_count)
                r->header_count++;
}

void reply_drop_cookie(struct request *rq, struct str cookie)
{
        struct reply *r = &rq->reply;
        unsigned kept = 0;
        for (unsigned i = 0; i < r->header_count; i++)
                if (!is_cookie_line(r->headers[i].name, r->headers[i].value, cookie))
                        r->headers[kept++] = r->headers[i];
        r->header_count = kept;
}

static void set(struct request *rq, unsigned status, const char *content_type, struct str text)
{
        body_release(rq->reply.body);
        rq->reply.body = body_new(text);
        rq->reply.status = rq->reply.body ? status : 503;
        rq->reply.content_type = content_type;
}

void reply_json(struct request *rq, unsigned status, struct str json)
{
        set(rq, status, "application/json", json);
        reply_header(rq, "Cache-Control", "no-store");
}

void reply_json_buf(struct request *rq, unsigned status, struct buf *json)
{
        if (json->failed)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else
                reply_json(rq, status, buf_str(json));
        buf_release(json);
}

void reply_with_row(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_INTERNAL);
}

void reply_with_row_or(struct request *rq, const struct outcome *o, enum err missing)
{
        PGresult *r = outcome_last(o);
        if (!r || PQntuples(r) == 0 || PQgetisnull(r, 0, 0))
                reply_error(rq, missing, STR_NULL);
        else
                reply_json(rq, 200, (struct str){PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0)});
}

enum { PROBLEM_MAX_BYTES = 80 * 1024 };

static void reply_problem(struct request *rq, enum err e, struct str detail, struct str entries, struct str members)
{
        const struct err_info *info = err_info(e);
        struct buf json;
        buf_init(&json, PROBLEM_MAX_BYTES);
        buf_printf(&json, "{\"type\":\"about:blank#%.*s\",\"title\":", STR_ARG(info->code));
        buf_add_json(&json, info->title);
        buf_printf(&json, ",\"status\":%u,\"code\":\"%.*s\"", info->status, STR_ARG(info->code));
        if (detail.len) {
                buf_add(&json, STR(",\"detail\":"));
                buf_add_json(&json, detail);
        }
        if (entries.len)
                buf_printf(&json, ",\"errors\":[%.*s]", STR_ARG(entries));
        buf_add(&json, members);
        buf_printf(&json, ",\"request_id\":\"%s\"}", rq->id);
        set(rq, info->status, "application/problem+json", buf_str(&json));
        buf_release(&json);
        reply_header(rq, "Cache-Control", "no-store");
        if (info->status == 503 || info->status == 429)
                reply_header(rq, "Retry-After", "1");
        if (info->status == 401) /* a scheme that browsers don't know, so that they ask nothing (RFC 9110, 11.6.1) */
                reply_header(rq, "WWW-Authenticate", "Session");
}

void reply_error(struct request *rq, enum err e, struct str detail)
{
        reply_problem(rq, e, detail, STR(""), STR(""));
}

void reply_error_number(struct request *rq, enum err e, const char *member, int64_t number)
{
        struct str more = arena_printf(&rq->arena, ",\"%s\":%lld", member, (long long)number);
        reply_problem(rq, e, STR_NULL, STR(""), more.ptr ? more : STR(""));
}

void reply_error_json(struct request *rq, enum err e, const char *member, struct str json)
{
        struct str more = arena_printf(&rq->arena, ",\"%s\":%.*s", member, STR_ARG(json));
        reply_problem(rq, e, STR_NULL, STR(""), more.ptr ? more : STR(""));
}

void reply_field_errors(struct request *rq, struct str entries)
{
        reply_problem(rq, ERR_INVALID_INPUT, STR_NULL, entries, STR(""));
}

void reply_field_error(struct request *rq, struct str field, struct str code, struct str message)
{
        struct buf entry;
        buf_init(&entry, PROBLEM_MAX_BYTES / 2);
        buf_add(&entry, STR("{\"field\":"));
        buf_add_json(&entry, field);
        buf_add(&entry, STR(",\"code\":"));
        buf_add_json(&entry, code);
        buf_add(&entry, STR(",\"message\":"));
        buf_add_json(&entry, message);
        buf_add_char(&entry, '}');
        reply_field_errors(rq, buf_str(&entry));
        buf_release(&entry);
}

void reply_rate_headers(struct request *rq, const char *name, int64_t limit, int64_t window_s, int64_t remaining,
                        int64_t reset_s)
{
        reply_header(rq, "RateLimit-Policy",
                     arena_printf(&rq->arena, "\"%s\";q=%lld;w=%lld", name, (long long)limit, (long long)window_s).ptr);
        reply_header(
                rq, "RateLimit",
                arena_printf(&rq->arena, "\"%s\";r=%lld;t=%lld", name, (long long)remaining, (long long)reset_s).ptr);
}

void reply_rate_limited(struct request *rq, const char *name, int64_t limit, int64_t window_s, int64_t retry_s)
{
        reply_error(rq, ERR_TOO_MANY_REQUESTS, STR_NULL);
        reply_rate_headers(rq, name, limit, window_s, 0, retry_s);
        reply_header(rq, "Retry-After", arena_printf(&rq->arena, "%lld", (long long)retry_s).ptr);
}

/* `words` is what the database refused with: "login 10 3600 17". */
static void reply_refused_rate(struct request *rq, struct str words)
{
        int64_t limit, window_s, retry_s;
        struct str rest = words, name = str_cut(&rest, ' '), first = str_cut(&rest, ' '), second = str_cut(&rest, ' ');
        name = arena_copy(&rq->arena, name); /* the words go with the outcome */
        if (name.ptr && str_to_int64(first, &limit) && str_to_int64(second, &window_s) && str_to_int64(rest, &retry_s))
                reply_rate_limited(rq, name.ptr, limit, window_s, retry_s);
        else
                reply_error(rq, ERR_TOO_MANY_REQUESTS, STR_NULL);
}

void reply_outcome(struct request *rq, const struct outcome *o)
{
        if (o->error == ERR_TOO_MANY_REQUESTS)
                reply_refused_rate(rq, o->field);
        else if (o->error == ERR_INVALID_INPUT && o->code.len)
                reply_field_error(rq, o->field, o->code, o->message);
        else
                reply_error(rq, o->error, o->message);
}

/* Nothing on an API reply is a page: no script, no frame, nothing is loaded. */
#define API_POLICY "default-src 'none'; frame-ancestors 'none'"

static bool has_header(const struct reply *r, const char *name)
{
        for (unsigned i = 0; i < r->header_count; i++)
                if (strcmp(r->headers[i].name, name) == 0)
                        return true;
        return false;
}

static void add_security_headers(struct MHD_Response *out, const struct request *rq)
{
        MHD_add_response_header(out, "X-Content-Type-Options", "nosniff");
        if (!has_header(&rq->reply, "Referrer-Policy"))
                MHD_add_response_header(out, "Referrer-Policy", "strict-origin-when-cross-origin");
        const struct server_options *o = &rq->server->options;
        bool is_frame = rq->reply.is_frame;
        struct str of_page = is_frame ? o->frame_policy : rq->reply.is_admin ? o->admin_policy : o->page_policy;
        MHD_add_response_header(out, "Content-Security-Policy", rq->reply.is_page ? of_page.ptr : API_POLICY);
        MHD_add_response_header(out, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        if (rq->reply.is_page)
                /* for browsers without frame-ancestors */
                MHD_add_response_header(out, "X-Frame-Options", is_frame ? "SAMEORIGIN" : "DENY");
        if (rq->server->options.secure)
                MHD_add_response_header(out, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
}

/* Static sites on other hosts may read replies, with cookies (Fetch standard, 3.2). */
static void add_cors_headers(struct MHD_Response *out, const struct request *rq)
{
        struct str origin = request_header(rq, "Origin");
        if (rq->route || origin.ptr)
                MHD_add_response_header(out, "Vary",
                                        "Origin"); /* caches: also of a reply that was asked for without one */
        if (!origin.ptr || !origins_allow(&rq->server->options.origins, origin))
                return;
        MHD_add_response_header(out, "Access-Control-Allow-Origin", origin.ptr);
        MHD_add_response_header(out, "Access-Control-Allow-Credentials", "true");
        MHD_add_response_header(out, "Access-Control-Expose-Headers",
                                "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy");
}

static void release_body(void *body)
{
        body_release(body);
}

static struct MHD_Response *build_content(struct request *rq)
{
        struct reply *r = &rq->reply;
        if (rq->stream)
                return stream_response(rq->stream);
        if (r->is_file)
                return MHD_create_response_from_fd64(r->file_size, r->file_fd);
        if (!r->body)
                return MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
        return MHD_create_response_from_buffer_with_free_callback_cls(r->body->size, r->body->bytes, release_body,
                                                                      body_keep(r->body));
}

struct MHD_Response *reply_build(struct request *rq)
{
        struct reply *r = &rq->reply;
        struct MHD_Response *out = build_content(rq);
        if (!out) {
                body_release(r->body && !r->is_file ? r->body : NULL);
                return NULL;
        }
        r->is_file = false; /* the descriptor is MHD's now */
        if (r->content_type)
                MHD_add_response_header(out, "Content-Type", r->content_type);
        MHD_add_response_header(out, "X-Request-Id", rq->id);
        if (server_is_stopping(rq->server))
                MHD_add_response_header(out, "Connection", "close"); /* the next request goes elsewhere */
        for (unsigned i = 0; i < r->header_count; i++)
                MHD_add_response_header(out, r->headers[i].name, r->headers[i].value);
        add_security_headers(out, rq);
        add_cors_headers(out, rq);
        return out;
}
