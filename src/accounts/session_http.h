/* Logging in and out: /api/v1/session, /api/v1/sessions and /api/admin/session. */
#ifndef ACCOUNTS_SESSION_HTTP_H
#define ACCOUNTS_SESSION_HTTP_H

struct request;

void session_get(struct request *rq);
void session_post(struct request *rq);
void session_post_staff(struct request *rq);
void session_post_two_factor(struct request *rq);
void session_delete(struct request *rq);
void sessions_get(struct request *rq);
void sessions_delete(struct request *rq);
void sessions_delete_one(struct request *rq);

#endif
