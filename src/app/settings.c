/* Settings from the environment, by a table. */
#include "app/settings.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "campaigns/domain_check.h"
#include "campaigns/sendgrid_signature.h"
#include "http/origin.h"
#include "mail/address.h"
#include "mail/sender.h"
#include "mail/smtp_url.h"
#include "stripe/client.h"

enum { VALUE_MAX = 16 * 1024, SECRET_KEY_MIN = 32 };

enum kind { TEXT, SECRET, NUMBER };

static const struct setting {
        const char *name;
        enum kind kind;
        size_t offset;
        const char *initial; /* what holds when it is not set; NULL: nothing */
        int64_t minimum, maximum;
        const char *description;
} table[] = {
#define AT(member) offsetof(struct settings, member)
        {"DATABASE_URL", SECRET, AT(database_url), NULL, 0, 0,
         "PostgreSQL 15 or newer, as libpq writes it: `postgresql://user:password@host/name`. Without it the program "
         "makes "
         "and runs a private cluster below `VAR_DIR`."},
        {"DATABASE_NAME", TEXT, AT(database_name), NULL, 0, 0,
         "The database of this start-up, so that one PostgreSQL can hold several. Default: the one of `DATABASE_URL`, "
         "or "
         "`startupwebapp` in the private cluster."},
        {"LISTEN", TEXT, AT(listen), "127.0.0.1:8080", 0, 0,
         "Address and port to serve on; `[::]:8080` for all addresses."},
        {"PUBLIC_URL", TEXT, AT(public_url), NULL, 0, 0,
         "What customers type: links in mails and the way back from payment start with it. https turns on Secure "
         "cookies and "
         "HSTS. Default: `http://` and `LISTEN`."},
        {"SECRET_KEY", SECRET, AT(secret_key), NULL, 0, 0,
         "Signs cookies and tokens; at least 32 characters, the same on every machine. With the private cluster it is "
         "made "
         "and kept in `VAR_DIR/secret_key`."},
        {"ALLOWED_ORIGINS", TEXT, AT(allowed_origins), NULL, 0, 0,
         "Comma-separated origins, besides `PUBLIC_URL`, whose pages may use the API with credentials."},
        {"TRUSTED_PROXIES", TEXT, AT(trusted_proxies), NULL, 0, 0,
         "Comma-separated addresses of load balancers; only their `X-Forwarded-For` is believed, and they may open any "
         "number "
         "of connections."},
        {"STRIPE_SECRET_KEY", SECRET, AT(stripe_secret_key), NULL, 0, 0,
         "Stripe's secret (or restricted) API key. Without it nobody can pay."},
        {"STRIPE_WEBHOOK_SECRET", SECRET, AT(stripe_webhook_secret), NULL, 0, 0,
         "The `whsec_` secret of the web hook `/webhooks/stripe`; several, comma-separated, while one is rolled."},
        {"STRIPE_API_BASE", TEXT, AT(stripe_api_base), "https://api.stripe.com", 0, 0,
         "Where Stripe's API is; `stripe-sandbox` speaks it too."},
        {"SMTP_URL", SECRET, AT(smtp_url), NULL, 0, 0,
         "Mail server: `smtp://user:password@host:587?starttls=require` or `smtps://...`; `starttls` is require, try "
         "or "
         "none, `&auth=` plain, login or xoauth2. Without it mails become `.eml` files in `VAR_DIR/mail`."},
        {"SMTP_OAUTH_TOKEN", SECRET, AT(smtp_oauth_token), NULL, 0, 0,
         "Access token for `auth=xoauth2`. Tokens expire: `SMTP_OAUTH_TOKEN_FILE` is read again for each connection."},
        {"SMTP_CA_FILE", TEXT, AT(smtp_ca_file), NULL, 0, 0,
         "Certificates (PEM) that the mail server's must be signed by. Default: the system's."},
        {"MAIL_CONNECTIONS", NUMBER, AT(mail_connections), "4", 1, MAIL_CONNECTIONS_MAX,
         "Connections to the mail server at once, of each worker. A worker that is killed leaves at most so many mails "
         "in doubt."},
        {"MAIL_FROM", TEXT, AT(mail_from), "store@localhost.localdomain", 0, 0, "Address that mails come from."},
        {"DKIM_SELECTOR", TEXT, AT(dkim_selector), NULL, 0, 0,
         "What the mail server calls the key that it signs with: the gate of campaigns looks for "
         "`SELECTOR._domainkey.DOMAIN`. Default: the names that mail services use are tried."},
        {"DNS_SERVER", TEXT, AT(dns_server), NULL, 0, 0,
         "Name server, as `192.0.2.1:53`, that the gate of campaigns asks for SPF, DKIM and DMARC. Default: the "
         "system's."},
        {"SES_TOPIC_ARNS", TEXT, AT(ses_topic_arns), NULL, 0, 0,
         "Topics of Amazon SNS, comma-separated, by which SES tells of bounces and complaints at `/webhooks/ses`. "
         "Without "
         "it that address is none."},
        {"SES_HOST", TEXT, AT(ses_host), NULL, 0, 0,
         "For tests only: the host (and port) that stands in for `sns.REGION.amazonaws.com`, where certificates of SNS "
         "are fetched."},
        {"SES_CA_FILE", TEXT, AT(ses_ca_file), NULL, 0, 0,
         "For tests only: certificates (PEM) that this host's must be signed by. Default: the system's."},
        {"SENDGRID_WEBHOOK_PUBLIC_KEY", TEXT, AT(sendgrid_webhook_public_key), NULL, 0, 0,
         "The Verification Key of SendGrid's Signed Event Webhook, which tells of bounces and complaints at "
         "`/webhooks/sendgrid`. Without it that address is none."},
        {"WEB_ROOT", TEXT, AT(web_root), "web/storefront/dist", 0, 0, "Directory of the storefront's built files."},
        {"ADMIN_ROOT", TEXT, AT(admin_root), "web/admin/dist", 0, 0, "Directory of the admin's built files."},
        {"MEDIA_ROOT", TEXT, AT(media_root), "demo/media", 0, 0,
         "Directory that `/media/` is served from, besides `VAR_DIR/media`."},
        {"MEDIA_URL", TEXT, AT(media_url), "/media/", 0, 0,
         "What the addresses of pictures start with; a CDN's, perhaps."},
        {"MEDIA_S3_BUCKET", TEXT, AT(media_s3_bucket), NULL, 0, 0,
         "Bucket for pictures that staff send; without it they are kept in `VAR_DIR/media`. `MEDIA_URL` then says "
         "where "
         "the bucket is read from. Several web servers need it, or one directory for all."},
        {"MEDIA_S3_REGION", TEXT, AT(media_s3_region), "us-east-1", 0, 0, "The bucket's region."},
        {"MEDIA_S3_ENDPOINT", TEXT, AT(media_s3_endpoint), NULL, 0, 0,
         "Address of a store that speaks S3's API, for instance `https://objects.example`. Default: Amazon's."},
        {"MEDIA_S3_PREFIX", TEXT, AT(media_s3_prefix), NULL, 0, 0,
         "What names in the bucket begin with, for instance `media/`."},
        {"AWS_ACCESS_KEY_ID", SECRET, AT(aws_access_key_id), NULL, 0, 0,
         "Key that may put objects into the bucket. Without it the container's role is asked for one."},
        {"AWS_SECRET_ACCESS_KEY", SECRET, AT(aws_secret_access_key), NULL, 0, 0, "The secret of that key."},
        {"AWS_SESSION_TOKEN", SECRET, AT(aws_session_token), NULL, 0, 0,
         "The token of a key that is lent for a while."},
        {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", TEXT, AT(aws_credentials_relative_uri), NULL, 0, 0,
         "Set by Amazon ECS: where the task's role is asked for a key."},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI", TEXT, AT(aws_credentials_full_uri), NULL, 0, 0,
         "The same, a whole address."},
        {"AWS_CONTAINER_AUTHORIZATION_TOKEN", SECRET, AT(aws_credentials_token), NULL, 0, 0,
         "What that address wants to be shown."},
        {"VAR_DIR", TEXT, AT(var_dir), "var", 0, 0,
         "Directory for the private cluster, pictures, mails on disk and the secret key."},
        {"DEMO_DIR", TEXT, AT(demo_dir), "demo", 0, 0, "Directory that `seed demo` reads."},
        {"SUPERUSER_USERNAME", TEXT, AT(superuser_username), NULL, 0, 0,
         "For `superuser create`, which otherwise asks: who may do everything in the admin."},
        {"SUPERUSER_EMAIL", TEXT, AT(superuser_email), NULL, 0, 0, "The e-mail address of that superuser."},
        {"SUPERUSER_PASSWORD", SECRET, AT(superuser_password), NULL, 0, 0, "The first password of that superuser."},
        {"LOG_LEVEL", TEXT, AT(log_level), "info", 0, 0, "debug, info, warn or error."},
        {"LOG_FORMAT", TEXT, AT(log_format), "auto", 0, 0, "json, text, or auto: text on a terminal."},
        {"LOG_REQUESTS", NUMBER, AT(log_requests), "0", 0, 1, "1 logs every request; 0 only those answered with 5xx."},
        {"LOOPS", NUMBER, AT(loops), NULL, 1, 256, "Event-loop threads. Default: one a core."},
        {"WORKERS", NUMBER, AT(workers), "8", 1, 256,
         "Threads for what blocks or takes long: calls to Stripe, passwords."},
        {"DATABASE_CONNECTIONS", NUMBER, AT(database_connections), "2", 1, 64,
         "Pipelined database connections of each loop."},
        {"CONNECTIONS_MAX", NUMBER, AT(connections_max), "20000", 16, 1000000, "Connections of clients, all together."},
        {"CONNECTIONS_PER_ADDRESS", NUMBER, AT(connections_per_address), "512", 0, 1000000,
         "Connections of one client address (of one /64 for IPv6); 0 for no limit."},
        {"REQUESTS_PER_SECOND", NUMBER, AT(requests_per_second), "200", 0, 1000000,
         "API requests a second of one client address, with a burst of ten seconds' worth, on each event loop; 0 for "
         "no limit. "
         "Clients on this machine are not limited unless `TRUSTED_PROXIES` names it."},
        {"EVENTS_PER_SECOND", NUMBER, AT(events_per_second), "20", 0, 1000000,
         "Events of pages a second that one client address may tell, likewise. Each is a row of the database."},
        {"ALL_EVENTS_PER_SECOND", NUMBER, AT(all_events_per_second), "500", 0, 1000000,
         "Events of pages a second that are taken from all clients together, with a burst of ten seconds' worth, on "
         "each event loop; 0 for no limit."},
        {"LOGIN_LIMIT", NUMBER, AT(login_limit), "10", 0, 100000,
         "Logins an hour from one address, and for one username; tries of a password or code by one member. 0 for no "
         "limit."},
        {"ADMIN_LOGIN_LIMIT", NUMBER, AT(admin_login_limit), "10", 0, 100000,
         "Logins to the admin an hour from one address, and for one username. 0 for no limit."},
        {"REGISTER_LIMIT", NUMBER, AT(register_limit), "5", 0, 100000, "New accounts an hour from one address."},
        {"RESET_LIMIT", NUMBER, AT(reset_limit), "5", 0, 100000,
         "Mails an hour that one username or address can be sent for a forgotten password, username or a "
         "verification."},
        {"MESSAGE_LIMIT", NUMBER, AT(message_limit), "30", 0, 100000,
         "Messages to the shop an hour from one address, and forgotten passwords and usernames."},
        {"CHECKOUT_LIMIT", NUMBER, AT(checkout_limit), "30", 0, 100000, "Checkouts begun an hour from one address."},
        {"SESSION_IDLE_SECONDS", NUMBER, AT(session_idle_seconds), "7200", 60, 31536000,
         "How long a login lasts without use when the browser is not to remember it."},
        {"SESSION_SECONDS", NUMBER, AT(session_seconds), "43200", 60, 31536000, "How long such a login lasts at most."},
        {"REMEMBERED_IDLE_SECONDS", NUMBER, AT(remembered_idle_seconds), "2592000", 60, 31536000,
         "How long a login lasts without use when the browser is to remember it."},
        {"REMEMBERED_SECONDS", NUMBER, AT(remembered_seconds), "7776000", 60, 31536000,
         "How long such a login lasts at most."},
        {"PASSWORD_MEMORY_KIB", NUMBER, AT(password_memory_kib), "19456", 8, 1048576,
         "Memory of one argon2id hash. A login with a hash of other costs makes it anew."},
        {"PASSWORD_PASSES", NUMBER, AT(password_passes), "2", 1, 64, "Passes of one argon2id hash."},
        {"RECONCILE_SECONDS", NUMBER, AT(reconcile_seconds), "60", 1, 86400,
         "How often an unfinished payment is checked with Stripe when no web hook came."},
