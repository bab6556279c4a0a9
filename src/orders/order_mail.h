/* Mails about orders: confirmed, shipped, refunded. */
#ifndef ORDERS_ORDER_MAIL_H
#define ORDERS_ORDER_MAIL_H

#include "mail/outbox.h"

/* Its context is a struct letters. */
extern const struct outbox_source order_mails;

/* 1999 with exponent 2 and "USD" is "19.99 USD". For tests too. */
struct str money_text(struct arena *a, int64_t amount, int exponent, struct str currency);

#endif
