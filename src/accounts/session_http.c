/* The session: who is here, logging out, and where else the member is logged in. */
#include "accounts/session_http.h"

#include "accounts/replies.h"
#include "http/decode.h"
#include "http/visitor.h"
#include "sessions_queries.h"

void session_get(struct request *rq)
{
        if (!rq->visitor.ptr && !visitor_create(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        if (rq->session.ptr)
                q_session_touch(u, rq->session);
        session_view_add(u, rq);
        request_run(rq, u, session_reply);
}

/* Whoever sits here next is somebody else: a new visitor, without what this one had. */
static void on_logged_out(struct request *rq, const struct outcome *o)
{
        session_clear(rq);
        session_reply(rq, o);
}

void session_delete(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_log_out(u, rq->session);
        if (!visitor_create(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        session_view_add(u, rq);
        request_run(rq, u, on_logged_out);
}

void sessions_get(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_session_list(u, rq->session);
        request_run(rq, u, reply_with_row);
}

void sessions_delete(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_session_end_others(u, rq->session);
        request_run(rq, u, reply_status);
}

void sessions_delete_one(struct request *rq)
{
        int64_t id;
        if (!request_param_int64(rq, 0, ERR_SESSION_UNKNOWN, &id))
                return;
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_session_end(u, rq->session, id);
        request_run(rq, u, reply_status);
}
