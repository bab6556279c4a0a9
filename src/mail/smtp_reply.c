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

void smtp_reply_say(struct smtp_reply *r, struct str text)
{
        *r = (struct smtp_reply){0};
        append(r, text);
}