#undef AT
};

enum { COUNT = sizeof table / sizeof table[0] };

static void problem(struct buf *problems, const char *name, const char *what)
{
        buf_printf(problems, "%s: %s\n", name, what);
}

/* The content of a file without its last newline; NULL, with errno, when it can't be read. Lives as long as the
 * process, one for each setting. */
static char *read_file(size_t setting, const char *path)
{
        static char *texts[COUNT];
        FILE *f = fopen(path, "re");
        free(texts[setting]);
        char *text = texts[setting] = f ? calloc(1, VALUE_MAX + 1) : NULL;
        if (f && text) {
                size_t n = fread(text, 1, VALUE_MAX, f);
                while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
                        text[--n] = 0;
        }
        if (f)
                fclose(f);
        return text;
}

static const char *read_value(const struct setting *s, struct buf *problems)
{
        char file_name[64];
        const char *value = getenv(s->name);
        snprintf(file_name, sizeof file_name, "%s_FILE", s->name);
        const char *file = getenv(file_name);
        if (value && value[0] && file && file[0])
                problem(problems, s->name, "is set together with its _FILE; set one of them");
        if (value && value[0])
                return value;
        if (file && file[0]) {
                value = read_file((size_t)(s - table), file);
                if (!value)
                        buf_printf(problems, "%s: can't read %s: %s\n", file_name, file, strerror(errno));
                return value;
        }
        return s->initial;
}

