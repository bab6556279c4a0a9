/* stripe/signature: known signatures, forged, stale and hostile ones. The digests were made with OpenSSL's dgst. */
#include "test.h"

#include "stripe/signature.h"

#include <stdio.h>

#define BODY "{\"id\":\"evt_1\",\"object\":\"event\"}"
#define SECRET "whsec_test_secret"
#define OLD_SECRET "whsec_old"
#define SIGNED "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd"
#define SIGNED_OLD "9119b75c4afa8bb5f71433cb34179a57aa261c58b80b417f1f537251b0cd38a8"
#define SIGNED_EMPTY "316b9ab98c15bfa039d243f3196acee619cf29749a91a634e6a8154e2f7b6727"
#define SIGNED_BYTES "71c4a3552da3837bacdcde175392bc7b9abb161d894e156f289d61f9bb05d1ff"
#define WRONG "0000000000000000000000000000000000000000000000000000000000000000"

static const int64_t signed_at = 1700000000;

static bool verify_with(const char *header, struct str secrets)
{
        return stripe_signature_verify(str_from(header), STR(BODY), secrets, signed_at);
}

static bool verify(const char *header)
{
        return verify_with(header, STR(SECRET));
}

static void known_signatures(void **state)
{
        (void)state;
        unsigned char bytes[256];
        for (size_t i = 0; i < sizeof bytes; i++)
                bytes[i] = (unsigned char)i;
        struct str all = {(char *)bytes, sizeof bytes};
        assert_true(verify("t=1700000000,v1=" SIGNED));
        assert_true(stripe_signature_verify(STR("t=1700000000,v1=" SIGNED_EMPTY), STR(""), STR(SECRET), signed_at));
        assert_true(stripe_signature_verify(STR("t=1700000000,v1=" SIGNED_EMPTY), STR_NULL, STR(SECRET), signed_at));
        assert_true(stripe_signature_verify(STR("t=1700000000,v1=" SIGNED_BYTES), all, STR(SECRET), signed_at));
}

static void any_v1_and_any_order(void **state)
{
        (void)state;
        assert_true(verify("t=1700000000,v1=" WRONG ",v1=" SIGNED));
        assert_true(verify("v1=" SIGNED ",v0=anything,t=1700000000"));
        assert_true(verify("t=1700000000, v1=" SIGNED));
        assert_false(verify("t=1700000000,v0=" SIGNED));
        assert_false(verify("t=1700000000,v1=" WRONG));
}

static void any_live_secret(void **state)
{
        (void)state;
        const char *header = "t=1700000000,v1=" SIGNED_OLD;
        assert_false(verify(header));
        assert_true(verify_with(header, STR(SECRET "," OLD_SECRET)));
        assert_true(verify_with(header, STR(" " OLD_SECRET " , " SECRET)));
        assert_false(verify_with(header, STR("")));
        assert_false(verify_with(header, STR(",,")));
        assert_false(verify_with(header, STR_NULL));
}

static void every_byte_counts(void **state)
{
        (void)state;
        char body[] = BODY;
        struct str header = STR("t=1700000000,v1=" SIGNED);
        for (size_t i = 0; i < sizeof body - 1; i++) {
                body[i] ^= 1;
                assert_false(stripe_signature_verify(header, str_from(body), STR(SECRET), signed_at));
                body[i] ^= 1;
        }
        assert_false(stripe_signature_verify(header, STR(BODY " "), STR(SECRET), signed_at));
        assert_false(verify("t=1700000001,v1=" SIGNED));
        assert_false(verify("t=01700000000,v1=" SIGNED));
}

static void old_and_future_are_refused(void **state)
{
        (void)state;
        struct str header = STR("t=1700000000,v1=" SIGNED);
        assert_true(stripe_signature_verify(header, STR(BODY), STR(SECRET), signed_at + 300));
        assert_false(stripe_signature_verify(header, STR(BODY), STR(SECRET), signed_at + 301));
        assert_true(stripe_signature_verify(header, STR(BODY), STR(SECRET), signed_at - 300));
        assert_false(stripe_signature_verify(header, STR(BODY), STR(SECRET), signed_at - 301));
}

static void malformed_headers_are_refused(void **state)
{
        (void)state;
        static const char *const headers[] = {
                "",
                "t",
                ",",
                "=",
                "t=,v1=" SIGNED,
                "t=x,v1=" SIGNED,
                "t=-1700000000,v1=" SIGNED,
                "t=99999999999999999999,v1=" SIGNED,
                "v1=" SIGNED,
                "t=1700000000",
                "t=1700000000,v1",
                "t=1700000000,v1=",
                "t=1700000000,v1=0c8670",
                "t=1700000000,v1=" SIGNED "00",
                "t=1700000000,t=1700000000,v1=" SIGNED,
                "t=1700000000,nonsense,v1=" SIGNED,
                "t=1700000000,v1=zz8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd",
        };
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
                assert_false(verify(headers[i]));
        assert_false(stripe_signature_verify(STR_NULL, STR(BODY), STR(SECRET), signed_at));
        assert_false(stripe_signature_verify(STR("t=1700000000\0,v1=" SIGNED), STR(BODY), STR(SECRET), signed_at));
}

static void huge_headers_are_refused(void **state)
{
        (void)state;
        char header[4000];
        size_t n = (size_t)snprintf(header, sizeof header, "t=1700000000");
        while (n < 1500)
                n += (size_t)snprintf(header + n, sizeof header - n, ",v1=" WRONG);
        snprintf(header + n, sizeof header - n, ",v1=" SIGNED);
        assert_false(verify(header)); /* behind more signatures than are looked at */
        while (n < 3000)
                n += (size_t)snprintf(header + n, sizeof header - n, ",v0=x");
        assert_false(verify(header));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(known_signatures),
                cmocka_unit_test(any_v1_and_any_order),
                cmocka_unit_test(any_live_secret),
                cmocka_unit_test(every_byte_counts),
                cmocka_unit_test(old_and_future_are_refused),
                cmocka_unit_test(malformed_headers_are_refused),
                cmocka_unit_test(huge_headers_are_refused),
        };
        return run_all(tests);
}
