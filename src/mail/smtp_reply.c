/* A reply of a mail server. */
#include "mail/smtp_reply.h"

static void append(struct smtp_reply *r, struct str text)
{
        size_t room = sizeof r->text - r->len;
        size_t n = text.len < room ? text.len : room;
        if (n > 0)
                memcpy(r->text + r->len, text.ptr, n);
        r->len += n;
}

bool smtp_reply_add(struct smtp_reply *r, struct str line, bool *ret_valid)
{
        int64_t code;
        *ret_valid = line.len >= 3 && str_to_int64((struct str){line.ptr, 3}, &code) && code >= 200 && code < 600 &&
                     (line.len == 3 || line.ptr[3] == ' ' || line.ptr[3] == '-');
        if (!*ret_valid)
                return false;
        if (!r->continued)
                r->len = 0;
        append(r, r->continued ? STR(" ") : STR(""));
        append(r, r->continued ? str_from_offset(line, 4) : line);
        r->continued = line.len > 3 && line.ptr[3] == '-';
        r->code = (unsigned)code;
        return !r->continued;
}

static bool is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* "5.1.1": subject and detail, when the text begins so; detail is of one digit, as all that matter here. */
static bool has_status(struct str text, char *ret_subject, char *ret_detail)
{
        if (text.len < 5 || !str_starts(text, STR("5.")) || !is_digit(text.ptr[2]) || text.ptr[3] != '.')
                return false;
        bool is_longer = text.len > 5 && is_digit(text.ptr[5]);
        *ret_subject = text.ptr[2];
        *ret_detail = is_longer ? 0 : text.ptr[4];
        return true;
}

bool smtp_reply_blames_recipient(struct str reply)
{
        char subject, detail;
        if (reply.len < 3 || reply.ptr[0] != '5')
                return false;
        struct str code = {reply.ptr, 3};
        bool is_mailbox = str_eq(code, STR("550")) || str_eq(code, STR("551")) || str_eq(code, STR("553"));
        if (!has_status(str_from_offset(reply, reply.len < 4 ? reply.len : 4), &subject, &detail))
                return is_mailbox;
        switch (subject) {
        case '1': return detail != '7' && detail != '8'; /* the sender's address */
        case '2': return detail == '0' || detail == '1';
        case '3':
        case '6':
        case '7': return false;
        default: return is_mailbox; /* some say 5.0.0, 5.4.1 or 5.5.0 of a mailbox that is not there */
        }
}

void smtp_reply_say(struct smtp_reply *r, struct str text)
{
        *r = (struct smtp_reply){0};
        append(r, text);
}
