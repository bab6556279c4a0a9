/* The visitor cookie and the CSRF token that is bound to it.
 *
 * visitor:   base64url(16 random bytes) "." base64url(HMAC-SHA256 of them, first 16 bytes). A visitor without a valid
 *            one gets a new one from GET /api/v1/session, and nothing is stored for it until it fills a cart.
 * csrftoken: base64url(16 random bytes) "." base64url(HMAC over them and the visitor). Readable by scripts and sent
 *            back as X-CSRFToken (OWASP, signed double-submit cookie).
 */
#ifndef HTTP_VISITOR_H
#define HTTP_VISITOR_H

#include "http/request.h"

enum { VISITOR_COOKIE_MAX = 64 };

/* Sets rq->visitor from the cookie when its signature holds. */
void visitor_read(struct request *rq);
/* Makes a new visitor and sets the cookie in the reply. False when memory ran out. */
bool visitor_create(struct request *rq) __attribute__((warn_unused_result));
/* A CSRF token for rq->visitor, which must be set, and its cookie. STR_NULL when memory ran out. */
struct str csrf_issue(struct request *rq);
/* ERR_NONE, ERR_ORIGIN_FORBIDDEN or ERR_CSRF_FAILED. */
enum err csrf_check(struct request *rq);

/* For tests and csrf_check: whether the token was made for this visitor. */
bool csrf_token_is_valid(struct str secret_key, struct str visitor, struct str token);

#endif
