/* campaigns/via: the cookie reads back as what it was made of, and nothing else is taken. */
#include "test.h"

#include "campaigns/mail_code.h"
#include "campaigns/via.h"

#define KEY STR("0123456789abcdef0123456789abcdef")
#define OTHER_KEY STR("0123456789abcdef0123456789abcdeF")

static const struct via click = {.message_id = INT64_MAX, .link_id = 9007199254740993, .at_s = 1790000000};
static const struct via ad = {.ad_id = INT64_MAX, .at_s = 1790000000};

static void assert_same(struct via a, struct via b)
{
        assert_int_equal(a.message_id, b.message_id);
        assert_int_equal(a.link_id, b.link_id);
        assert_int_equal(a.ad_id, b.ad_id);
        assert_int_equal(a.at_s, b.at_s);
}

static void reads_what_it_made(void **state)
{
        (void)state;
        char text[SIGNED_TEXT_SIZE];
        struct via read;
        via_make(KEY, click, text);
        assert_true(via_read(KEY, str_from(text), &read));
        assert_same(read, click);
        via_make(KEY, ad, text);
        assert_true(via_read(KEY, str_from(text), &read));
        assert_same(read, ad);
        assert_false(via_read(OTHER_KEY, str_from(text), &read));
        assert_same(read, (struct via){0});
}

static void refuses_what_was_altered(void **state)
{
        (void)state;
        char text[SIGNED_TEXT_SIZE];
        struct via read;
        via_make(KEY, click, text);
        for (size_t i = 0; text[i]; i++) {
                char was = text[i];
                text[i] = was == '1' ? '2' : '1';
                assert_false(via_read(KEY, str_from(text), &read));
                text[i] = 0;
                assert_false(via_read(KEY, str_from(text), &read));
                text[i] = was;
        }
        assert_true(via_read(KEY, str_from(text), &read));
        assert_false(via_read(KEY, STR_NULL, &read));
}

static void refuses_signed_texts_of_another_kind_or_form(void **state)
{
        (void)state;
        static const struct str forms[] = {STR("a"),       STR("a-1"),    STR("a-x-1"),  STR("a-1-x"),
                                           STR("a-1-2-3"), STR("c-1-2"),  STR("c-1--2"), STR("c-1-2-3-4"),
                                           STR("b-1-2"),   STR("-1-2-3"), STR("A-1-2")};
        char text[SIGNED_TEXT_SIZE];
        struct via read;
        mail_code_make(KEY, MAIL_CODE_CLICK, (struct mail_code){1, 2}, text);
        assert_false(via_read(KEY, str_from(text), &read));
        for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
                assert_true(signed_text_make(KEY, STR("via"), forms[i], text));
                assert_false(via_read(KEY, str_from(text), &read));
                assert_same(read, (struct via){0});
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reads_what_it_made),
                cmocka_unit_test(refuses_what_was_altered),
                cmocka_unit_test(refuses_signed_texts_of_another_kind_or_form),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
