/* ECDSA over timestamp and body. */
#include "campaigns/sendgrid_signature.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sodium.h>

enum { BYTES_MAX = 256 /* of a key (91) or a signature (at most 72) */ };

static bool decode(struct str text, unsigned char out[BYTES_MAX], size_t *ret_size)
{
        return text.len > 0 && sodium_base642bin(out, BYTES_MAX, text.ptr, text.len, NULL, ret_size, NULL,
                                                 sodium_base64_VARIANT_ORIGINAL) == 0;
}

static EVP_PKEY *read_key(struct str text)
{
        char curve[32] = "";
        unsigned char der[BYTES_MAX];
        const unsigned char *at = der;
        size_t n = 0;
        EVP_PKEY *key = decode(text, der, &n) ? d2i_PUBKEY(NULL, &at, (long)n) : NULL;
        if (key && (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || at != der + n ||
                    EVP_PKEY_get_group_name(key, curve, sizeof curve, NULL) != 1 ||
                    !str_eq(str_from(curve), STR("prime256v1")))) {
                EVP_PKEY_free(key);
                key = NULL;
        }
        return key;
}

bool sendgrid_key_is_valid(struct str key)
{
        EVP_PKEY *read = read_key(key);
        EVP_PKEY_free(read);
        return read != NULL;
}

static bool is_recent(struct str timestamp, int64_t now)
{
        int64_t t;
        return str_to_int64(timestamp, &t) && t > 0 && t <= now + SENDGRID_SIGNATURE_TOLERANCE &&
               t >= now - SENDGRID_SIGNATURE_TOLERANCE;
}

static bool key_signs(EVP_PKEY *key, struct str signature, struct str timestamp, struct str body)
{
        unsigned char bytes[BYTES_MAX];
        size_t n;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        bool fine = context && decode(signature, bytes, &n) &&
                    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                    EVP_DigestVerifyUpdate(context, timestamp.ptr, timestamp.len) == 1 &&
                    EVP_DigestVerifyUpdate(context, body.ptr, body.len) == 1 &&
                    EVP_DigestVerifyFinal(context, bytes, n) == 1;
        EVP_MD_CTX_free(context);
        return fine;
}

bool sendgrid_signature_verify(struct str key, struct str signature, struct str timestamp, struct str body, int64_t now)
{
        if (!signature.ptr || !timestamp.ptr || !is_recent(timestamp, now))
                return false;
        EVP_PKEY *read = read_key(key);
        bool fine = read && key_signs(read, signature, timestamp, body);
        EVP_PKEY_free(read);
        return fine;
}
