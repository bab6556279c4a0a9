/* Bodies and queries of Stripe's API: application/x-www-form-urlencoded with nested names.
 *
 *     stripe_form_int(&form, 1250, "line_items[%zu][price_data][unit_amount]", i);
 *
 * A form is a buf of the caller's, born with a maximum. A pair that does not fit, or a name that is too long,
 * sets form->failed, as every write to a buf does: write all, then ask once. Brackets in names travel as they
 * are, which Stripe accepts and which keeps its request log readable; values are percent-encoded (RFC 3986).
 */
#ifndef STRIPE_FORM_H
#define STRIPE_FORM_H

#include "base/buf.h"

/* A hundred lines, each with title, description, image and names, are about 150 kB when every byte is escaped. */
enum { STRIPE_FORM_MAX = 1024 * 1024 };

/* The longest name this program writes is about 70 bytes; more is a mistake. */
enum { STRIPE_FORM_NAME_MAX = 200 };

/* Adds name=value. STR_NULL adds nothing; an empty value is sent as such ("unset this" in Stripe's API). */
void stripe_form_str(struct buf *form, struct str value, const char *name, ...) __attribute__((format(printf, 3, 4)));

/* Adds name=number. */
void stripe_form_int(struct buf *form, int64_t value, const char *name, ...) __attribute__((format(printf, 3, 4)));

/* Adds name=true or name=false. */
void stripe_form_bool(struct buf *form, bool value, const char *name, ...) __attribute__((format(printf, 3, 4)));

#endif
