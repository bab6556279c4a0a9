/* One mail over an open link. */
#include "mail/smtp_talk.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "mail/sender_kinds.h"

enum { COMMAND_MAX = 300 /* an address has 254 characters */ };

void smtp_talk_init(struct smtp_talk *t, struct smtp_link *l)
{
        t->link = l;
        t->under_way = t->ended = t->lost = t->resetting = false;
        t->in_len = t->out_begin = t->out_end = 0;
}

static enum smtp_step step_of(const struct smtp_talk *t, size_t command)
{
        if (t->resetting && command + 1 == t->said)
                return SMTP_STEP_RSET;
        if (command == 0)
                return SMTP_STEP_MAIL;
        if (command <= t->recipient_count)
                return SMTP_STEP_RCPT;
        return command == t->recipient_count + 1 ? SMTP_STEP_DATA : SMTP_STEP_END;
}

__attribute__((format(printf, 2, 3))) static void put(struct smtp_talk *t, const char *format, ...)
{
        va_list arguments;
        va_start(arguments, format);
        int n = vsnprintf(t->out + t->out_end, sizeof t->out - t->out_end, format, arguments);
        va_end(arguments);
        t->out_end += (size_t)n; /* the caller saw that there is room */
}

static bool has_room(const struct smtp_talk *t)
{
        return sizeof t->out - t->out_end > COMMAND_MAX;
}

static void say_mail(struct smtp_talk *t)
{
        put(t, "MAIL FROM:<%.*s>", STR_ARG(t->from));
        if (t->link->takes_size)
                put(t, " SIZE=%zu", t->message.len);
        put(t, "\r\n");
        t->stage = MAIL_STAGE_FROM;
}

/* The next command after `said`: up to DATA. */
static void say_next(struct smtp_talk *t)
{
        switch (step_of(t, t->said)) {
        case SMTP_STEP_MAIL: say_mail(t); break;
        case SMTP_STEP_RCPT:
                put(t, "RCPT TO:<%.*s>\r\n", STR_ARG(t->recipients[t->said - 1]));
                t->stage = MAIL_STAGE_RECIPIENT;
                break;
        default: put(t, "DATA\r\n"); t->stage = MAIL_STAGE_DATA;
        }
        t->said++;
}

static bool may_say_more(const struct smtp_talk *t)
{
        return t->under_way && !t->ended && t->said < t->recipient_count + 2 && t->refusal.code == 0 && has_room(t) &&
               (t->link->pipelining || t->said == t->answered);
}

static void say_commands(struct smtp_talk *t)
{
        while (may_say_more(t))
                say_next(t);
}

void smtp_talk_begin(struct smtp_talk *t, struct str from, const struct str *recipients, size_t count,
                     struct str message)
{
        t->from = from;
        t->recipients = recipients;
        t->recipient_count = count;
        t->message = message;
        t->under_way = true;
        t->ended = t->resetting = t->finished = false;
        t->said = t->answered = t->refused_recipients = 0;
        t->refusal = (struct smtp_reply){0};
        t->unsent = message.len;
        t->line_begins = true;
        t->heard_ms = clock_ms();
        say_commands(t);
}

static void end(struct smtp_talk *t, enum mail_outcome outcome, const struct smtp_reply *words)
{
        t->ended = true;
        t->result = (struct mail_result){.outcome = outcome, .stage = t->stage, .code = words->code};
        t->result.copies_failed = t->refused_recipients > 0;
        t->result.server_failed = t->lost || words->code == 421;
        t->result.stale = t->answered == 0 || (t->answered == 1 && words->code == 421);
        mail_result_say(&t->result, (struct str){words->text, words->len});
}

/* The reply that ended it decides: 5xx for ever, 4xx for now. */
static void end_refused(struct smtp_talk *t)
{
        end(t, t->refusal.code >= 500 ? MAIL_PERMANENT : MAIL_TRANSIENT, &t->refusal);
        if (t->refusal.code == 421) { /* the server closes the connection (RFC 5321, 3.8) */
                t->lost = true;
                return;
        }
        put(t, "RSET\r\n");
        t->resetting = true;
        t->said++;
}

static void refuse(struct smtp_talk *t, const struct smtp_reply *r, enum mail_stage stage)
{
        if (t->refusal.code == 0) {
                t->refusal = *r;
                t->stage = stage;
        }
}

static void take_recipient(struct smtp_talk *t, const struct smtp_reply *r)
{
        if (r->code < 400)
                return;
        t->refused_recipients++;
        if (t->refused_recipients == t->recipient_count || r->code == 421)
                refuse(t, r, MAIL_STAGE_RECIPIENT);
}

/* The mail goes out, or only its end when none of the recipients was taken (RFC 2920, 3.1). */
static void take_data(struct smtp_talk *t, const struct smtp_reply *r)
{
        if (r->code != 354) {
                refuse(t, r, MAIL_STAGE_DATA);
                return;
        }
        if (t->refusal.code)
                t->unsent = 0;
        t->said++;
}

