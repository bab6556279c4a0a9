/* The signature of SendGrid's Event Webhook.
 *
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
#ifndef CAMPAIGNS_SENDGRID_SIGNATURE_H
#define CAMPAIGNS_SENDGRID_SIGNATURE_H

#include "base/str.h"

enum { SENDGRID_SIGNATURE_TOLERANCE = 300 /* seconds, into the past and the future; as Stripe's */ };

/* Whether it is a public key of ECDSA with P-256, as base64 of its DER: what SendGrid shows as Verification Key. */
bool sendgrid_key_is_valid(struct str key) __attribute__((warn_unused_result));

/* True when `signature` (base64) signs the timestamp and exactly these bytes of `body`, within the tolerance around
 * `now` (unix). */
bool sendgrid_signature_verify(struct str key, struct str signature, struct str timestamp, struct str body, int64_t now)
        __attribute__((warn_unused_result));

#endif
