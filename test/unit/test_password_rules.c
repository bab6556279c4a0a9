/* accounts/password_rules: the table of verdicts, and what a table can't hold. */
#include "test.h"

#include <jansson.h>

#include "accounts/password_rules.h"
#include "base/embed.h"

EMBED_DECLARE(password_table); /* test/data/passwords.json */
EMBED_DECLARE(common_passwords);

enum {
        ROWS_MIN = 300,
        COMMON_MIN = 20000,
        COMMON_LINE_MAX = 60, /* bytes; what the look-up has room for */
};

static unsigned bit(enum password_rule rule)
{
        return 1u << rule;
}

static struct str text_of(const json_t *row, const char *key)
{
        const json_t *value = json_object_get(row, key);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NULL;
}

static struct password_owner owner_of(const json_t *row)
{
        const json_t *owner = json_object_get(row, "owner");
        assert_int_equal(json_object_size(owner), 4);
        return (struct password_owner){text_of(owner, "username"), text_of(owner, "first_name"),
                                       text_of(owner, "last_name"), text_of(owner, "email")};
}

static unsigned bit_of_code(struct str code)
{
        for (unsigned rule = 0; rule < PASSWORD_RULES; rule++)
                if (str_eq(code, password_rule_code((enum password_rule)rule)))
                        return 1u << rule;
        fail_msg("there is no rule %.*s", STR_ARG(code));
        return 0;
}

static unsigned expected_bits(const json_t *row)
{
        unsigned bits = 0;
        size_t i;
        const json_t *code;
        json_array_foreach(json_object_get(row, "broken"), i, code) bits |=
                bit_of_code((struct str){json_string_value(code), json_string_length(code)});
        return bits;
}

/* Whether a row's verdict is as expected; says what is not. */
static bool row_holds(const json_t *row)
{
        struct password_owner owner = owner_of(row);
        enum password_attribute similar;
        unsigned broken = password_rules_broken(text_of(row, "password"), &owner, &similar);
        unsigned expected = expected_bits(row);
        struct str similar_to = password_attribute_name(similar);
        if (broken == expected && str_eq(similar_to, text_of(row, "similar_to")))
                return true;
        print_error("%.*s: rules %#x for %#x, similar to \"%.*s\"\n", STR_ARG(text_of(row, "about")), broken, expected,
                    STR_ARG(similar_to));
        return false;
}

static void table_of_verdicts(void **state)
{
        (void)state;
        json_error_t error;
        json_t *table =
                json_loadb((const char *)password_table_files[0].bytes, password_table_files[0].size, 0, &error);
        assert_true(json_is_array(table));
        size_t i, wrong = 0, walked = 0;
        const json_t *row;
        json_array_foreach(table, i, row)
        {
                walked++;
                wrong += !row_holds(row);
        }
        assert_int_equal(walked, json_array_size(table));
        json_decref(table);
        assert_int_equal(wrong, 0);
        assert_true(walked >= ROWS_MIN);
}

static void nobody_is_no_owner(void **state)
{
        (void)state;
        struct password_owner nobody = {STR_NULL, STR_NULL, STR_NULL, STR_NULL};
        enum password_attribute similar = PASSWORD_OF_EMAIL;
        assert_int_equal(password_rules_broken(STR("Quill&Moor"), NULL, &similar), 0);
        assert_int_equal(similar, PASSWORD_OF_NOBODY);
        assert_int_equal(password_rules_broken(STR("Quill&Moor"), &nobody, NULL), 0);
        assert_int_equal(password_rules_broken(STR_NULL, &nobody, NULL),
                         bit(PASSWORD_TOO_SHORT) | bit(PASSWORD_NO_CAPITAL) | bit(PASSWORD_NO_SPECIAL));
}

/* Neither comes through the door; if one did, nothing would break. */
static void broken_bytes_are_characters(void **state)
{
        (void)state;
        struct password_owner owner = {.username = STR("\xFF\xFE\xC3\xE2\x82\xF0\x9F"), .email = STR("\0@\0")};
        assert_int_equal(password_rules_broken(STR("A!\xFF\xFE\x80\x80\x80\x80"), NULL, NULL), 0);
        assert_int_equal(password_rules_broken(STR("A!\xFF\xFE\x80\x80\x80"), NULL, NULL), bit(PASSWORD_TOO_SHORT));
        assert_int_equal(password_rules_broken(STR("A!bcdef\xF0\x9F\x9A"), NULL, NULL), 0); /* cut short: one */
        assert_int_equal(password_rules_broken(STR("A!\0\0\0\0\0\0"), NULL, NULL), 0);
        assert_int_equal(password_rules_broken(STR("\0Abcdefgh"), NULL, NULL), bit(PASSWORD_NO_SPECIAL));
        assert_int_equal(password_rules_broken(STR("P@ssw0rd\0"), NULL, NULL), 0);
        assert_int_equal(password_rules_broken(STR("Quill&Moor"), &owner, NULL), 0);
}

