/* One-time passwords from an authenticator app. */
#include "accounts/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>

enum {
        SHA1_BYTES = 20,
        COUNTER_BYTES = 8,
        CODES = 1000 * 1000, /* of six digits */
};

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* Keeps this use of SECRET_KEY apart from signed tokens, whose purposes end in ":" or ".". */
static const char seal_purpose[] = "totp-seal";

void totp_secret_make(unsigned char out[TOTP_SECRET_BYTES])
{
        randombytes_buf(out, TOTP_SECRET_BYTES);
}

void totp_secret_text(const unsigned char secret[TOTP_SECRET_BYTES], char out[TOTP_SECRET_TEXT])
{
        _Static_assert(TOTP_SECRET_BYTES % 5 == 0, "whole groups need no padding");
        _Static_assert(TOTP_SECRET_TEXT == TOTP_SECRET_BYTES / 5 * 8 + 1, "8 letters for 5 bytes");
        for (size_t i = 0; i < TOTP_SECRET_BYTES; i += 5) {
                uint64_t group = 0;
                for (size_t k = 0; k < 5; k++)
                        group = group << 8 | secret[i + k];
                for (int shift = 35; shift >= 0; shift -= 5)
                        *out++ = base32[group >> shift & 31];
        }
        *out = 0;
}

static void add_label(struct buf *out, struct str s)
{
        while (s.ptr)
                buf_add_url(out, str_cut(&s, ':'));
}

void totp_uri(struct buf *out, struct str issuer, struct str account, const unsigned char secret[TOTP_SECRET_BYTES])
{
        char text[TOTP_SECRET_TEXT];
        totp_secret_text(secret, text);
        buf_add(out, STR("otpauth://totp/"));
        add_label(out, issuer);
        buf_add_char(out, ':');
        add_label(out, account);
        buf_printf(out, "?secret=%s&issuer=", text);
        add_label(out, issuer);
        buf_printf(out, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_SECONDS);
        sodium_memzero(text, sizeof text);
}

bool totp_code(const unsigned char secret[TOTP_SECRET_BYTES], int64_t step, char out[TOTP_DIGITS + 1])
{
        unsigned char counter[COUNTER_BYTES], mac[SHA1_BYTES];
        for (int i = 0; i < COUNTER_BYTES; i++)
                counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
        if (!HMAC(EVP_sha1(), secret, TOTP_SECRET_BYTES, counter, sizeof counter, mac, NULL))
                return false;
        const unsigned char *at = mac + (mac[SHA1_BYTES - 1] & 15); /* RFC 4226, 5.3 */
        uint32_t number = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
        snprintf(out, TOTP_DIGITS + 1, "%06u", number % CODES);
        sodium_memzero(mac, sizeof mac);
        return true;
}

/* The digits of what somebody typed; apps show "123 456". */
static bool read_digits(struct str typed, char out[TOTP_DIGITS])
{
        size_t n = 0;
        for (size_t i = 0; i < typed.len; i++) {
                char c = typed.ptr[i];
                if (c == ' ')
                        continue;
                if (c < '0' || c > '9' || n == TOTP_DIGITS)
                        return false;
                out[n++] = c;
        }
        return n == TOTP_DIGITS;
}

bool totp_check(const unsigned char secret[TOTP_SECRET_BYTES], struct str typed, int64_t now, int64_t last_step,
                int64_t *ret_step)
{
        char digits[TOTP_DIGITS], code[TOTP_DIGITS + 1];
        int64_t current = now / TOTP_STEP_SECONDS;
        bool found = false;
        if (now < 0 || !read_digits(typed, digits))
                return false;
        /* All steps are looked at: the time tells nothing, and of two with the same code the later one counts. */
        for (int64_t step = current - TOTP_WINDOW; step <= current + TOTP_WINDOW; step++) {
                if (!totp_code(secret, step, code))
                        return false;
                bool same = sodium_memcmp(code, digits, TOTP_DIGITS) == 0;
                if (same && step > last_step) {
                        *ret_step = step;
                        found = true;
                }
        }
        sodium_memzero(code, sizeof code);
        return found;
}

static void seal_key(struct str secret_key, unsigned char out[crypto_secretbox_KEYBYTES])
{
        _Static_assert(crypto_secretbox_KEYBYTES == crypto_auth_hmacsha256_BYTES, "one HMAC is the key");
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret_key.ptr, secret_key.len);
        crypto_auth_hmacsha256_update(&state, (const unsigned char *)seal_purpose, sizeof seal_purpose - 1);
        crypto_auth_hmacsha256_final(&state, out);
        sodium_memzero(&state, sizeof state);
}

void totp_seal(struct str secret_key, const unsigned char secret[TOTP_SECRET_BYTES],
               unsigned char out[TOTP_SEALED_BYTES])
{
        _Static_assert(TOTP_SEALED_BYTES == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + TOTP_SECRET_BYTES,
                       "nonce and box");
        unsigned char key[crypto_secretbox_KEYBYTES];
        seal_key(secret_key, key);
        randombytes_buf(out, crypto_secretbox_NONCEBYTES);
        crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, secret, TOTP_SECRET_BYTES, out, key);
        sodium_memzero(key, sizeof key);
}

bool totp_open(struct str secret_key, struct str sealed, unsigned char ret_secret[TOTP_SECRET_BYTES])
{
        unsigned char key[crypto_secretbox_KEYBYTES];
        memset(ret_secret, 0, TOTP_SECRET_BYTES);
        if (sealed.len != TOTP_SEALED_BYTES)
                return false;
        const unsigned char *nonce = (const unsigned char *)sealed.ptr;
        seal_key(secret_key, key);
        bool good = crypto_secretbox_open_easy(ret_secret, nonce + crypto_secretbox_NONCEBYTES,
                                               TOTP_SEALED_BYTES - crypto_secretbox_NONCEBYTES, nonce, key) == 0;
        sodium_memzero(key, sizeof key);
        return good;
}
