/* What a customer filled in on the payment page, checked. */
#ifndef SANDBOX_PAY_FORM_H
#define SANDBOX_PAY_FORM_H

#include "card.h"
#include "payment.h"
#include "request.h"

enum { PAY_ERRORS = 32 }; /* more than the page has fields */

struct pay_form {
        struct request *rq;
        const json_t *session;
        struct pay_error {
                const char *field, *message; /* literals, or in the request's arena */
        } errors[PAY_ERRORS];
        size_t error_count;
        /* What the page asks for */
        bool wants_shipping, wants_phone, wants_address, offers_bank;
        size_t shipping_options;
        /* What was chosen */
        size_t shipping_choice;
        bool shipping_same, by_bank;
        struct card card;
};

/* The page as it is first shown. */
void pay_form_init(struct pay_form *f, struct request *rq, const json_t *session);

/* Reads rq's body. The payer, as payment_complete takes it, a new reference; NULL: see f->errors. */
json_t *pay_form_read(struct pay_form *f);
/* How the chosen bank account settles; SETTLE_NOW for a card. */
enum settlement pay_form_settlement(const struct pay_form *f);

/* The total with the shipping option of that number. */
int64_t pay_form_total(const struct pay_form *f, size_t shipping_choice);

void pay_form_fail(struct pay_form *f, const char *field, const char *message);
/* NULL when the field is fine. */
const char *pay_form_error(const struct pay_form *f, const char *field);
/* What to show in the field again; never a card's. */
struct str pay_form_value(const struct pay_form *f, const char *field);

#endif
