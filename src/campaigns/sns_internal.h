/* What the files of SNS share. */
#ifndef CAMPAIGNS_SNS_INTERNAL_H
#define CAMPAIGNS_SNS_INTERNAL_H

#include <openssl/evp.h>
#include <pthread.h>

#include "base/buf.h"
#include "campaigns/sns.h"

enum { SNS_REPLY_MAX = 64 * 1024 /* bytes; a certificate has 2 KB */ };

struct sns_certificate {
        char url[SNS_URL_MAX];
        EVP_PKEY *key; /* NULL: none */
        int64_t ends;  /* unix */
};

struct sns {
        struct sns_settings settings;
        pthread_mutex_t lock;
        struct sns_certificate kept[SNS_CERTIFICATES_MAX];
        unsigned next; /* which of them gives way */
        bool fetches;  /* one at a time: messages with invented addresses can't take all workers */
};

/* Whether `url` is one of Amazon's SNS over https, and what follows its host; STR_NULL else. */
struct str sns_path_of(const struct sns *s, struct str url);

/* GET; false when no 200 came. `url` was looked at by sns_path_of. */
bool sns_fetch(const struct sns *s, const char *url, struct buf *ret) __attribute__((warn_unused_result));

/* The public key that `url` names: kept, or fetched. The caller frees it. */
enum err sns_key(struct sns *s, struct str url, int64_t now, EVP_PKEY **ret) __attribute__((warn_unused_result));

#endif
