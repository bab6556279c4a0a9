/* Requests: what they bring, and the three ways on from a handler. */
#include "http/request.h"

#include "base/log.h"
#include "http/server_internal.h"

enum { WORK_QUEUE_MAX = 512 }; /* requests waiting for a worker; beyond it 503 */

struct str request_header(const struct request *rq, const char *name)
{
        const char *value = NULL;
        size_t size = 0;
        if (MHD_lookup_connection_value_n(rq->connection, MHD_HEADER_KIND, name, strlen(name), &value, &size) !=
            MHD_YES)
                return STR_NULL;
        return (struct str){value, size};
}

struct str request_argument(const struct request *rq, const char *name)
{
        for (const struct query_argument *a = rq->arguments; a; a = a->next)
                if (str_eq(a->name, str_from(name)))
                        return a->value;
        return STR_NULL;
}

/* Weak comparison (RFC 9110, 13.1.2): a proxy that compresses marks our tags as weak. */
bool is_etag_known(const struct request *rq, struct str etag)
{
        struct str known = request_header(rq, "If-None-Match");
        while (known.ptr) {
                struct str one = str_trim(str_cut(&known, ','));
                if (str_eq(str_starts(one, STR("W/")) ? str_from_offset(one, 2) : one, etag) || str_eq(one, STR("*")))
                        return true;
        }
        return false;
}

const void *request_context(const struct request *rq)
{
        return rq->server->options.context;
}

void *request_side(const struct request *rq)
{
        return rq->loop->side;
}

void request_answered(struct request *rq)
{
        request_resume(rq);
}

struct unit *request_unit(struct request *rq)
{
        return unit_new(&rq->arena);
}

static void on_done(void *context, const struct outcome *o)
{
        struct request *rq = context;
        log_for_request(str_from(rq->id));
        outcome_log(o);
        if (o->error != ERR_NONE && !rq->takes_errors)
                reply_outcome(rq, o);
        else
                rq->on_outcome(rq, o);
        log_for_request(STR_NULL);
        if (!rq->deferred && rq->reply.status)
                request_resume(rq);
}

static void run(struct request *rq, struct unit *u, void (*on_outcome)(struct request *, const struct outcome *),
                bool takes_errors)
{
        rq->on_outcome = on_outcome;
        rq->takes_errors = takes_errors;
        enum err e = pipeline_submit(rq->loop->pipeline, u,
                                     !(rq->route->flags & (ROUTE_UNSAFE | ROUTE_SIGNED | ROUTE_TOLD)), on_done, rq);
        if (e != ERR_NONE && takes_errors)
                on_outcome(rq, &(struct outcome){.error = e}); /* others may wait for what it makes of it */
        else if (e != ERR_NONE)
                reply_error(rq, e, STR_NULL);
}

void request_run(struct request *rq, struct unit *u, void (*on_rows)(struct request *rq, const struct outcome *o))
{
        run(rq, u, on_rows, false);
}

void request_try(struct request *rq, struct unit *u, void (*on_outcome)(struct request *rq, const struct outcome *o))
{
        run(rq, u, on_outcome, true);
}

bool request_join(struct request *rq, struct str key)
{
        for (struct request *leader = rq->loop->shared; leader; leader = leader->next_shared)
                if (str_eq(leader->share_key, key)) {
                        rq->next = leader->sharers;
                        leader->sharers = rq;
                        return true;
                }
        rq->share_key = key;
        rq->next_shared = rq->loop->shared;
        rq->loop->shared = rq;
        return false;
}

static void copy_reply(struct request *to, const struct request *from)
{
        to->reply = from->reply;
        if (to->reply.body)
                body_keep(to->reply.body);
        for (unsigned i = 0; i < to->reply.header_count; i++) /* the leader's arena goes before ours */
                to->reply.headers[i].value = arena_copy(&to->arena, str_from(from->reply.headers[i].value)).ptr;
        request_resume(to);
}

void request_unshare(struct request *rq)
{
        if (!rq->share_key.ptr)
                return;
        struct request **at = &rq->loop->shared;
        while (*at != rq)
                at = &(*at)->next_shared;
        *at = rq->next_shared;
        rq->share_key = STR_NULL;
        for (struct request *each = rq->sharers, *next; each; each = next) {
                next = each->next;
                copy_reply(each, rq);
        }
        rq->sharers = NULL;
}

void request_defer(struct request *rq, void (*work)(struct request *rq, struct worker *w))
{
        rq->work = work;
        rq->deferred = true;
        if (request_queue_add(&rq->server->work, rq, WORK_QUEUE_MAX))
                return;
        rq->deferred = false;
        reply_error(rq, ERR_OVERLOADED, STR_NULL);
        request_unshare(rq);
}
