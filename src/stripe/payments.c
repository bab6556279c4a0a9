/* A thread's access to Stripe. */
#include "stripe/payments.h"

#include "base/log.h"

bool payments_init(struct payments *p, struct str api_base, struct str secret_key)
{
        *p = (struct payments){0};
        struct str problem = STR_NULL;
        if (secret_key.len == 0)
                return true;
        struct stripe_settings s = {.api_base = api_base, .secret_key = secret_key};
        if (!stripe_client_init(&p->stripe, &s, &problem)) {
                log_error("Stripe can't be used", LOG_STR("why", problem));
                return false;
        }
        p->configured = true;
        p->livemode = str_starts(secret_key, STR("sk_live_")) || str_starts(secret_key, STR("rk_live_"));
        return true;
}

void payments_release(struct payments *p)
{
        stripe_client_release(&p->stripe);
}
