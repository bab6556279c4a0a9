/* What handlers know of the store from its settings; the same for all threads, never changed after start. */
#ifndef HTTP_STORE_H
#define HTTP_STORE_H

#include "http/request.h"

struct media;
struct sns;

struct store_settings {
        struct str public_url; /* without a slash at its end */
        struct str media_url;
        struct media *media; /* where pictures that are sent are kept (media/media.h) */
        struct str secret_key;
        struct str mail_from;              /* an address, perhaps with a name */
        struct str dns_server;             /* address:port; empty: the system's */
        struct str dkim_selector;          /* empty: not told */
        struct str stripe_webhook_secrets; /* comma-separated; empty: no hook is believed */
        struct str stripe_secret_key;      /* empty: nobody can pay */
        const char *stripe_api_base;
        struct sns *sns;                 /* what SES tells (campaigns/sns.h); NULL: nothing is believed */
        struct str sendgrid_webhook_key; /* empty: the same of SendGrid */
        int64_t reconcile_seconds;
        /* calls an hour that are let through; 0: any number */
        int64_t login_limit, admin_login_limit, register_limit, reset_limit, message_limit, checkout_limit;
        /* how long a session lives without use, and at all: of a browser's window, and one that is remembered */
        int64_t session_idle_seconds, session_seconds, remembered_idle_seconds, remembered_seconds;
        int64_t password_memory_kib, password_passes; /* argon2id */
};

static inline const struct store_settings *store_settings(const struct request *rq)
{
        return request_context(rq);
}

#endif
