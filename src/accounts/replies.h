/* Replies that several account handlers give, and what their units need for them. */
#ifndef ACCOUNTS_REPLIES_H
#define ACCOUNTS_REPLIES_H

#include "accounts/password_rules.h"
#include "base/buf.h"
#include "http/request.h"

/* Wrong fields, gathered so that all are told at once; in the request's arena. */
struct field_errors {
        struct request *rq;
        struct str entries; /* JSON objects with commas between; empty: all is well */
};

struct field_errors field_errors(struct request *rq);
void field_errors_add(struct field_errors *e, struct str field, struct str code, struct str message);
/* Adds what keeps `password` from being the owner's, and from being `again`. */
void field_errors_add_password(struct field_errors *e, struct str password, struct str again,
                               const struct password_owner *owner);
/* True when there were any: they are replied. */
bool field_errors_reply(const struct field_errors *e);

/* The last two statements of a unit whose reply is the session. */
void session_view_add(struct unit *u, const struct request *rq);
/* The session as JSON text, from such a unit's outcome; sets cookies, and lets go of a session that has ended. STR_NULL
 * when memory ran out. */
struct str session_document(struct request *rq, const struct outcome *o);
/* Replies it. */
void session_reply(struct request *rq, const struct outcome *o);
void session_reply_created(struct request *rq, const struct outcome *o); /* 201 */

/* {"status":"ok"} */
void reply_status(struct request *rq, const struct outcome *o);
void reply_status_accepted(struct request *rq, const struct outcome *o); /* 202 */
void reply_status_created(struct request *rq, const struct outcome *o);  /* 201 */

#endif
