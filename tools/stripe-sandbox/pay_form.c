/* What a customer filled in on the payment page, checked. */
#include "pay_form.h"

#include <string.h>

#include "fields.h"
#include "param_value.h"
#include "pay_address.h"
#include "session.h"

void pay_form_init(struct pay_form *f, struct request *rq, const json_t *session)
{
        const json_t *p = field(session, "params"), *types = field(p, "payment_method_types");
        *f = (struct pay_form){.rq = rq, .session = session, .shipping_same = true, .offers_bank = !types};
        f->wants_shipping = field(p, "shipping_address_collection");
        f->wants_phone = field_true(p, "phone_number_collection.enabled");
        const char *billing = field_text(p, "billing_address_collection");
        f->wants_address = f->wants_shipping || (billing && strcmp(billing, "required") == 0);
        f->shipping_options = json_array_size(field(p, "shipping_options"));
        f->shipping_choice = (size_t)field_int(session, "shipping_choice");
        for (size_t i = 0; i < json_array_size(types); i++)
                f->offers_bank |= strcmp(json_string_value(json_array_get(types, i)), "card") != 0;
}

void pay_form_fail(struct pay_form *f, const char *name, const char *message)
{
        if (f->error_count < PAY_ERRORS && !pay_form_error(f, name))
                f->errors[f->error_count++] = (struct pay_error){name, message};
}

const char *pay_form_error(const struct pay_form *f, const char *name)
{
        for (size_t i = 0; i < f->error_count; i++) {
                if (strcmp(f->errors[i].field, name) == 0)
                        return f->errors[i].message;
        }
        return NULL;
}

struct str pay_form_value(const struct pay_form *f, const char *name)
{
        struct str value = strncmp(name, "card_", 5) == 0 ? STR_NULL : form_value(&f->rq->form, name);
        return value.ptr ? str_trim(value) : STR("");
}

int64_t pay_form_total(const struct pay_form *f, size_t shipping_choice)
{
        struct session_amounts sum;
        json_t *other = must(json_copy((json_t *)f->session));
        field_set_int(other, "shipping_choice", (int64_t)shipping_choice);
        session_amounts(other, &sum);
        json_decref(other);
        return sum.total;
}

static bool is_chosen(const struct pay_form *f, const char *name, struct str value)
{
        return str_eq(pay_form_value(f, name), value);
}

static void read_choices(struct pay_form *f)
{
        int64_t choice;
        struct str shipping = pay_form_value(f, "shipping_option");
        f->by_bank = f->offers_bank && is_chosen(f, "method", STR("bank"));
        f->shipping_same = pay_form_value(f, "shipping_same").len > 0;
        if (f->shipping_options && shipping.len) {
                if (str_to_int64(shipping, &choice) && choice >= 0 && choice < (int64_t)f->shipping_options)
                        f->shipping_choice = (size_t)choice;
                else
                        pay_form_fail(f, "shipping_option", "Choose how to ship.");
        }
}

static void read_card(struct pay_form *f)
{
        const struct form *form = &f->rq->form;
        struct str number = form_value(form, "card_number"), expiry = form_value(form, "card_expiry");
        struct str cvc = form_value(form, "card_cvc");
        if (!number.len)
                pay_form_fail(f, "card_number", "Enter the card number.");
        else if (!card_read_number(&f->card, number))
                pay_form_fail(f, "card_number", "Your card number is invalid.");
        if (!expiry.len)
                pay_form_fail(f, "card_expiry", "Enter the expiry date.");
        else if (!card_read_expiry(&f->card, expiry))
                pay_form_fail(f, "card_expiry", "Your card's expiry date is invalid.");
        else if (card_is_past(&f->card))
                pay_form_fail(f, "card_expiry", "Your card's expiry date is in the past.");
        if (!cvc.len)
                pay_form_fail(f, "card_cvc", "Enter the security code.");
        else if (!card_read_cvc(&f->card, cvc))
                pay_form_fail(f, "card_cvc", "Your card's security code is incomplete.");
}

static void read_bank(struct pay_form *f)
{
        const char *account = form_value(&f->rq->form, "bank_account").ptr;
        if (!account || !is_one_of("succeeds|fails|waits", account))
                pay_form_fail(f, "bank_account", "Choose a test account.");
}

enum settlement pay_form_settlement(const struct pay_form *f)
{
        if (!f->by_bank)
                return SETTLE_NOW;
        if (is_chosen(f, "bank_account", STR("waits")))
                return SETTLE_ON_DEMAND;
        return is_chosen(f, "bank_account", STR("fails")) ? SETTLE_FAIL_LATER : SETTLE_LATER;
}

static json_t *method_json(const struct pay_form *f)
{
        if (!f->by_bank)
                return card_method(&f->card);
        if (strcmp(field_text(f->session, "currency"), "eur") == 0)
                return must(json_pack("{s:s, s:{s:s, s:s, s:s}}", "type", "sepa_debit", "sepa_debit", "bank_code",
                                      "37040044", "country", "DE", "last4", "3000"));
        return must(json_pack("{s:s, s:{s:s, s:s, s:s, s:s}}", "type", "us_bank_account", "us_bank_account",
                              "account_holder_type", "individual", "account_type", "checking", "bank_name",
                              "STRIPE TEST BANK", "last4", "6789"));
}

static void read_text(struct pay_form *f, json_t *payer, const char *name, const char *missing)
{
        struct str value = pay_form_value(f, name);
        if (!value.len)
                pay_form_fail(f, name, missing);
        else if (value.len > PAY_TEXT_BYTES)
                pay_form_fail(f, name, "This is too long.");
        field_set(payer, name, must(json_stringn(value.ptr, value.len)));
}

static void read_email(struct pay_form *f, json_t *payer)
{
        const char *fixed = field_text(f->session, "params.customer_email");
        if (fixed) {
                field_set_text(payer, "email", fixed);
                return;
        }
        read_text(f, payer, "email", "Enter your e-mail address.");
        if (!pay_form_error(f, "email") && !looks_like_email(pay_form_value(f, "email")))
                pay_form_fail(f, "email", "This is not an e-mail address.");
}

static void read_shipping(struct pay_form *f, json_t *payer)
{
        if (!f->wants_shipping)
                return;
        json_t *shipping = must(json_object());
        if (f->shipping_same) {
                field_set(shipping, "name", shared(field(payer, "name")));
                field_set(shipping, "address", copied_object(field(payer, "address")));
        } else {
                read_text(f, shipping, "shipping_name", "Enter the recipient's name.");
                field_set(shipping, "name", shared(field(shipping, "shipping_name")));
                json_object_del(shipping, "shipping_name");
                field_set(shipping, "address", pay_address_read(f, "shipping_"));
        }
        pay_address_check_destination(f, field_text(shipping, "address.country"));
        field_set(payer, "shipping", shipping);
}

json_t *pay_form_read(struct pay_form *f)
{
        json_t *payer = must(json_object());
        read_choices(f);
        read_email(f, payer);
        if (f->wants_phone)
                read_text(f, payer, "phone", "Enter your phone number.");
        if (pay_form_total(f, f->shipping_choice) > 0) {
                if (f->by_bank)
                        read_bank(f);
                else
                        read_card(f);
        }
        read_text(f, payer, "name", "Enter your name.");
        field_set(payer, "address", pay_address_read(f, ""));
        read_shipping(f, payer);
        if (!f->error_count) {
                field_set_int(payer, "shipping_choice", (int64_t)f->shipping_choice);
                field_set(payer, "method", method_json(f));
                return payer;
        }
        json_decref(payer);
        return NULL;
}
