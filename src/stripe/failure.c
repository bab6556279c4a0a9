/* What Stripe said when a call failed. */
#include "stripe/failure.h"

#include "base/log.h"

/* Stripe's error codes that mean more than their HTTP status. */
static const struct {
        const char *code;
        enum err err;
} codes[] = {
        {"amount_too_large", ERR_AMOUNT_TOO_LARGE}, {"amount_too_small", ERR_AMOUNT_TOO_SMALL},
        {"charge_already_refunded", ERR_CONFLICT},  {"charge_disputed", ERR_CONFLICT},
        {"email_invalid", ERR_INVALID_INPUT},       {"idempotency_key_in_use", ERR_CONFLICT},
        {"resource_missing", ERR_NOT_FOUND},
};

/* Bytes of s that fit in `size` with a NUL, without cutting a character in two. */
static size_t whole_characters(struct str s, size_t size)
{
        size_t n = s.len;
        if (n >= size) {
                n = size - 1;
                while (n > 0 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
                        n--;
        }
        return n;
}

void stripe_failure_set(char *out, size_t size, struct str text)
{
        size_t n = whole_characters(text, size);
        for (size_t i = 0; i < n; i++) {
                unsigned char c = (unsigned char)text.ptr[i];
                out[i] = c < 0x20 || c == 0x7F ? ' ' : text.ptr[i];
        }
        out[n] = 0;
}

static struct str text_of(const json_t *error, const char *key)
{
        const json_t *value = json_object_get(error, key);
        if (!json_is_string(value))
                return STR("");
        return (struct str){json_string_value(value), json_string_length(value)};
}

static enum err err_of_status(unsigned status)
{
        if (status == 404)
                return ERR_NOT_FOUND;
        if (status == 409)
                return ERR_CONFLICT;
        if (status == 429 || status >= 500)
                return ERR_PAYMENT_UNAVAILABLE;
        return ERR_INTERNAL;
}

enum err stripe_failure_read(struct stripe_failure *f, unsigned status, const json_t *reply)
{
        const json_t *error = json_object_get(reply, "error");
        f->status = status;
        stripe_failure_set(f->type, sizeof f->type, text_of(error, "type"));
        stripe_failure_set(f->code, sizeof f->code, text_of(error, "code"));
        stripe_failure_set(f->param, sizeof f->param, text_of(error, "param"));
        stripe_failure_set(f->message, sizeof f->message, text_of(error, "message"));
        if (status < 500)
                for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
                        if (strcmp(f->code, codes[i].code) == 0)
                                return codes[i].err;
        return err_of_status(status);
}

static enum log_level level_of(enum err e)
{
        switch (e) {
        case ERR_NOT_FOUND:
        case ERR_CONFLICT:
        case ERR_INVALID_INPUT:
        case ERR_AMOUNT_TOO_SMALL:
        case ERR_AMOUNT_TOO_LARGE:
        case ERR_AMOUNT_NOT_CHARGEABLE: return LOG_LEVEL_INFO;
        case ERR_PAYMENT_UNAVAILABLE: return LOG_LEVEL_WARN;
        default: return LOG_LEVEL_ERROR;
        }
}

void stripe_failure_log(const char *doing, enum err e, const struct stripe_failure *f)
{
        log_write(level_of(e), "stripe call failed",
                  LOG_FIELDS(LOG_CSTR("doing", doing), LOG_STR("err", err_info(e)->code), LOG_INT("status", f->status),
                             LOG_INT("attempts", f->attempts), LOG_CSTR("type", f->type), LOG_CSTR("code", f->code),
                             LOG_CSTR("param", f->param), LOG_CSTR("message", f->message),
                             LOG_CSTR("stripe_request_id", f->request_id)));
}
