/* campaigns/mail_code: codes read back as what they were made of, and nothing else is taken. */
#include "test.h"

#include "campaigns/mail_code.h"

#define KEY STR("0123456789abcdef0123456789abcdef")
#define OTHER_KEY STR("0123456789abcdef0123456789abcdeF")

static const struct mail_code click = {.message_id = 9007199254740993, .link_id = 42};
static const enum mail_code_kind kinds[] = {MAIL_CODE_CLICK, MAIL_CODE_OPEN, MAIL_CODE_UNSUBSCRIBE};

static void reads_what_it_made(void **state)
{
        (void)state;
        char text[SIGNED_TEXT_SIZE];
        struct mail_code read;
        for (size_t i = 0; i < 3; i++) {
                mail_code_make(KEY, kinds[i], click, text);
                assert_true(mail_code_read(KEY, kinds[i], str_from(text), &read));
                assert_int_equal(read.message_id, click.message_id);
                assert_int_equal(read.link_id, kinds[i] == MAIL_CODE_CLICK ? 42 : 0);
        }
}

static void keeps_kinds_and_keys_apart(void **state)
{
        (void)state;
        char text[SIGNED_TEXT_SIZE];
        struct mail_code read;
        for (size_t made = 0; made < 3; made++) {
                mail_code_make(KEY, kinds[made], click, text);
                assert_false(mail_code_read(OTHER_KEY, kinds[made], str_from(text), &read));
                for (size_t asked = 0; asked < 3; asked++)
                        if (asked != made)
                                assert_false(mail_code_read(KEY, kinds[asked], str_from(text), &read));
        }
        assert_int_equal(read.message_id, 0);
}

static void refuses_what_was_altered(void **state)
{
        (void)state;
        char text[SIGNED_TEXT_SIZE];
        struct mail_code read;
        mail_code_make(KEY, MAIL_CODE_CLICK, click, text);
        for (size_t i = 0; text[i]; i++) {
                char was = text[i];
                text[i] = was == '1' ? '2' : '1';
                assert_false(mail_code_read(KEY, MAIL_CODE_CLICK, str_from(text), &read));
                text[i] = 0;
                assert_false(mail_code_read(KEY, MAIL_CODE_CLICK, str_from(text), &read));
                text[i] = was;
        }
        assert_true(mail_code_read(KEY, MAIL_CODE_CLICK, str_from(text), &read));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_what_it_made),
                cmocka_unit_test(keeps_kinds_and_keys_apart),
                cmocka_unit_test(refuses_what_was_altered),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