static void store_number(const struct setting *s, const char *value, struct settings *ret, struct buf *problems)
{
        int64_t number = 0;
        if (!value)
                return;
        if (!str_to_int64(str_from(value), &number) || number < s->minimum || number > s->maximum)
                buf_printf(problems, "%s: \"%s\" is no whole number from %lld to %lld\n", s->name, value,
                           (long long)s->minimum, (long long)s->maximum);
        else
                memcpy((char *)ret + s->offset, &number, sizeof number);
}

static bool is_one_of(const char *value, const char *const *words)
{
        for (; *words; words++)
                if (strcmp(value, *words) == 0)
                        return true;
        return false;
}

static void check_origins(const struct settings *s, struct buf *problems)
{
        struct origins origins = {0};
        struct str rest = str_from(s->allowed_origins);
        if (s->public_url && !origins_add(&origins, str_from(s->public_url)))
                problem(problems, "PUBLIC_URL", "write it as https://shop.example");
        while (rest.ptr)
                if (!origins_add(&origins, str_trim(str_cut(&rest, ',')))) {
                        problem(problems, "ALLOWED_ORIGINS",
                                "write each as https://shop.example, commas between, at most 31");
                        return;
                }
}

static void check_proxies(const struct settings *s, struct buf *problems)
{
        char text[64];
        struct in6_addr address;
        struct str rest = str_from(s->trusted_proxies);
        while (rest.ptr) {
                struct str one = str_trim(str_cut(&rest, ','));
                if (!str_to_c(one, text, sizeof text) ||
                    (inet_pton(AF_INET, text, &address) != 1 && inet_pton(AF_INET6, text, &address) != 1)) {
                        problem(problems, "TRUSTED_PROXIES",
                                "write each as one address such as 10.0.0.7, commas between");
                        return;
                }
        }
}

