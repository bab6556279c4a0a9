#include "campaigns/mail_code.h"

#include <stdio.h>

static const struct str purposes[] = {
        [MAIL_CODE_CLICK] = STR("click"),
        [MAIL_CODE_OPEN] = STR("open"),
        [MAIL_CODE_UNSUBSCRIBE] = STR("unsubscribe-mail"),
};

static void write_text(enum mail_code_kind kind, struct mail_code code, char out[SIGNED_TEXT_MAX])
{
        if (kind == MAIL_CODE_CLICK)
                snprintf(out, SIGNED_TEXT_MAX, "%lld-%lld", (long long)code.message_id, (long long)code.link_id);
        else
                snprintf(out, SIGNED_TEXT_MAX, "%lld", (long long)code.message_id);
}

void mail_code_make(struct str key, enum mail_code_kind kind, struct mail_code code, char out[SIGNED_TEXT_SIZE])
{
        char text[SIGNED_TEXT_MAX];
        write_text(kind, code, text);
        if (!signed_text_make(key, purposes[kind], str_from(text), out))
                out[0] = 0; /* never: digits and a hyphen need no escape */
}

static bool read_numbers(enum mail_code_kind kind, struct str text, struct mail_code *ret)
{
        if (kind != MAIL_CODE_CLICK)
                return str_to_int64(text, &ret->message_id);
        struct str message_id = str_cut(&text, '-');
        return str_to_int64(message_id, &ret->message_id) && str_to_int64(text, &ret->link_id);
}

bool mail_code_read(struct str key, enum mail_code_kind kind, struct str text, struct mail_code *ret)
{
        struct str signed_part;
        *ret = (struct mail_code){0};
        /* what was signed was written above, so that it reads back as it is */
        if (signed_text_read(key, purposes[kind], text, &signed_part) && read_numbers(kind, signed_part, ret))
                return true;
        *ret = (struct mail_code){0};
        return false;
}
