/* Mails about orders: confirmed, shipped, refunded. */
#ifndef ORDERS_ORDER_MAIL_H
#define ORDERS_ORDER_MAIL_H

#include "mail/letter.h"
#include "mail/outbox.h"

/* An outbox_compose; context is a struct letters. */
enum err order_mail(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret);

#endif