static void check_services(const struct settings *s, struct buf *problems)
{
        struct mail_address from;
        struct mail_smtp_url smtp;
        struct stripe_client client = {0};
        struct str why = STR_NULL;
        if (!mail_address_parse(str_from(s->mail_from), &from))
                problem(problems, "MAIL_FROM", "write it as store@shop.example or My Store <store@shop.example>");
        if (s->smtp_url && (why = mail_smtp_url_parse(str_from(s->smtp_url), &smtp)).ptr)
                buf_printf(problems, "%.*s\n", STR_ARG(why));
        else if (s->smtp_url && smtp.auth == MAIL_AUTH_XOAUTH2 && !s->smtp_oauth_token)
                problem(problems, "SMTP_OAUTH_TOKEN", "must be set for auth=xoauth2");
        struct stripe_settings stripe = {.api_base = str_from(s->stripe_api_base),
                                         .secret_key = s->stripe_secret_key ? str_from(s->stripe_secret_key)
                                                                            : STR("sk_test_none")};
        if (!stripe_client_init(&client, &stripe, &why))
                buf_printf(problems, "%.*s\n", STR_ARG(why));
        stripe_client_release(&client);
}

static void check_campaigns(const struct settings *s, struct buf *problems)
{
        if (s->dkim_selector && !domain_selector_is_valid(str_from(s->dkim_selector)))
                problem(problems, "DKIM_SELECTOR",
                        "write it as mail or 2026.mail: letters, digits and hyphens, at most 63 between dots");
}

