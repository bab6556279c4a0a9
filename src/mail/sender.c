/* Where composed mail goes. */
#include "mail/sender.h"

#include "mail/address.h"
#include "mail/sender_kinds.h"

#include <stdlib.h>

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

struct mail_result mail_sender_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message)
{
        struct str problem = envelope_problem(envelope);
        if (problem.ptr) {
                struct mail_result refused = {.outcome = MAIL_PERMANENT};
                mail_result_say(&refused, problem);
                return refused;
        }
        return s->is_smtp ? mail_smtp_send(s, envelope, message) : mail_directory_send(s, envelope, message);
}
