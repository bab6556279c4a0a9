/* A call to Stripe: attempts until one is conclusive or the time is up. */
#include "base/clock.h"
#include "stripe/transport.h"

#include <sodium.h>

enum { NAP_MS = 100 /* between looks whether the program stops */ };

static bool is_repeatable(const struct stripe_call_options *o)
{
        return o->method == STRIPE_GET || o->idempotency_key.ptr;
}

/* https://docs.stripe.com/error-low-level: the header decides; without it locks, rate limits and outages. */
static bool is_worth_repeating(const struct stripe_reply *reply)
{
        if (reply->status == 0)
                return reply->connection_failed;
        if (reply->status < 400)
                return false;
        if (reply->should_retry != STRIPE_RETRY_UNSAID)
                return reply->should_retry == STRIPE_RETRY_YES;
        return reply->status == 409 || reply->status == 429 || reply->status >= 500;
}

/* Doubles from attempt to attempt; jitter, so that many callers don't come back at once. */
static int64_t backoff_ms(unsigned attempt, int64_t retry_after_ms)
{
        uint32_t base = (uint32_t)STRIPE_BACKOFF_MIN_MS << (attempt - 1);
        int64_t wait = base + randombytes_uniform(base / 2);
        if (wait > STRIPE_BACKOFF_MAX_MS)
                wait = STRIPE_BACKOFF_MAX_MS;
        return wait > retry_after_ms ? wait : retry_after_ms;
}

static bool is_stopping(const struct stripe_client *c)
{
        return c->stopping && atomic_load(c->stopping);
}

static void sleep_ms(const struct stripe_client *c, int64_t ms)
{
        int64_t end = clock_ms() + ms;
        for (int64_t left = ms; left > 0 && !is_stopping(c); left = end - clock_ms()) {
                int64_t nap = left < NAP_MS ? left : NAP_MS;
                clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){.tv_nsec = nap * 1000000}, NULL);
        }
}

/* True when the next attempt may begin; false when there is no use or no time left. */
static bool wait_for_next(const struct stripe_client *c, const struct stripe_call_options *o,
                          const struct stripe_reply *reply, unsigned attempt, int64_t deadline)
{
        if (!is_repeatable(o) || !is_worth_repeating(reply) || attempt >= STRIPE_ATTEMPTS_MAX)
                return false;
        int64_t wait = backoff_ms(attempt, reply->retry_after_ms);
        if (clock_ms() + wait >= deadline)
                return false;
        sleep_ms(c, wait);
        return !is_stopping(c);
}

static int64_t attempt_timeout(const struct stripe_call_options *o, int64_t deadline)
{
        int64_t left = deadline - clock_ms();
        return is_repeatable(o) && left > STRIPE_ATTEMPT_MS ? STRIPE_ATTEMPT_MS : left;
}

static void withhold_key(const struct stripe_client *c, char *text, size_t size)
{
        if (strstr(text, c->secret_key))
                stripe_failure_set(text, size, STR("(withheld: it quotes the secret key)"));
}

static enum err no_reply(const struct stripe_reply *reply, struct stripe_failure *f)
{
        stripe_failure_set(f->type, sizeof f->type, STR("connection"));
        stripe_failure_set(f->message, sizeof f->message, str_from(reply->problem));
        return ERR_PAYMENT_UNAVAILABLE;
}

static enum err judge(const struct stripe_client *c, const struct stripe_reply *reply, json_t **ret,
                      struct stripe_failure *f)
{
        stripe_failure_set(f->request_id, sizeof f->request_id, str_from(reply->request_id));
        if (reply->status == 0)
                return no_reply(reply, f);
        json_t *json = stripe_json_load(buf_str(&reply->body));
        if (reply->status >= 200 && reply->status < 300 && json) {
                *ret = json;
                *f = (struct stripe_failure){0};
                return ERR_NONE;
        }
        enum err e = stripe_failure_read(f, reply->status, json);
        json_decref(json);
        withhold_key(c, f->message, sizeof f->message);
        withhold_key(c, f->param, sizeof f->param);
        if (reply->status < 300) {
                stripe_failure_set(f->message, sizeof f->message, STR("the reply is not a JSON object"));
                return ERR_PAYMENT_UNAVAILABLE;
        }
        return e;
}

static bool is_header_value(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (s.ptr[i] <= ' ' || s.ptr[i] > '~')
                        return false;
        return s.len > 0 && s.len <= STRIPE_IDEMPOTENCY_KEY_MAX;
}

enum err stripe_call(struct stripe_client *c, const struct stripe_call_options *o, json_t **ret,
                     struct stripe_failure *ret_failure)
{
        *ret = NULL;
        *ret_failure = (struct stripe_failure){0};
        if (o->idempotency_key.ptr && !is_header_value(o->idempotency_key)) {
                stripe_failure_set(ret_failure->message, sizeof ret_failure->message,
                                   STR("the idempotency key is empty, too long or not ASCII"));
                return ERR_INTERNAL;
        }
        int64_t deadline = clock_ms() + c->deadline_ms;
        struct stripe_reply reply;
        unsigned attempt = 1;
        stripe_transport(c, o, attempt_timeout(o, deadline), &reply);
        while (wait_for_next(c, o, &reply, attempt, deadline)) {
                stripe_reply_release(&reply);
                attempt++;
                stripe_transport(c, o, attempt_timeout(o, deadline), &reply);
        }
        ret_failure->attempts = attempt;
        enum err e = judge(c, &reply, ret, ret_failure);
        stripe_reply_release(&reply);
        return e;
}
