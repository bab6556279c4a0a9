/* accounts/totp: the vectors of RFC 6238, the window, replays, what people type, and the seal. */
#include "test.h"

#include "accounts/totp.h"

/* RFC 6238, appendix B. */
static const unsigned char secret[TOTP_SECRET_BYTES + 1] = "12345678901234567890";

#define KEY STR("0123456789abcdef0123456789abcdef")

static void vectors_of_the_rfc(void **state)
{
        (void)state;
        /* The RFC prints eight digits; ours are the last six of them. */
        static const struct {
                int64_t time;
                const char *code;
        } vectors[] = {
                {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
        };
        for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
                char code[TOTP_DIGITS + 1];
                int64_t step = 0;
                assert_true(totp_code(secret, vectors[i].time / 30, code));
                assert_string_equal(code, vectors[i].code);
                assert_true(totp_check(secret, str_from(vectors[i].code), vectors[i].time, 0, &step));
                assert_int_equal(step, vectors[i].time / 30);
        }
}

static bool check_at(int64_t now)
{
        int64_t step;
        return totp_check(secret, STR("050471"), now, 0, &step); /* step 37037037: 1111111110 to ...139 */
}

static void one_step_either_way(void **state)
{
        (void)state;
        assert_false(check_at(1111111079));
        assert_true(check_at(1111111080));
        assert_true(check_at(1111111110));
        assert_true(check_at(1111111139));
        assert_true(check_at(1111111169));
        assert_false(check_at(1111111170));
        assert_false(check_at(-1111111111));
        assert_false(check_at(0));
}

static void no_code_counts_twice(void **state)
{
        (void)state;
        int64_t step = 0, unchanged = 7;
        assert_true(totp_check(secret, STR("050471"), 1111111111, 37037036, &step));
        assert_int_equal(step, 37037037);
        assert_false(totp_check(secret, STR("050471"), 1111111111, step, &unchanged));
        assert_false(totp_check(secret, STR("050471"), 1111111141, step, &unchanged));
        /* nor does the one before it, which is within the window still */
        assert_false(totp_check(secret, STR("081804"), 1111111111, step, &unchanged));
        assert_true(totp_check(secret, STR("081804"), 1111111111, 0, &unchanged));
        assert_int_equal(unchanged, 37037036);
        unchanged = 7;
        assert_false(totp_check(secret, STR("000000"), 1111111111, 0, &unchanged));
        assert_int_equal(unchanged, 7);
}

static void what_people_type(void **state)
{
        (void)state;
        int64_t step;
        static const char *const good[] = {"050471", "050 471", " 050471 ", "0 5 0 4 7 1"};
        static const char *const bad[] = {"",        "05047",  "0504711",  "50471",       "05047a",
                                          "050-471", "+50471", "050471\n", "\u066050471", "x050471"};
        for (size_t i = 0; i < sizeof good / sizeof *good; i++)
                assert_true(totp_check(secret, str_from(good[i]), 1111111111, 0, &step));
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                assert_false(totp_check(secret, str_from(bad[i]), 1111111111, 0, &step));
        assert_false(totp_check(secret, STR_NULL, 1111111111, 0, &step));
        assert_false(totp_check(secret, STR("050471\0"), 1111111111, 0, &step));
}

static void secrets_as_text(void **state)
{
        (void)state;
        char text[TOTP_SECRET_TEXT];
        totp_secret_text(secret, text);
        assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        static const unsigned char ends[TOTP_SECRET_BYTES] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, [15] = 0x08, [19] = 0x01};
        totp_secret_text(ends, text);
        assert_string_equal(text, "77777777AAAAAAAAAAAAAAAABAAAAAAB");
}

static void addresses_for_apps(void **state)
{
        (void)state;
        struct buf out;
        buf_init(&out, 1000);
        totp_uri(&out, STR("Quill & Moor: Caf\xC3\xA9"), STR("jo:doe+1@x"), secret);
        assert_false(out.failed);
        assert_str(buf_str(&out), "otpauth://totp/Quill%20%26%20Moor%20Caf%C3%A9:jodoe%2B1%40x"
                                  "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Quill%20%26%20Moor%20Caf%C3%A9"
                                  "&algorithm=SHA1&digits=6&period=30");
        buf_release(&out);
}

static void sealed_secrets_open_with_their_key(void **state)
{
        (void)state;
        unsigned char sealed[TOTP_SEALED_BYTES], again[TOTP_SEALED_BYTES], opened[TOTP_SECRET_BYTES];
        struct str box = {(const char *)sealed, sizeof sealed};
        totp_seal(KEY, secret, sealed);
        totp_seal(KEY, secret, again);
        assert_memory_not_equal(sealed, again, sizeof sealed);
        assert_null(memmem(sealed, sizeof sealed, secret, TOTP_SECRET_BYTES));
        assert_true(totp_open(KEY, box, opened));
        assert_memory_equal(opened, secret, TOTP_SECRET_BYTES);
}

static void other_boxes_stay_shut(void **state)
{
        (void)state;
        static const unsigned char zero[TOTP_SECRET_BYTES];
        unsigned char sealed[TOTP_SEALED_BYTES], opened[TOTP_SECRET_BYTES];
        struct str box = {(const char *)sealed, sizeof sealed};
        totp_seal(KEY, secret, sealed);
        assert_false(totp_open(STR("0123456789abcdef0123456789abcdeF"), box, opened));
        assert_memory_equal(opened, zero, sizeof zero);
        for (size_t i = 0; i < sizeof sealed; i++) {
                sealed[i] ^= 1;
                assert_false(totp_open(KEY, box, opened));
                assert_memory_equal(opened, zero, sizeof zero);
                sealed[i] ^= 1;
                assert_false(totp_open(KEY, (struct str){box.ptr, i}, opened));
        }
        assert_false(totp_open(KEY, STR_NULL, opened));
        assert_true(totp_open(KEY, box, opened));
}

static void new_secrets_differ(void **state)
{
        (void)state;
        unsigned char one[TOTP_SECRET_BYTES], other[TOTP_SECRET_BYTES];
        totp_secret_make(one);
        totp_secret_make(other);
        assert_memory_not_equal(one, other, sizeof one);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(vectors_of_the_rfc),
                cmocka_unit_test(one_step_either_way),
                cmocka_unit_test(no_code_counts_twice),
                cmocka_unit_test(what_people_type),
                cmocka_unit_test(secrets_as_text),
                cmocka_unit_test(addresses_for_apps),
                cmocka_unit_test(sealed_secrets_open_with_their_key),
                cmocka_unit_test(other_boxes_stay_shut),
                cmocka_unit_test(new_secrets_differ),
        };
        return run_all(tests);
}
