/* The visitor cookie and the CSRF token. */
#include "http/visitor.h"

#include <sodium.h>

#include "base/signed_token.h"
#include "http/server_internal.h"

static const struct str purpose_visitor = STR("visitor");
static const struct str purpose_csrf = STR("csrf");

static struct str secret_key(const struct request *rq)
{
        return rq->server->options.secret_key;
}

void visitor_read(struct request *rq)
{
        unsigned char id[SIGNED_ID_BYTES];
        if (!signed_token_read(secret_key(rq), purpose_visitor, request_cookie(rq, "visitor"), id))
                return;
        memcpy(rq->visitor_bytes, id, VISITOR_BYTES);
        rq->visitor = (struct str){rq->visitor_bytes, VISITOR_BYTES};
}

static bool set_cookie(struct request *rq, const char *name, const char *value, bool readable)
{
        /* 400 days: the longest that browsers keep one (RFC 6265bis, 5.5) */
        struct str line = arena_printf(&rq->arena, "%s=%s; Path=/; Max-Age=34560000; SameSite=Lax%s%s", name, value,
                                       readable ? "" : "; HttpOnly", rq->server->options.secure ? "; Secure" : "");
        reply_header(rq, "Set-Cookie", line.ptr);
        return line.ptr != NULL;
}

bool visitor_create(struct request *rq)
{
        char token[SIGNED_TOKEN_SIZE];
        randombytes_buf(rq->visitor_bytes, VISITOR_BYTES);
        rq->visitor = (struct str){rq->visitor_bytes, VISITOR_BYTES};
        signed_token_make(secret_key(rq), purpose_visitor, (const unsigned char *)rq->visitor_bytes, token);
        return set_cookie(rq, "visitor", token, false);
}

struct str csrf_issue(struct request *rq)
{
        unsigned char nonce[SIGNED_ID_BYTES];
        char token[SIGNED_TOKEN_SIZE];
        struct str current = request_cookie(rq, "csrftoken");
        if (csrf_token_is_valid(secret_key(rq), rq->visitor, current))
                return arena_copy(&rq->arena, current); /* other tabs keep working */
        randombytes_buf(nonce, sizeof nonce);
        signed_token_make_bound(secret_key(rq), purpose_csrf, rq->visitor, nonce, token);
        if (!set_cookie(rq, "csrftoken", token, true))
                return STR_NULL;
        return arena_copy(&rq->arena, str_from(token));
}

bool csrf_token_is_valid(struct str key, struct str visitor, struct str token)
{
        unsigned char nonce[SIGNED_ID_BYTES];
        return visitor.ptr && signed_token_read_bound(key, purpose_csrf, visitor, token, nonce);
}

enum err csrf_check(struct request *rq)
{
        struct str origin = request_header(rq, "Origin");
        if (!origin.ptr)
                origin = origin_of(request_header(rq, "Referer"));
        if (!origin.ptr || !origins_allow(&rq->server->options.origins, origin))
                return ERR_ORIGIN_FORBIDDEN;
        if (!csrf_token_is_valid(secret_key(rq), rq->visitor, request_header(rq, "X-CSRFToken")))
                return ERR_CSRF_FAILED;
        return ERR_NONE;
}
