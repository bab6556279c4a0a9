/* The visitor, the session and the CSRF token. */
#include "http/visitor.h"

#include <sodium.h>

#include "base/signed_token.h"
#include "http/cookie.h"
#include "http/server_internal.h"

static const struct str purpose_visitor = STR("visitor");
/* Two purposes: what is bound to a visitor is never good for a session, whatever their bytes are. */
static const struct str purpose_csrf = STR("csrf");
static const struct str purpose_csrf_session = STR("csrf-session");

static const int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

static struct str secret_key(const struct request *rq)
{
        return rq->server->options.secret_key;
}

void visitor_read(struct request *rq)
{
        unsigned char id[SIGNED_ID_BYTES];
        if (!signed_token_read(secret_key(rq), purpose_visitor, cookie_read(rq, COOKIE_VISITOR), id))
                return;
        memcpy(rq->visitor_bytes, id, VISITOR_BYTES);
        rq->visitor = (struct str){rq->visitor_bytes, VISITOR_BYTES};
}

bool visitor_create(struct request *rq)
{
        char token[SIGNED_TOKEN_SIZE];
        randombytes_buf(rq->visitor_bytes, VISITOR_BYTES);
        rq->visitor = (struct str){rq->visitor_bytes, VISITOR_BYTES};
        signed_token_make(secret_key(rq), purpose_visitor, (const unsigned char *)rq->visitor_bytes, token);
        return cookie_set(rq, COOKIE_VISITOR, token, COOKIE_LONGEST_S);
}

static void set_session(struct request *rq, const unsigned char bytes[SESSION_BYTES])
{
        crypto_hash_sha256((unsigned char *)rq->session_bytes, bytes, SESSION_BYTES);
        rq->session = (struct str){rq->session_bytes, SESSION_BYTES};
}

void session_read(struct request *rq)
{
        unsigned char bytes[SESSION_BYTES];
        char again[SESSION_COOKIE_SIZE];
        size_t n;
        struct str cookie = cookie_read(rq, COOKIE_SESSION);
        if (cookie.len != SESSION_COOKIE_SIZE - 1 ||
            sodium_base642bin(bytes, sizeof bytes, cookie.ptr, cookie.len, NULL, &n, NULL, encoding) != 0 ||
            n != sizeof bytes)
                return;
        /* One spelling only: libsodium 1.0.18 also takes bytes above 0x7F for the last letters of the alphabet. */
        sodium_bin2base64(again, sizeof again, bytes, sizeof bytes, encoding);
        if (sodium_memcmp(again, cookie.ptr, cookie.len) == 0)
                set_session(rq, bytes);
}

bool session_begin(struct request *rq)
{
        unsigned char bytes[SESSION_BYTES];
        if (!rq->session_line && !(rq->session_line = arena_array(&rq->arena, char, COOKIE_LINE_MAX)))
                return false;
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2base64(rq->new_session, sizeof rq->new_session, bytes, sizeof bytes, encoding);
        set_session(rq, bytes);
        sodium_memzero(bytes, sizeof bytes);
        return true;
}

void session_keep(struct request *rq, int64_t max_age_s)
{
        cookie_set_in(rq->session_line, rq, COOKIE_SESSION, rq->new_session, max_age_s);
}

void session_clear(struct request *rq)
{
        rq->session = STR_NULL;
        /* Without memory for it the browser keeps the cookie of a session that has ended; nobody believes it. */
        (void)!cookie_set(rq, COOKIE_SESSION, "", COOKIE_EXPIRED);
}

static bool token_holds(const struct request *rq, struct str token)
{
        return rq->session.ptr ? csrf_token_is_valid_for_session(secret_key(rq), rq->session, token)
                               : csrf_token_is_valid(secret_key(rq), rq->visitor, token);
}

struct str csrf_issue(struct request *rq)
{
        unsigned char nonce[SIGNED_ID_BYTES];
        char token[SIGNED_TOKEN_SIZE];
        struct str current = cookie_read(rq, COOKIE_CSRF);
        if (token_holds(rq, current)) {
                cookie_keep(rq, COOKIE_CSRF);
                return arena_copy(&rq->arena, current); /* other tabs keep working */
        }
        randombytes_buf(nonce, sizeof nonce);
        if (rq->session.ptr)
                signed_token_make_bound(secret_key(rq), purpose_csrf_session, rq->session, nonce, token);
        else
                signed_token_make_bound(secret_key(rq), purpose_csrf, rq->visitor, nonce, token);
        if (!cookie_set(rq, COOKIE_CSRF, token, COOKIE_LONGEST_S))
                return STR_NULL;
        return arena_copy(&rq->arena, str_from(token));
}

static bool is_bound(struct str key, struct str purpose, struct str bound_to, struct str token)
{
        unsigned char nonce[SIGNED_ID_BYTES];
        return bound_to.ptr && signed_token_read_bound(key, purpose, bound_to, token, nonce);
}

bool csrf_token_is_valid(struct str key, struct str visitor, struct str token)
{
        return is_bound(key, purpose_csrf, visitor, token);
}

bool csrf_token_is_valid_for_session(struct str key, struct str session, struct str token)
{
        return is_bound(key, purpose_csrf_session, session, token);
}

bool origin_is_allowed(const struct request *rq)
{
        struct str origin = request_header(rq, "Origin");
        if (!origin.ptr)
                origin = origin_of(request_header(rq, "Referer"));
        return origin.ptr && origins_allow(&rq->server->options.origins, origin);
}

enum err csrf_check(struct request *rq)
{
        if (!origin_is_allowed(rq))
                return ERR_ORIGIN_FORBIDDEN;
        if (!token_holds(rq, request_header(rq, "X-CSRFToken")))
                return ERR_CSRF_FAILED;
        if (!rq->visitor.ptr && !visitor_create(rq))
                return ERR_NO_MEMORY;
        return ERR_NONE;
}
