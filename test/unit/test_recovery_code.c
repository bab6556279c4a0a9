/* accounts/recovery_code: how codes look, and how forgiving their reader is. */
#include "test.h"

#include "accounts/recovery_code.h"

/* Made with sha256sum. */
static const unsigned char known[RECOVERY_HASH_BYTES] = {
        0xa6, 0xdc, 0x9c, 0x3c, 0x9f, 0x78, 0x0a, 0x0e, 0x57, 0xcf, 0x37, 0x54, 0xdc, 0x5e, 0x84, 0xa4,
        0xb4, 0xac, 0xf6, 0x26, 0x8b, 0xf2, 0x24, 0xbe, 0x36, 0xf6, 0x34, 0xb4, 0xef, 0x3d, 0xde, 0x44,
};

static void codes_are_easy_to_copy(void **state)
{
        (void)state;
        char code[RECOVERY_CODE_SIZE], other[RECOVERY_CODE_SIZE];
        unsigned char hash[RECOVERY_HASH_BYTES];
        for (int n = 0; n < 1000; n++) {
                recovery_code_make(code);
                assert_int_equal(strlen(code), RECOVERY_CODE_SIZE - 1);
                for (size_t i = 0; code[i]; i++)
                        assert_true(i % 5 == 4 ? code[i] == '-'
                                               : strchr("0123456789abcdefghjkmnpqrstvwxyz", code[i]) != NULL);
                assert_true(recovery_code_hash(str_from(code), hash));
        }
        recovery_code_make(other);
        assert_string_not_equal(code, other);
}

static void spellings_of_one_code(void **state)
{
        (void)state;
        static const char *const spellings[] = {
                "k3f9-7xqd-2mzp-w8ra",    "K3F9-7XQD-2MZP-W8RA",    "k3f97xqd2mzpw8ra",
                " k3f9 7xqd 2mzp w8ra\n", "k-3-f-9--7xqd2mzpw8ra-", "\tK3f9-7xqD 2mzP-w8rA\r\n",
        };
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
                unsigned char hash[RECOVERY_HASH_BYTES];
                assert_true(recovery_code_hash(str_from(spellings[i]), hash));
                assert_memory_equal(hash, known, sizeof known);
        }
}

static void look_alikes_are_what_was_meant(void **state)
{
        (void)state;
        unsigned char meant[RECOVERY_HASH_BYTES], typed[RECOVERY_HASH_BYTES];
        assert_true(recovery_code_hash(STR("0000-1111-1111-0000"), meant));
        assert_true(recovery_code_hash(STR("oO0o-iIlL-1lI1-oOOo"), typed));
        assert_memory_equal(typed, meant, sizeof meant);
}

static void what_is_no_code(void **state)
{
        (void)state;
        static const char *const texts[] = {
                "",
                "-",
                "k3f9-7xqd-2mzp-w8r",
                "k3f9-7xqd-2mzp-w8raa",
                "k3f9-7xqd-2mzp-w8ru",
                "k3f9-7xqd-2mzp-w8r!",
                "k3f9_7xqd_2mzp_w8ra",
                "k3f9-7xqd-2mzp-w8r\xC3\xA4",
        };
        unsigned char hash[RECOVERY_HASH_BYTES];
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
                assert_false(recovery_code_hash(str_from(texts[i]), hash));
        assert_false(recovery_code_hash(STR_NULL, hash));
        assert_false(recovery_code_hash(STR("k3f9-7xqd-2mzp-w8r\0"), hash));
        assert_false(recovery_code_hash(STR("k3f9-7xqd-2mzp-w8ra\0"), hash));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(codes_are_easy_to_copy),
                cmocka_unit_test(spellings_of_one_code),
                cmocka_unit_test(look_alikes_are_what_was_meant),
                cmocka_unit_test(what_is_no_code),
        };
        return run_all(tests);
}
