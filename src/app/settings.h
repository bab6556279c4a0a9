/* What the process is told from outside: environment variables, each also readable from a file named by NAME_FILE.
 * docs/settings.md is generated from the table in settings.c (`startupwebapp help settings`).
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "base/buf.h"
#include "base/log.h"
#include "campaigns/sns.h"
#include "mail/sender.h"
#include "media/media.h"

struct settings {
        const char *database_url, *database_name;
        const char *listen, *public_url, *secret_key, *allowed_origins, *trusted_proxies;
        const char *stripe_secret_key, *stripe_webhook_secret, *stripe_api_base;
        const char *smtp_url, *smtp_ca_file, *smtp_oauth_token, *mail_from;
        const char *dkim_selector, *dns_server;
        const char *smtp_oauth_token_file; /* where the token is read again, when it came from a file */
        int64_t mail_connections;
        const char *ses_topic_arns, *ses_host, *ses_ca_file, *sendgrid_webhook_public_key;
        const char *web_root, *admin_root, *media_root, *media_url, *var_dir, *demo_dir;
        const char *superuser_username, *superuser_email, *superuser_password;
        const char *media_s3_bucket, *media_s3_region, *media_s3_endpoint, *media_s3_prefix;
        const char *aws_access_key_id, *aws_secret_access_key, *aws_session_token;
        const char *aws_credentials_relative_uri, *aws_credentials_full_uri, *aws_credentials_token;
        const char *log_level, *log_format;
        int64_t log_requests;
        int64_t loops, workers, database_connections, connections_max, connections_per_address;
        int64_t reconcile_seconds;
        int64_t events_per_second, all_events_per_second;
        int64_t requests_per_second, login_limit, admin_login_limit, register_limit, reset_limit, message_limit,
                checkout_limit;
        int64_t session_idle_seconds, session_seconds, remembered_idle_seconds, remembered_seconds;
        int64_t password_memory_kib, password_passes;
};

/* Reads the environment. False: *problems holds one line for each setting that is wrong. All text lives as long as
 * the process. */
bool settings_load(struct settings *ret, struct buf *problems) __attribute__((warn_unused_result));

/* One setting after the other, for the admin; `value` tells only whether it is set. False: there is no nth. */
struct setting_shown {
        const char *name, *initial, *description; /* initial NULL: nothing */
        bool is_set;
};
bool settings_shown(size_t n, struct setting_shown *ret);

/* The table of all settings as Markdown. */
void settings_describe(struct buf *out);

/* Splits LISTEN ("127.0.0.1:8080", "[::]:80"). host takes 64 bytes. */
bool settings_listen(const struct settings *s, char *host, size_t host_size, uint16_t *ret_port);

/* How mail is sent, but for the directory that takes it without SMTP_URL. */
struct mail_sender_settings settings_mail(const struct settings *s);

/* Where pictures that are sent are kept. */
struct media_settings settings_media(const struct settings *s);

/* Whose messages about mails are taken; topics are empty when there are none. */
struct sns_settings settings_sns(const struct settings *s);

/* Applies LOG_LEVEL and LOG_FORMAT. */
void settings_start_log(const struct settings *s);

#endif
