/* Asking about sessions and ending them. */
#include "stripe/session.h"

#include "base/buf.h"
#include "stripe/form.h"

#include <sodium.h>
#include <stdio.h>

enum { PATH_SIZE = STRIPE_ID_MAX + 64 };

static enum err session_call(struct stripe_client *c, struct str id, struct stripe_call_options *o, const char *action,
                             json_t **ret, struct stripe_failure *f)
{
        char path[PATH_SIZE];
        *f = (struct stripe_failure){0};
        *ret = NULL;
        if (!stripe_id_is_valid(id))
                return ERR_NOT_FOUND;
        int n = snprintf(path, sizeof path, "/v1/checkout/sessions/%.*s%s", STR_ARG(id), action);
        o->path = (struct str){path, (size_t)n};
        return stripe_call(c, o, ret, f);
}

static enum err not_as_expected(enum err e, struct stripe_failure *f)
{
        if (e == ERR_INTERNAL)
                stripe_failure_set(f->message, sizeof f->message,
                                   STR("Stripe's reply is not the session that was expected"));
        return e;
}

/* An expanded session lists its first ten lines. */
static enum err get_all_items(struct stripe_client *c, struct arena *arena, struct stripe_session *s,
                              struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_int(&form, STRIPE_LINES_MAX, "limit");
        json_t *json;
        struct stripe_call_options o = {.method = STRIPE_GET, .form = buf_str(&form)};
        enum err e = session_call(c, s->id, &o, "/line_items", &json, f);
        buf_release(&form);
        if (e != ERR_NONE)
                return e;
        e = stripe_session_items_parse(json, arena, s);
        json_decref(json);
        if (e == ERR_NONE && s->items_truncated)
                e = ERR_INTERNAL; /* more lines than a session can have */
        return not_as_expected(e, f);
}

static enum err get_session(struct stripe_client *c, struct str id, struct arena *arena, struct stripe_session *ret,
                            struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_str(&form, STR("line_items"), "expand[]");
        stripe_form_str(&form, STR("payment_intent.latest_charge"), "expand[]");
        json_t *json;
        struct stripe_call_options o = {.method = STRIPE_GET, .form = buf_str(&form)};
        enum err e = session_call(c, id, &o, "", &json, f);
        buf_release(&form);
        if (e != ERR_NONE)
                return e;
        e = stripe_session_parse(json, arena, ret);
        json_decref(json);
        return not_as_expected(e, f);
}

enum err stripe_session_retrieve(struct stripe_client *c, struct str id, struct arena *arena,
                                 struct stripe_session *ret, struct stripe_failure *ret_failure)
{
        *ret = (struct stripe_session){0};
        enum err e = get_session(c, id, arena, ret, ret_failure);
        if (e == ERR_NONE && ret->items_truncated)
                e = get_all_items(c, arena, ret, ret_failure);
        return e;
}

static bool has_status(const json_t *session, const char *status)
{
        const char *word = json_string_value(json_object_get(session, "status"));
        return word && strcmp(word, status) == 0;
}

/* Stripe refuses to expire what is not open, with a message and no code of its own: look what it is. */
static enum err find_why(struct stripe_client *c, struct str id, enum stripe_expiry *ret, struct stripe_failure *f)
{
        json_t *json;
        struct stripe_failure second;
        enum err e = session_call(c, id, &(struct stripe_call_options){.method = STRIPE_GET}, "", &json, &second);
        if (e != ERR_NONE) {
                *f = second;
                return e;
        }
        bool expired = has_status(json, "expired"), complete = has_status(json, "complete");
        json_decref(json);
        if (!expired && !complete)
                return ERR_INTERNAL; /* still open: *f says why Stripe refused */
        *ret = expired ? STRIPE_EXPIRED_BEFORE : STRIPE_EXPIRY_COMPLETE;
        *f = (struct stripe_failure){0};
        return ERR_NONE;
}

enum err stripe_session_expire(struct stripe_client *c, struct str id, enum stripe_expiry *ret,
                               struct stripe_failure *ret_failure)
{
        /* A key of this call alone: Stripe would replay a failure of yesterday under a key made of the id. */
        unsigned char random[16];
        char key[2 * sizeof random + 1];
        randombytes_buf(random, sizeof random);
        sodium_bin2hex(key, sizeof key, random, sizeof random);
        json_t *json;
        struct stripe_call_options o = {.method = STRIPE_POST, .idempotency_key = str_from(key)};
        enum err e = session_call(c, id, &o, "/expire", &json, ret_failure);
        if (e != ERR_NONE)
                return ret_failure->status == 400 ? find_why(c, id, ret, ret_failure) : e;
        bool expired = has_status(json, "expired");
        json_decref(json);
        *ret = STRIPE_EXPIRED_NOW;
        return expired ? ERR_NONE : ERR_PAYMENT_UNAVAILABLE;
}
