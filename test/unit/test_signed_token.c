/* base/signed_token: known tokens, and that nothing but them is taken. The signatures were made with OpenSSL's dgst. */
#include "test.h"

#include "base/signed_token.h"
#include "http/visitor.h"

#define KEY STR("0123456789abcdef0123456789abcdef")
#define OTHER_KEY STR("0123456789abcdef0123456789abcdeF")
#define ID "8PHy8_T19vf4-fr7_P3-_w" /* bytes 240 to 255 */
#define VISITOR_TOKEN ID ".FcMgndYuCzHXyjYLYYemeA"
#define CSRF_TOKEN ID ".RZ8UNiI8w3aQg8VaOl66UQ" /* bound to bytes 0 to 15 */
#define TEXT "c0ffee-1.a"
#define SIGNED_TEXT TEXT ".CFwdNa3Ju8RWNH4jj9Qg8Q"

static const unsigned char id[SIGNED_ID_BYTES] = {240, 241, 242, 243, 244, 245, 246, 247,
                                                  248, 249, 250, 251, 252, 253, 254, 255};
static const unsigned char bound[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const struct str bound_to = {(const char *)bound, sizeof bound};

static bool read_visitor(struct str token)
{
        unsigned char read[SIGNED_ID_BYTES];
        return signed_token_read(KEY, STR("visitor"), token, read);
}

static bool read_text(struct str token)
{
        struct str text;
        return signed_text_read(KEY, STR("unsubscribe"), token, &text);
}

static void known_tokens(void **state)
{
        (void)state;
        char token[SIGNED_TOKEN_SIZE];
        unsigned char read[SIGNED_ID_BYTES] = {0};
        signed_token_make(KEY, STR("visitor"), id, token);
        assert_string_equal(token, VISITOR_TOKEN);
        assert_true(signed_token_read(KEY, STR("visitor"), STR(VISITOR_TOKEN), read));
        assert_memory_equal(read, id, sizeof id);
        signed_token_make_bound(KEY, STR("csrf"), bound_to, id, token);
        assert_string_equal(token, CSRF_TOKEN);
        assert_true(signed_token_read_bound(KEY, STR("csrf"), bound_to, STR(CSRF_TOKEN), read));
}

/* Carts of visitors outlive an update of the program. */
static void tokens_of_visitors_stay_valid(void **state)
{
        (void)state;
        assert_true(csrf_token_is_valid(KEY, bound_to, STR(CSRF_TOKEN)));
        assert_false(csrf_token_is_valid(KEY, (struct str){(const char *)id, sizeof id}, STR(CSRF_TOKEN)));
        assert_false(csrf_token_is_valid(KEY, STR_NULL, STR(CSRF_TOKEN)));
        assert_false(csrf_token_is_valid(KEY, bound_to, STR_NULL));
}

static void key_purpose_and_binding_count(void **state)
{
        (void)state;
        unsigned char read[SIGNED_ID_BYTES], zero[SIGNED_ID_BYTES] = {0};
        assert_false(signed_token_read(OTHER_KEY, STR("visitor"), STR(VISITOR_TOKEN), read));
        assert_memory_equal(read, zero, sizeof zero);
        assert_false(signed_token_read(KEY, STR("reset"), STR(VISITOR_TOKEN), read));
        assert_false(signed_token_read(KEY, STR("csrf"), STR(CSRF_TOKEN), read));
        assert_false(signed_token_read_bound(KEY, STR("visitor"), bound_to, STR(VISITOR_TOKEN), read));
        struct str shorter = {bound_to.ptr, bound_to.len - 1};
        assert_false(signed_token_read_bound(KEY, STR("csrf"), shorter, STR(CSRF_TOKEN), read));
}

/* Any other character at any place: another value, or another spelling of the same. */
static void every_character_counts(void **state)
{
        (void)state;
        char token[] = VISITOR_TOKEN, text[] = SIGNED_TEXT;
        for (size_t i = 0; i < sizeof token - 1; i++)
                for (int c = 0; c < 256; c++) {
                        token[i] = (char)c;
                        bool same = token[i] == VISITOR_TOKEN[i];
                        assert_int_equal(read_visitor((struct str){token, sizeof token - 1}), same);
                        token[i] = VISITOR_TOKEN[i];
                }
        for (size_t i = 0; i < sizeof text - 1; i++)
                for (int c = 0; c < 256; c++) {
                        text[i] = (char)c;
                        bool same = text[i] == SIGNED_TEXT[i];
                        assert_int_equal(read_text((struct str){text, sizeof text - 1}), same);
                        text[i] = SIGNED_TEXT[i];
                }
}

static void lengths_are_exact(void **state)
{
        (void)state;
        struct str token = STR(VISITOR_TOKEN);
        for (size_t n = 0; n < token.len; n++)
                assert_false(read_visitor((struct str){token.ptr, n}));
        assert_false(read_visitor(STR_NULL));
        assert_false(read_visitor(STR(VISITOR_TOKEN "A")));
        assert_false(read_visitor(STR(VISITOR_TOKEN "==")));
        assert_false(read_visitor(STR(VISITOR_TOKEN ".")));
        assert_false(read_visitor(STR(" " VISITOR_TOKEN)));
        assert_false(read_visitor(STR(VISITOR_TOKEN "\n")));
        assert_false(read_visitor(STR(ID "==.FcMgndYuCzHXyjYLYYemeA==")));
        assert_false(read_visitor(STR(VISITOR_TOKEN "\0")));
}

static void signed_texts(void **state)
{
        (void)state;
        char token[SIGNED_TEXT_SIZE];
        struct str text;
        assert_true(signed_text_make(KEY, STR("unsubscribe"), STR(TEXT), token));
        assert_string_equal(token, SIGNED_TEXT);
        assert_true(signed_text_read(KEY, STR("unsubscribe"), STR(SIGNED_TEXT), &text));
        assert_str(text, TEXT);
        assert_false(signed_text_read(KEY, STR("visitor"), STR(SIGNED_TEXT), &text));
        assert_null(text.ptr);
        assert_false(signed_text_read(OTHER_KEY, STR("unsubscribe"), STR(SIGNED_TEXT), &text));
        struct str whole = STR(SIGNED_TEXT);
        for (size_t n = 0; n < whole.len; n++)
                assert_false(read_text((struct str){whole.ptr, n}));
        assert_false(read_text(STR_NULL));
        assert_false(read_text(STR(SIGNED_TEXT "=")));
        assert_false(read_text(STR("b" SIGNED_TEXT)));
}

static void texts_that_can_be_signed(void **state)
{
        (void)state;
        char token[SIGNED_TEXT_SIZE], long_text[SIGNED_TEXT_MAX + 1];
        struct str text;
        memset(long_text, '~', sizeof long_text);
        assert_true(signed_text_make(KEY, STR("unsubscribe"), (struct str){long_text, SIGNED_TEXT_MAX}, token));
        assert_int_equal(strlen(token), SIGNED_TEXT_SIZE - 1);
        assert_true(signed_text_read(KEY, STR("unsubscribe"), str_from(token), &text));
        assert_int_equal(text.len, SIGNED_TEXT_MAX);
        assert_false(signed_text_make(KEY, STR("unsubscribe"), (struct str){long_text, sizeof long_text}, token));
        assert_string_equal(token, "");
        assert_false(signed_text_make(KEY, STR("unsubscribe"), STR(""), token));
        assert_false(signed_text_make(KEY, STR("unsubscribe"), STR("a b"), token));
        assert_false(signed_text_make(KEY, STR("unsubscribe"), STR("a/b"), token));
        assert_false(signed_text_make(KEY, STR("unsubscribe"), STR("a\0b"), token));
        assert_false(signed_text_make(KEY, STR("unsubscribe"), STR("\xC3\xA9"), token));
}

/* A text that reads like an identifier's bytes must not make a token of it. */
static void texts_are_no_tokens(void **state)
{
        (void)state;
        static const unsigned char letters[SIGNED_ID_BYTES + 1] = "abcdefghijklmnop";
        char text[SIGNED_TEXT_SIZE], token[SIGNED_TOKEN_SIZE];
        assert_true(signed_text_make(KEY, STR("visitor"), STR("abcdefghijklmnop"), text));
        signed_token_make(KEY, STR("visitor"), letters, token);
        assert_string_not_equal(strrchr(text, '.'), strrchr(token, '.'));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(known_tokens),
                cmocka_unit_test(tokens_of_visitors_stay_valid),
                cmocka_unit_test(key_purpose_and_binding_count),
                cmocka_unit_test(every_character_counts),
                cmocka_unit_test(lengths_are_exact),
                cmocka_unit_test(signed_texts),
                cmocka_unit_test(texts_that_can_be_signed),
                cmocka_unit_test(texts_are_no_tokens),
        };
        return run_all(tests);
}
