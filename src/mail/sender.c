/* Where composed mail goes. */
#include "mail/sender.h"

#include "mail/address.h"
#include "mail/sender_kinds.h"

#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"

void mail_result_say(struct mail_result *result, struct str text)
{
        size_t n = text.len < MAIL_REPLY_SIZE - 1 ? text.len : MAIL_REPLY_SIZE - 1;
        while (n < text.len && n > 0 && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
                n--;
        bool utf8 = str_is_text((struct str){text.ptr, n});
        for (size_t i = 0; i < n; i++) {
                unsigned char c = (unsigned char)text.ptr[i];
                result->reply[i] = c < 0x20 || c == 0x7F ? ' ' : c >= 0x80 && !utf8 ? '?' : text.ptr[i];
        }
        result->reply[n] = 0;
}

static struct str open_kind(struct mail_sender *s, const struct mail_sender_settings *settings)
{
        if (s->connections > MAIL_CONNECTIONS_MAX)
                return STR("there may be 50 connections to the mail server at most");
        s->endings = calloc(s->connections, sizeof *s->endings);
        if (!s->endings)
                return STR("there is no memory for so many connections");
        if (s->is_smtp)
                return mail_smtp_open(s, settings);
        if (settings->directory.len > 0)
                return mail_directory_open(s, settings->directory);
        return STR("there is neither SMTP_URL nor a directory for mail");
}

struct mail_sender *mail_sender_open(const struct mail_sender_settings *settings, struct str *ret_problem)
{
        struct mail_sender *s = calloc(1, sizeof *s);
        if (!s) {
                *ret_problem = STR("there is no memory for a mail sender");
                return NULL;
        }
        s->directory = -1;
        s->is_smtp = settings->smtp_url.len > 0;
        s->deadline_ms = settings->deadline_ms ? settings->deadline_ms : MAIL_DEADLINE_MS;
        s->connections = settings->connections ? settings->connections : 1;
        *ret_problem = open_kind(s, settings);
        if (!ret_problem->ptr)
                return s;
        mail_sender_close(s);
        return NULL;
}

void mail_sender_close(struct mail_sender *s)
{
        if (!s)
                return;
        mail_smtp_close(s);
        mail_directory_close(s);
        free(s->endings);
        explicit_bzero(s, sizeof *s);
        free(s);
}

static struct str envelope_problem(const struct mail_envelope *e)
{
        if (mail_address_problem(e->from).ptr)
                return STR("the envelope's sender is not a valid address");
        if (e->recipient_count == 0 || e->recipient_count > MAIL_RECIPIENTS_MAX)
                return STR("the envelope has no recipient, or more than 100");
        for (size_t i = 0; i < e->recipient_count; i++)
                if (mail_address_problem(e->recipients[i]).ptr)
                        return STR("a recipient is not a valid address");
        return STR_NULL;
}

void mail_sender_end(struct mail_sender *s, void *mail, const struct mail_result *result)
{
        s->endings[s->ending_count++] = (struct sender_ending){mail, *result};
}

bool mail_sender_take(struct mail_sender *s, struct mail_result *ret, void **ret_mail)
{
        if (s->ending_count == 0)
                return false;
        *ret = s->endings[--s->ending_count].result;
        *ret_mail = s->endings[s->ending_count].mail;
        return true;
}

void mail_sender_want(struct mail_sender *s, unsigned mails)
{
        if (s->is_smtp)
                mail_smtp_want(s, mails);
}

/* Each mail that was begun needs a place for its end. */
unsigned mail_sender_ready(const struct mail_sender *s)
{
        unsigned places = s->connections - s->ending_count, ready = s->is_smtp ? mail_smtp_ready(s) : places;
        return ready < places ? ready : places;
}

void mail_sender_begin(struct mail_sender *s, const struct mail_envelope *envelope, struct str message, void *mail)
{
        struct str problem = envelope_problem(envelope);
        struct mail_result result = {.outcome = MAIL_PERMANENT};
        if (problem.ptr) {
                mail_result_say(&result, problem);
                mail_sender_end(s, mail, &result);
        } else if (s->is_smtp) {
                mail_smtp_begin(s, envelope, message, mail);
        } else {
                result = mail_directory_send(s, envelope, message);
                mail_sender_end(s, mail, &result);
        }
}

void mail_sender_wait_beside(struct mail_sender *s, int timeout_ms, const int *descriptors, unsigned count)
{
        struct pollfd polled[MAIL_DESCRIPTORS_MAX + MAIL_CONNECTIONS_MAX];
        for (unsigned i = 0; i < count; i++)
                polled[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
        if (s->ending_count > 0)
                timeout_ms = 0;
        if (s->is_smtp)
                mail_smtp_wait(s, timeout_ms, polled, count);
        else
                poll(polled, count, timeout_ms);
}

void mail_sender_wait(struct mail_sender *s, int timeout_ms)
{
        mail_sender_wait_beside(s, timeout_ms, NULL, 0);
}

void mail_sender_abandon(struct mail_sender *s)
{
        if (s->is_smtp)
                mail_smtp_abandon(s);
}

int64_t mail_sender_pause_ms(const struct mail_sender *s, struct str *ret_words)
{
        *ret_words = STR("");
        if (!s->is_smtp || mail_smtp_lives(s))
                return 0;
        *ret_words = (struct str){s->server.last_words.text, s->server.last_words.len};
        return smtp_server_pause_ms(&s->server);
}

bool mail_sender_has_failed(const struct mail_sender *s)
{
        return s->server.failures > 0;
}

static struct mail_result connection_failed(const struct mail_sender *s)
{
        const struct smtp_reply *words = &s->server.last_words;
        struct mail_result result = {.outcome = MAIL_TRANSIENT, .server_failed = true, .code = words->code};
        mail_result_say(&result, (struct str){words->text, words->len});
        return result;
}

struct mail_result mail_sender_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message)
{
        struct mail_result result = {0};
        void *mail;
        for (unsigned tries = 0; tries == 0 || (result.stale && tries < 2); tries++) {
                mail_sender_wait(s, 0); /* kept connections that were closed meanwhile */
                s->server.pause_until_ms = 0;
                mail_sender_want(s, 1);
                while (s->is_smtp && mail_smtp_lives(s) && mail_sender_ready(s) == 0)
                        mail_sender_wait(s, 1000);
                if (mail_sender_ready(s) == 0)
                        return connection_failed(s);
                mail_sender_begin(s, envelope, message, NULL);
                while (!mail_sender_take(s, &result, &mail))
                        mail_sender_wait(s, 1000);
        }
        return result;
}