static void check_media(const struct settings *s, struct buf *problems)
{
        struct str why = STR_NULL;
        struct media_settings media = settings_media(s);
        if (!s->media_s3_bucket)
                return;
        media_close(media_open(&media, &why));
        if (why.ptr)
                buf_printf(problems, "%.*s\n", STR_ARG(why));
}

static void check_mail_hooks(const struct settings *s, struct buf *problems)
{
        struct str why = STR_NULL;
        struct sns_settings sns = settings_sns(s);
        if (s->ses_topic_arns)
                sns_close(sns_open(&sns, &why));
        if (why.ptr)
                buf_printf(problems, "%.*s\n", STR_ARG(why));
        if (s->sendgrid_webhook_public_key && !sendgrid_key_is_valid(str_from(s->sendgrid_webhook_public_key)))
                problem(problems, "SENDGRID_WEBHOOK_PUBLIC_KEY", "is no Verification Key as SendGrid shows it");
}

static void check(struct settings *s, struct buf *problems)
{
        char host[64];
        uint16_t port;
        if (!settings_listen(s, host, sizeof host, &port))
                problem(problems, "LISTEN", "write it as address:port, for instance 127.0.0.1:8080 or [::]:80");
        if (s->secret_key && strlen(s->secret_key) < SECRET_KEY_MIN)
                problem(problems, "SECRET_KEY", "must have at least 32 characters");
        if (s->database_url && !s->secret_key)
                problem(problems, "SECRET_KEY", "must be set together with DATABASE_URL");
        if (!is_one_of(s->log_level, (const char *const[]){"debug", "info", "warn", "error", NULL}))
                problem(problems, "LOG_LEVEL", "must be debug, info, warn or error");
        if (!is_one_of(s->log_format, (const char *const[]){"auto", "json", "text", NULL}))
                problem(problems, "LOG_FORMAT", "must be auto, json or text");
        check_origins(s, problems);
        check_proxies(s, problems);
        check_services(s, problems);
        check_media(s, problems);
        check_campaigns(s, problems);
        check_mail_hooks(s, problems);
}

static void fill_in(struct settings *s)
{
        static char public_url[VALUE_MAX];
        int n = s->public_url ? snprintf(public_url, sizeof public_url, "%s", s->public_url)
                              : snprintf(public_url, sizeof public_url, "http://%s", s->listen);
        if (n > 0 && (size_t)n < sizeof public_url && public_url[n - 1] == '/')
                public_url[n - 1] = 0;
        s->public_url = public_url;
        s->smtp_oauth_token_file = getenv("SMTP_OAUTH_TOKEN_FILE");
        if (s->loops == 0) {
                long cores = sysconf(_SC_NPROCESSORS_ONLN);
                s->loops = cores > 0 ? cores : 1;
        }
}

