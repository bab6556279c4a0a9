/* The mail server of SMTP_URL. */
#include "mail/smtp_server.h"

#include <sodium.h>

#include "base/clock.h"

static struct str read_hello(struct smtp_server *s, struct str hello)
{
        if (!str_to_c(hello, s->hello, sizeof s->hello))
                return STR("the name to say in EHLO is too long");
        for (const char *p = s->hello; *p; p++)
                if (*p <= ' ' || *p > '~' || strchr("/?#%", *p))
                        return STR("the name to say in EHLO is no host name");
        return STR_NULL;
}

static struct str read_login(struct smtp_server *s, const struct mail_sender_settings *settings)
{
        if (!str_to_c(settings->ca_file, s->ca_file, sizeof s->ca_file))
                return STR("SMTP_CA_FILE is too long a name");
        if (!str_to_c(settings->token_file, s->token_file, sizeof s->token_file))
                return STR("SMTP_OAUTH_TOKEN_FILE is too long a name");
        s->token = settings->token;
        if (s->url.auth == MAIL_AUTH_XOAUTH2 && s->token.len == 0 && !s->token_file[0])
                return STR("SMTP_URL with auth=xoauth2 needs SMTP_OAUTH_TOKEN");
        return STR_NULL;
}

struct str smtp_server_init(struct smtp_server *s, const struct mail_sender_settings *settings)
{
        *s = (struct smtp_server){0};
        struct str problem = mail_smtp_url_parse(settings->smtp_url, &s->url);
        if (!problem.ptr)
                problem = read_hello(s, settings->hello);
        return problem.ptr ? problem : read_login(s, settings);
}

int64_t smtp_server_pause_ms(const struct smtp_server *s)
{
        int64_t left = s->pause_until_ms - clock_ms();
        return left > 0 ? left : 0;
}

void smtp_server_failed(struct smtp_server *s, const struct smtp_reply *words)
{
        int64_t pause = SMTP_PAUSE_MS;
        for (unsigned i = 0; i < s->failures && pause < SMTP_PAUSE_MAX_MS; i++)
                pause *= 2;
        if (pause > SMTP_PAUSE_MAX_MS)
                pause = SMTP_PAUSE_MAX_MS;
        s->failed_ms = clock_ms();
        s->last_words = *words;
        if (smtp_server_pause_ms(s) > 0)
                return; /* connections that fail together are one failure */
        s->failures++;
        s->pause_until_ms = s->failed_ms + pause / 2 + randombytes_uniform((uint32_t)(pause / 2));
}

void smtp_server_succeeded(struct smtp_server *s, int64_t opened_ms)
{
        if (opened_ms > s->failed_ms) {
                s->failures = 0;
                s->pause_until_ms = 0;
        }
}