static void what_is_huge_is_cut(void **state)
{
        (void)state;
        static char password[PASSWORD_EXAMINED_MAX + 2], value[PASSWORD_OWNER_VALUE_MAX + 100];
        memset(password, 'q', sizeof password);
        password[0] = 'A';
        password[PASSWORD_EXAMINED_MAX - 1] = '!';
        assert_int_equal(password_rules_broken((struct str){password, sizeof password}, NULL, NULL),
                         bit(PASSWORD_TOO_LONG));
        password[PASSWORD_EXAMINED_MAX - 1] = 'q';
        password[PASSWORD_EXAMINED_MAX] = '!';
        assert_int_equal(password_rules_broken((struct str){password, sizeof password}, NULL, NULL),
                         bit(PASSWORD_TOO_LONG) | bit(PASSWORD_NO_SPECIAL));

        /* 147 of 150 and 254 characters are alike; with what was cut off they would not be. */
        memset(value, 'z', sizeof value);
        memset(value, 'q', 150);
        struct password_owner owner = {.last_name = {value, sizeof value}};
        enum password_attribute similar;
        password[1] = '!';
        assert_int_equal(password_rules_broken((struct str){password, 150}, &owner, &similar), bit(PASSWORD_SIMILAR));
        assert_int_equal(similar, PASSWORD_OF_LAST_NAME);
}

/* The look-up wants lines in the order of their bytes. */
static void list_is_sorted_and_long_enough(void **state)
{
        (void)state;
        assert_int_equal(common_passwords_count, 1);
        struct str rest = {(const char *)common_passwords_files[0].bytes, common_passwords_files[0].size};
        assert_true(str_is_text(rest));
        assert_true(str_ends(rest, STR("\n")));
        rest.len--;
        struct str before = STR("");
        size_t count = 0;
        for (; rest.ptr; count++) {
                struct str line = str_cut(&rest, '\n');
                size_t shorter = line.len < before.len ? line.len : before.len;
                int order = memcmp(before.ptr, line.ptr, shorter);
                assert_true(order < 0 || (order == 0 && before.len < line.len));
                assert_true(line.len <= COMMON_LINE_MAX && str_eq(str_trim(line), line));
                before = line;
        }
        assert_true(count >= COMMON_MIN);
}

static void every_line_is_found(void **state)
{
        (void)state;
        struct str rest = {(const char *)common_passwords_files[0].bytes, common_passwords_files[0].size - 1};
        size_t missed = 0;
        while (rest.ptr)
                missed += !(password_rules_broken(str_cut(&rest, '\n'), NULL, NULL) & bit(PASSWORD_TOO_COMMON));
        assert_int_equal(missed, 0);
}

static void words_for_people(void **state)
{
        (void)state;
        for (unsigned rule = 0; rule < PASSWORD_RULES; rule++)
                assert_true(password_rule_message((enum password_rule)rule, PASSWORD_OF_NOBODY).len > 0);
        assert_str(password_rule_code(PASSWORD_TOO_COMMON), "too_common");
        assert_str(password_rule_message(PASSWORD_SIMILAR, PASSWORD_OF_EMAIL),
                   "The password is too similar to the e-mail address.");
        assert_str(password_rule_message(PASSWORD_TOO_SHORT, PASSWORD_OF_EMAIL), "Use at least 8 characters.");
        assert_str(password_attribute_name(PASSWORD_OF_FIRST_NAME), "first_name");
        assert_str(password_attribute_name(PASSWORD_OF_NOBODY), NULL);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(table_of_verdicts),
                cmocka_unit_test(nobody_is_no_owner),
                cmocka_unit_test(broken_bytes_are_characters),
                cmocka_unit_test(what_is_huge_is_cut),
                cmocka_unit_test(list_is_sorted_and_long_enough),
                cmocka_unit_test(every_line_is_found),
                cmocka_unit_test(words_for_people),
        };
        return run_all(tests);
}