static void take_end(struct smtp_talk *t, const struct smtp_reply *r)
{
        if (r->code >= 400)
                refuse(t, r, MAIL_STAGE_DATA);
        if (t->refusal.code == 0) {
                end(t, MAIL_SENT, r);
                t->under_way = false;
        }
}

static void take_reply(struct smtp_talk *t, const struct smtp_reply *r)
{
        enum smtp_step step = step_of(t, t->answered);
        t->answered++;
        switch (step) {
        case SMTP_STEP_MAIL:
                if (r->code >= 400)
                        refuse(t, r, MAIL_STAGE_FROM);
                break;
        case SMTP_STEP_RCPT: take_recipient(t, r); break;
        case SMTP_STEP_DATA: take_data(t, r); break;
        case SMTP_STEP_END: take_end(t, r); break;
        case SMTP_STEP_RSET:
                t->under_way = false;
                t->lost = r->code != 250;
                return;
        }
        if (!t->ended && t->refusal.code && (t->answered == t->said || t->refusal.code == 421))
                end_refused(t);
}

/* Without a mail under way the server says only goodbye. */
static void take_line(struct smtp_talk *t, struct str line)
{
        struct smtp_reply *r = &t->link->reply;
        bool valid, complete = smtp_reply_add(r, line, &valid);
        if (valid && !complete)
                return;
        if (!valid || !t->under_way || t->answered >= t->said)
                t->lost = true;
        else
                take_reply(t, r);
        say_commands(t);
}

static void take_lines(struct smtp_talk *t)
{
        struct str rest = {t->in, t->in_len};
        while (!t->lost && str_find(rest, '\n') < rest.len)
                take_line(t, str_trim(str_cut(&rest, '\n')));
        t->in_len = rest.len;
        if (rest.len)
                memmove(t->in, rest.ptr, rest.len);
}

/* Nothing after the loss: what the server said before it closed has been read then. */
static void read_replies(struct smtp_talk *t)
{
        while (!t->lost) {
                ptrdiff_t n = smtp_link_receive(t->link, t->in + t->in_len, sizeof t->in - t->in_len);
                if (n == 0)
                        return;
                if (n > 0) {
                        t->in_len += (size_t)n;
                        t->heard_ms = clock_ms();
                        take_lines(t);
                }
                if (n == SMTP_LINK_LOST || t->in_len == sizeof t->in)
                        t->lost = true;
        }
}

/* The next bytes of the message into `out`, a dot that begins a line doubled (RFC 5321, 4.5.2). */
static void put_message(struct smtp_talk *t)
{
        while (t->unsent > 0 && has_room(t)) {
                struct str rest = str_from_offset(t->message, t->message.len - t->unsent);
                if (t->line_begins && rest.ptr[0] == '.')
                        t->out[t->out_end++] = '.';
                size_t n = str_find(rest, '\n') + 1, room = sizeof t->out - COMMAND_MAX / 2 - t->out_end;
                if (n > rest.len)
                        n = rest.len;
                if (n > room)
                        n = room;
                memcpy(t->out + t->out_end, rest.ptr, n);
                t->out_end += n;
                t->unsent -= n;
                t->line_begins = rest.ptr[n - 1] == '\n';
        }
        if (t->unsent == 0 && has_room(t)) {
                put(t, t->line_begins ? ".\r\n" : "\r\n.\r\n");
                t->finished = true;
        }
}

static bool message_waits(const struct smtp_talk *t)
{
        return t->under_way && !t->ended && t->said == t->recipient_count + 3 && !t->finished;
}

static bool write_out(struct smtp_talk *t)
{
        while (t->out_begin < t->out_end) {
                ptrdiff_t n = smtp_link_send(t->link, t->out + t->out_begin, t->out_end - t->out_begin);
                if (n == SMTP_LINK_LOST)
                        t->lost = true;
                if (n <= 0)
                        return false;
                t->out_begin += (size_t)n;
                t->heard_ms = clock_ms();
        }
        t->out_begin = t->out_end = 0;
        return true;
}

static void write_all(struct smtp_talk *t)
{
        while (!t->lost && write_out(t) && (message_waits(t) || may_say_more(t))) {
                say_commands(t);
                if (message_waits(t))
                        put_message(t);
        }
}

void smtp_talk_turn(struct smtp_talk *t)
{
        read_replies(t);
        write_all(t);
        if (t->lost)
                smtp_talk_give_up(t, STR("the server closed the connection"));
}

/* The whole mail and its end have left: the server may have taken it. Before that it forgets what has no end (RFC
 * 5321, 4.1.1.4). */
static bool may_have_arrived(const struct smtp_talk *t)
{
        return t->finished && t->out_begin == t->out_end && t->refusal.code == 0;
}

void smtp_talk_give_up(struct smtp_talk *t, struct str why)
{
        struct smtp_reply words;
        t->lost = true;
        if (!t->under_way || t->ended)
                return;
        smtp_reply_say(&words, why);
        if (t->refusal.code)
                end_refused(t);
        else
                end(t, may_have_arrived(t) ? MAIL_UNCERTAIN : MAIL_TRANSIENT, &words);
}

bool smtp_talk_wants_to_write(const struct smtp_talk *t)
{
        return t->out_begin < t->out_end;
}
