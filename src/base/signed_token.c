/* Tokens that nobody else can make. */
#include "base/signed_token.h"

#include <sodium.h>

enum {
        MAC_BYTES = 16, /* 128 bits: RFC 2104, 5 asks for at least half of the hash */
        ENCODED = 22,   /* base64url characters of 16 bytes, without padding */
};

static const int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

static void hash(crypto_auth_hmacsha256_state *state, struct str s)
{
        if (s.len > 0)
                crypto_auth_hmacsha256_update(state, (const unsigned char *)s.ptr, s.len);
}

/* `separator` tells tokens from texts of the same purpose. */
static void sign(unsigned char out[MAC_BYTES], struct str key, struct str purpose, struct str separator, struct str a,
                 struct str b)
{
        unsigned char full[crypto_auth_hmacsha256_BYTES];
        crypto_auth_hmacsha256_state state;
        crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.ptr, key.len);
        hash(&state, purpose);
        hash(&state, separator);
        hash(&state, a);
        hash(&state, b);
        crypto_auth_hmacsha256_final(&state, full);
        memcpy(out, full, MAC_BYTES);
        sodium_memzero(full, sizeof full);
        sodium_memzero(&state, sizeof state);
}

static struct str bytes_of(const unsigned char id[SIGNED_ID_BYTES])
{
        return (struct str){(const char *)id, SIGNED_ID_BYTES};
}

static void encode(char out[ENCODED + 1], const unsigned char bytes[MAC_BYTES])
{
        sodium_bin2base64(out, ENCODED + 1, bytes, MAC_BYTES, encoding);
}

/* Only what encode() writes: libsodium 1.0.18 also takes bytes above 0x7F for the last letters of the alphabet. */
static bool decode(struct str text, unsigned char out[MAC_BYTES])
{
        char again[ENCODED + 1];
        size_t n;
        if (text.len != ENCODED ||
            sodium_base642bin(out, MAC_BYTES, text.ptr, text.len, NULL, &n, NULL, encoding) != 0 || n != MAC_BYTES)
                return false;
        encode(again, out);
        return sodium_memcmp(again, text.ptr, ENCODED) == 0;
}

void signed_token_make_bound(struct str key, struct str purpose, struct str bound_to,
                             const unsigned char id[SIGNED_ID_BYTES], char out[SIGNED_TOKEN_SIZE])
{
        unsigned char mac[MAC_BYTES];
        sign(mac, key, purpose, STR(":"), bytes_of(id), bound_to);
        encode(out, id);
        out[ENCODED] = '.';
        encode(out + ENCODED + 1, mac);
}

bool signed_token_read_bound(struct str key, struct str purpose, struct str bound_to, struct str token,
                             unsigned char ret_id[SIGNED_ID_BYTES])
{
        unsigned char got[MAC_BYTES], want[MAC_BYTES];
        struct str second = token, first = str_cut(&second, '.');
        if (decode(first, ret_id) && decode(second, got)) {
                sign(want, key, purpose, STR(":"), bytes_of(ret_id), bound_to);
                if (sodium_memcmp(got, want, MAC_BYTES) == 0)
                        return true;
        }
        memset(ret_id, 0, SIGNED_ID_BYTES);
        return false;
}

void signed_token_make(struct str key, struct str purpose, const unsigned char id[SIGNED_ID_BYTES],
                       char out[SIGNED_TOKEN_SIZE])
{
        signed_token_make_bound(key, purpose, STR(""), id, out);
}

bool signed_token_read(struct str key, struct str purpose, struct str token, unsigned char ret_id[SIGNED_ID_BYTES])
{
        return signed_token_read_bound(key, purpose, STR(""), token, ret_id);
}

static bool is_unreserved(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               (c != 0 && strchr("-._~", c));
}

static bool can_be_signed(struct str text)
{
        for (size_t i = 0; i < text.len; i++)
                if (!is_unreserved(text.ptr[i]))
                        return false;
        return text.len >= 1 && text.len <= SIGNED_TEXT_MAX;
}

bool signed_text_make(struct str key, struct str purpose, struct str text, char out[SIGNED_TEXT_SIZE])
{
        unsigned char mac[MAC_BYTES];
        out[0] = 0;
        if (!can_be_signed(text))
                return false;
        sign(mac, key, purpose, STR("."), text, STR(""));
        memcpy(out, text.ptr, text.len);
        out[text.len] = '.';
        encode(out + text.len + 1, mac);
        return true;
}

bool signed_text_read(struct str key, struct str purpose, struct str token, struct str *ret_text)
{
        unsigned char got[MAC_BYTES], want[MAC_BYTES];
        *ret_text = STR_NULL;
        if (token.len < ENCODED + 2 || token.ptr[token.len - ENCODED - 1] != '.')
                return false;
        struct str text = {token.ptr, token.len - ENCODED - 1};
        if (!can_be_signed(text) || !decode(str_from_offset(token, text.len + 1), got))
                return false;
        sign(want, key, purpose, STR("."), text, STR(""));
        if (sodium_memcmp(got, want, MAC_BYTES) != 0)
                return false;
        *ret_text = text;
        return true;
}
