/* Who is here: the visitor, the session, and the CSRF token that is bound to them. Cookies have the names of cookie.h.
 *
 * visitor:   base64url(16 random bytes) "." base64url(HMAC-SHA256 of them, first 16 bytes). A visitor without a valid
 *            one gets a new one from GET /api/v1/session, and nothing is stored for it until it fills a cart.
 * session:   base64url(32 random bytes). Everywhere else only the SHA-256 of the bytes is known, so that whoever reads
 *            the database or a log can't be somebody else. Whether it is anybody's, and still open, the database tells.
 * csrftoken: base64url(16 random bytes) "." base64url(HMAC over them and the session; without one, the visitor).
 *            Readable by scripts and sent back as X-CSRFToken (OWASP, signed double-submit cookie).
 *
 * Each may be called in the loop's thread and in a worker's. The last word of a request on a cookie is what is sent.
 */
#ifndef HTTP_VISITOR_H
#define HTTP_VISITOR_H

#include "http/request.h"

/* Sets rq->visitor from the cookie when its signature holds. */
void visitor_read(struct request *rq);
/* Makes a new visitor, in place of one that was there, and sets the cookie. False when memory ran out. */
bool visitor_create(struct request *rq) __attribute__((warn_unused_result));

/* Sets rq->session from the cookie when it has the form of one. */
void session_read(struct request *rq);
/* A new session: rq->session is its hash from now on. The browser gets it with session_keep, when the database has it.
 * False when memory ran out. */
bool session_begin(struct request *rq) __attribute__((warn_unused_result));
/* Sets the cookie of the session that began in this request. max_age_s 0: it ends with the browser's window. */
void session_keep(struct request *rq, int64_t max_age_s);
/* No session any more: rq->session is STR_NULL, and the browser forgets the cookie. */
void session_clear(struct request *rq);

/* A CSRF token for rq->session or else rq->visitor, one of which must be set, and its cookie. The one that the browser
 * has is kept while it holds. STR_NULL when memory ran out. */
struct str csrf_issue(struct request *rq);
/* ERR_NONE, ERR_ORIGIN_FORBIDDEN, ERR_CSRF_FAILED or ERR_NO_MEMORY. After ERR_NONE rq->visitor is set: a member may
 * come without a visitor cookie, and gets one. */
enum err csrf_check(struct request *rq);

/* Whether the request comes from a page that may send unsafe ones, by its Origin or else its Referer. */
bool origin_is_allowed(const struct request *rq);

/* For tests and csrf_check: whether the token was made for this visitor, or this session. */
bool csrf_token_is_valid(struct str secret_key, struct str visitor, struct str token);
bool csrf_token_is_valid_for_session(struct str secret_key, struct str session, struct str token);

#endif
