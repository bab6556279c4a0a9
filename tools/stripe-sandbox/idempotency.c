/* The same Idempotency-Key gives the same reply. */
#include "idempotency.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fields.h"
#include "sandbox.h"

enum { KEPT_SECONDS = 24 * 3600 };

bool idempotency_read(struct request *rq)
{
        struct str key = request_header(rq, "idempotency-key");
        if (!key.ptr || !key.len || *rq->method != 'P')
                return true;
        if (!str_is_text(key))
                reply_invalid(rq, NULL, NULL, "The idempotency key is not text");
        else if (!str_to_c(key, rq->key, sizeof rq->key))
                reply_invalid(rq, NULL, NULL, "Idempotency keys can have at most %d characters", IDEMPOTENCY_KEY_BYTES);
        else
                rq->cause.idempotency_key = rq->key;
        return *rq->key;
}

static void take_fingerprint(struct request *rq)
{
        unsigned char hash[32];
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, sizeof hash);
        crypto_generichash_update(&state, (const unsigned char *)rq->path, strlen(rq->path) + 1);
        crypto_generichash_update(&state, (const unsigned char *)buf_str(&rq->body).ptr, rq->body.len);
        crypto_generichash_final(&state, hash, sizeof hash);
        sodium_bin2hex(rq->fingerprint, sizeof rq->fingerprint, hash, sizeof hash);
}

static bool in_progress(const struct request *rq)
{
        const struct request *other = rq->sandbox->in_progress;
        while (other && strcmp(other->key, rq->key) != 0)
                other = other->next_in_progress;
        return other;
}

static void replay(struct request *rq, const json_t *stored)
{
        if (strcmp(field_text(stored, "fingerprint"), rq->fingerprint) != 0) {
                reply_error(rq, 400, "idempotency_error", NULL, NULL,
                            "Keys for idempotent requests can only be used with the same parameters they were first "
                            "used with. Try using a key other than '%s' if you meant to execute a different request.",
                            rq->key);
                return;
        }
        reply_json(rq, (unsigned)field_int(stored, "status"),
                   must(json_loads(field_text(stored, "body"), JSON_ALLOW_NUL, NULL)));
        reply_header(rq, "Idempotent-Replayed", "true");
        reply_header(rq, "Original-Request", request_keep(rq, field_text(stored, "request_id")));
}

bool idempotency_begin(struct request *rq)
{
        struct sandbox *sb = rq->sandbox;
        if (!*rq->key)
                return true;
        take_fingerprint(rq);
        if (in_progress(rq)) {
                reply_error(rq, 409, "idempotency_error", "idempotency_key_in_use", NULL,
                            "There is currently another in-progress request using this Idempotent Key (%s). Please "
                            "try again later.",
                            rq->key);
                return false;
        }
        json_t *stored = store_load(&sb->store, KIND_REPLY, rq->key);
        bool fresh = !stored || field_int(stored, "created") + KEPT_SECONDS < clock_unix();
        if (!fresh)
                replay(rq, stored);
        json_decref(stored);
        if (fresh) {
                rq->holds_key = true;
                rq->next_in_progress = sb->in_progress;
                sb->in_progress = rq;
        }
        return fresh;
}

void idempotency_store(struct request *rq, bool worth_it)
{
        if (!*rq->key || !worth_it || !rq->json)
                return;
        char *body = must(json_dumps(rq->json, JSON_COMPACT));
        json_t *stored =
                must(json_pack("{s:s, s:s, s:I, s:s, s:I, s:s, s:s}", "id", rq->key, "object", kind_name(KIND_REPLY),
                               "created", (json_int_t)clock_unix(), "fingerprint", rq->fingerprint, "status",
                               (json_int_t)rq->status, "request_id", rq->request_id, "body", body));
        store_save(&rq->sandbox->store, stored);
        json_decref(stored);
        free(body);
}

void idempotency_end(struct request *rq)
{
        if (!rq->holds_key)
                return;
        struct request **at = &rq->sandbox->in_progress;
        while (*at != rq)
                at = &(*at)->next_in_progress;
        *at = rq->next_in_progress;
        rq->holds_key = false;
}
