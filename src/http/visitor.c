/* The visitor cookie and the CSRF token. */
#include "http/visitor.h"

#include <sodium.h>

#include "http/server_internal.h"

enum { NONCE_BYTES = 16, MAC_BYTES = 16, TOKEN_BYTES = 64 };

/* Keeps the two uses of one key apart. */
static const struct str purpose_visitor = STR("visitor:");
static const struct str purpose_csrf = STR("csrf:");

static void mac(unsigned char out[MAC_BYTES], struct str key, struct str purpose, struct str a, struct str b)
{
        unsigned char full[crypto_auth_hmacsha256_BYTES];
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.ptr, key.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)purpose.ptr, purpose.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)a.ptr, a.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)b.ptr, b.len);
        crypto_auth_hmacsha256_final(&state, full);
        memcpy(out, full, MAC_BYTES);
}

/* "nonce.mac" in base64url. `out` takes TOKEN_BYTES. */
static void write_token(char out[TOKEN_BYTES], const unsigned char nonce[NONCE_BYTES], const unsigned char m[MAC_BYTES])
{
        sodium_bin2base64(out, TOKEN_BYTES, nonce, NONCE_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        size_t n = strlen(out);
        out[n++] = '.';
        sodium_bin2base64(out + n, TOKEN_BYTES - n, m, MAC_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool decode16(struct str text, unsigned char out[NONCE_BYTES])
{
        size_t n;
        return sodium_base642bin(out, NONCE_BYTES, text.ptr, text.len, NULL, &n, NULL,
                                 sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
               n == NONCE_BYTES;
}

/* Splits a token; false unless its MAC is that of `purpose` over nonce and `bound_to`. */
static bool read_token(struct str key, struct str purpose, struct str bound_to, struct str token,
                       unsigned char nonce[NONCE_BYTES])
{
        unsigned char got[MAC_BYTES], want[MAC_BYTES];
        if (!token.ptr || token.len >= TOKEN_BYTES)
                return false;
        struct str second = token, first = str_cut(&second, '.');
        if (!second.ptr || !decode16(first, nonce) || !decode16(second, got))
                return false;
        mac(want, key, purpose, (struct str){(char *)nonce, NONCE_BYTES}, bound_to);
        return sodium_memcmp(got, want, MAC_BYTES) == 0;
}

static struct str secret_key(const struct request *rq)
{
        return rq->server->options.secret_key;
}

void visitor_read(struct request *rq)
{
        unsigned char nonce[NONCE_BYTES];
        struct str cookie = request_cookie(rq, "visitor");
        if (!read_token(secret_key(rq), purpose_visitor, STR(""), cookie, nonce))
                return;
        memcpy(rq->visitor_bytes, nonce, VISITOR_BYTES);
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
        unsigned char m[MAC_BYTES];
        char token[TOKEN_BYTES];
        randombytes_buf(rq->visitor_bytes, VISITOR_BYTES);
        rq->visitor = (struct str){rq->visitor_bytes, VISITOR_BYTES};
        mac(m, secret_key(rq), purpose_visitor, rq->visitor, STR(""));
        write_token(token, (const unsigned char *)rq->visitor_bytes, m);
        return set_cookie(rq, "visitor", token, false);
}

struct str csrf_issue(struct request *rq)
{
        unsigned char nonce[NONCE_BYTES], m[MAC_BYTES];
        char token[TOKEN_BYTES];
        struct str current = request_cookie(rq, "csrftoken");
        if (csrf_token_is_valid(secret_key(rq), rq->visitor, current))
                return arena_copy(&rq->arena, current); /* other tabs keep working */
        randombytes_buf(nonce, sizeof nonce);
        mac(m, secret_key(rq), purpose_csrf, (struct str){(char *)nonce, NONCE_BYTES}, rq->visitor);
        write_token(token, nonce, m);
        if (!set_cookie(rq, "csrftoken", token, true))
                return STR_NULL;
        return arena_copy(&rq->arena, str_from(token));
}

bool csrf_token_is_valid(struct str key, struct str visitor, struct str token)
{
        unsigned char nonce[NONCE_BYTES];
        return visitor.ptr && read_token(key, purpose_csrf, visitor, token, nonce);
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
