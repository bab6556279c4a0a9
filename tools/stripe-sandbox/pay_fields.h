/* Inputs of the payment page: label, field, error, tied together for screen readers. */
#ifndef SANDBOX_PAY_FIELDS_H
#define SANDBOX_PAY_FIELDS_H

#include "pay_form.h"

struct pay_input {
        const char *name, *label, *autocomplete;
        const char *bank_label;                     /* instead, while paying by bank debit; NULL: the same */
        const char *type, *inputmode, *placeholder; /* NULL: text, none, none */
        const char *fixed;                          /* a value that can't be changed; NULL: what was filled in */
        bool optional;
};

/* The id of a field is its name, that of its error name-error. */
void pay_input(struct pay_form *f, const struct pay_input *input);
void pay_select_begin(struct pay_form *f, const char *name, const char *label, const char *autocomplete);
void pay_select_end(struct pay_form *f, const char *name);
/* A radio button in a box. `id` is a literal; `note` (text) may be NULL, so may `amount`. */
void pay_radio(struct pay_form *f, const char *name, const char *id, const char *value, bool checked, const char *label,
               const char *note, const char *amount);
/* The field's error, if it has one. */
void pay_error(struct pay_form *f, const char *name);
/* All errors, at the top, each a link to its field. */
void pay_error_summary(struct pay_form *f);

#endif
