/* Messages of Amazon SNS over HTTP, which carry what SES tells.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 *
 * A message is signed with a certificate that it names by its address. That is fetched from Amazon's own host only,
 * over TLS, and kept. Functions may be called in several threads; those that fetch block, and are for workers.
 */
#ifndef CAMPAIGNS_SNS_H
#define CAMPAIGNS_SNS_H

#include <jansson.h>

#include "base/err.h"
#include "base/str.h"

enum {
        SNS_AGE_MAX_S = 3600,  /* SNS gives up on a message after at most an hour */
        SNS_AHEAD_MAX_S = 300, /* clocks differ */
        SNS_URL_MAX = 2048,
        SNS_CERTIFICATES_MAX = 8, /* kept; Amazon changes them once a year, for each region */
};

struct sns;

struct sns_settings {
        struct str topics;   /* their ARNs, commas between: whose messages are taken */
        const char *host;    /* instead of sns.REGION.amazonaws.com; NULL: Amazon's. For tests */
        const char *ca_file; /* what that host's certificate must be signed by; NULL: the system's */
};

/* NULL: memory ran out, or *ret_problem says what is wrong with the settings. The settings must stay. */
struct sns *sns_open(const struct sns_settings *s, struct str *ret_problem) __attribute__((warn_unused_result));
void sns_close(struct sns *s);

struct sns_message {
        struct str type, id, topic, message, timestamp, signature, certificate_url;
        struct str subject;              /* STR_NULL: none */
        struct str token, subscribe_url; /* of a confirmation */
        int version;                     /* of the signature: 1 SHA-1, 2 SHA-256 */
};

/* Reads what was posted; the strs point into `json`. False when it is no message of SNS. */
bool sns_message_read(const json_t *json, struct sns_message *ret) __attribute__((warn_unused_result));

/* Whether messages of this topic are taken. */
bool sns_takes(const struct sns *s, struct str topic);

/* ERR_BAD_SIGNATURE unless the message is Amazon's and recent (`now`: unix). ERR_OVERLOADED: the certificate can't be
 * had at the moment. */
enum err sns_verify(struct sns *s, const struct sns_message *m, int64_t now) __attribute__((warn_unused_result));

/* Tells Amazon that the topic's messages are wanted. Only for a message that was verified. ERR_OVERLOADED: it does not
 * answer. */
enum err sns_confirm(struct sns *s, const struct sns_message *m) __attribute__((warn_unused_result));

#endif