bool settings_load(struct settings *ret, struct buf *problems)
{
        *ret = (struct settings){0};
        for (size_t i = 0; i < COUNT; i++) {
                const char *value = read_value(&table[i], problems);
                if (table[i].kind == NUMBER)
                        store_number(&table[i], value, ret, problems);
                else
                        memcpy((char *)ret + table[i].offset, &value, sizeof value);
        }
        check(ret, problems);
        fill_in(ret);
        return problems->len == 0;
}

static bool is_given(const char *name)
{
        const char *value = getenv(name);
        return value && value[0];
}

bool settings_shown(size_t n, struct setting_shown *ret)
{
        char file_name[64];
        if (n >= COUNT)
                return false;
        snprintf(file_name, sizeof file_name, "%s_FILE", table[n].name);
        *ret = (struct setting_shown){table[n].name, table[n].initial, table[n].description,
                                      is_given(table[n].name) || is_given(file_name)};
        return true;
}

void settings_describe(struct buf *out)
{
        buf_add(out, STR("| name | default | meaning |\n|---|---|---|\n"));
        for (size_t i = 0; i < COUNT; i++) {
                const char *initial = table[i].initial;
                buf_printf(out, "| `%s` | %s%s%s | %s |\n", table[i].name, initial ? "`" : "", initial ? initial : "",
                           initial ? "`" : "", table[i].description);
        }
}

bool settings_listen(const struct settings *s, char *host, size_t host_size, uint16_t *ret_port)
{
        const char *colon = strrchr(s->listen, ':');
        int64_t port;
        if (!colon || !str_to_int64(str_from(colon + 1), &port) || port < 0 || port > UINT16_MAX)
                return false;
        struct str name = {s->listen, (size_t)(colon - s->listen)};
        if (name.len >= 2 && name.ptr[0] == '[' && name.ptr[name.len - 1] == ']')
                name = (struct str){name.ptr + 1, name.len - 2};
        *ret_port = (uint16_t)port;
        return name.len && str_to_c(name, host, host_size);
}

void settings_start_log(const struct settings *s)
{
        static const char *const levels[] = {"debug", "info", "warn", "error"};
        enum log_level level = LOG_LEVEL_INFO;
        for (unsigned i = 0; i < 4; i++)
                if (strcmp(levels[i], s->log_level) == 0)
                        level = (enum log_level)i;
        log_setup(level, strcmp(s->log_format, "json") == 0   ? LOG_FORMAT_JSON
                         : strcmp(s->log_format, "text") == 0 ? LOG_FORMAT_TEXT
                                                              : LOG_FORMAT_AUTO);
}

struct mail_sender_settings settings_mail(const struct settings *s)
{
        return (struct mail_sender_settings){
                .smtp_url = str_from(s->smtp_url),
                .connections = (unsigned)s->mail_connections,
                .ca_file = str_from(s->smtp_ca_file),
                .token = str_from(s->smtp_oauth_token),
                .token_file = str_from(s->smtp_oauth_token_file),
        };
}

struct sns_settings settings_sns(const struct settings *s)
{
        return (struct sns_settings){
                .topics = str_from(s->ses_topic_arns),
                .host = s->ses_host,
                .ca_file = s->ses_ca_file,
        };
}

struct media_settings settings_media(const struct settings *s)
{
        static char directory[VALUE_MAX + sizeof "/media"];
        snprintf(directory, sizeof directory, "%s/media", s->var_dir);
        return (struct media_settings){
                .directory = directory,
                .s3_bucket = s->media_s3_bucket,
                .s3_region = s->media_s3_region,
                .s3_endpoint = s->media_s3_endpoint,
                .s3_prefix = s->media_s3_prefix,
                .access_key_id = s->aws_access_key_id,
                .secret_access_key = s->aws_secret_access_key,
                .session_token = s->aws_session_token,
                .credentials_relative_uri = s->aws_credentials_relative_uri,
                .credentials_full_uri = s->aws_credentials_full_uri,
                .credentials_token = s->aws_credentials_token,
        };
}
