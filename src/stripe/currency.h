/* How Stripe counts money: the minor units, smallest and largest charges of each currency.
 *
 * https://docs.stripe.com/currencies. Currencies are three letters in any case.
 */
#ifndef STRIPE_CURRENCY_H
#define STRIPE_CURRENCY_H

#include "base/err.h"

/* Eight digits; a few currencies allow more, none less. */
#define STRIPE_AMOUNT_MAX INT64_C(99999999)

/* Three ASCII letters. Whether an account may charge in it is Stripe's to say. */
bool stripe_currency_is_valid(struct str currency);

/* Digits behind the decimal point of the amounts that Stripe takes: 0, 2 or 3. */
int stripe_currency_exponent(struct str currency);

/* Amounts are multiples of it: 10 in three-decimal currencies, 100 where the minor unit exists in name only,
 * otherwise 1. */
int64_t stripe_currency_step(struct str currency);

/* The smallest charge, in minor units, as Stripe's table has it: about 0.50 USD. Where it names none, one step:
 * only Stripe knows the day's rate, and answers amount_too_small (ERR_AMOUNT_TOO_SMALL) for less than that. */
int64_t stripe_currency_minimum(struct str currency);

/* May this total be charged? ERR_NONE (also for 0, which needs no payment), ERR_AMOUNT_TOO_SMALL (negative
 * ones too), ERR_AMOUNT_TOO_LARGE, ERR_AMOUNT_NOT_CHARGEABLE when it is not a multiple of the step,
 * ERR_INVALID_INPUT when the currency is none. */
enum err stripe_amount_check(struct str currency, int64_t amount) __attribute__((warn_unused_result));

#endif
