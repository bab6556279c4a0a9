/* Mails about orders: the link to the order. What they say stands in src/mail/templates. */
#include "orders/order_mail.h"

static bool set_url(struct letter *l)
{
        struct str order = letter_secret(l, "order"), key = letter_secret(l, "access_key");
        struct str url = letter_url(l, arena_printf(l->arena, "/orders/%.*s?key=%.*s", STR_ARG(order), STR_ARG(key)));
        return url.ptr &&
               json_object_set_new(json_object_get(l->context, "order"), "url", json_stringn(url.ptr, url.len)) == 0;
}

enum err order_mail(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret)
{
        struct letter l;
        enum err e = letter_open(&l, context, a, m->document);
        if (e == ERR_NONE)
                e = set_url(&l) ? letter_write(&l, ret) : ERR_NO_MEMORY;
        letter_close(&l);
        return e;
}
