/* campaigns/one_click: the pair of RFC 8058 in both encodings, and nothing that only looks like it. */
#include "test.h"

#include <stdlib.h>

#include "campaigns/one_click.h"

#define FORM "application/x-www-form-urlencoded"
#define PARTS "multipart/form-data; boundary=xyz"
#define PART "Content-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"

static bool asks(const char *type, const char *body)
{
        return one_click_is_asked(str_from(type), str_from(body));
}

static void takes_forms(void **state)
{
        (void)state;
        assert_true(asks(FORM, "List-Unsubscribe=One-Click"));
        assert_true(asks(FORM "; charset=utf-8", "a=b&List-Unsubscribe=One-Click\r\n"));
        assert_true(asks("Application/X-WWW-Form-URLencoded", "List-Unsubscribe=One-Click&a"));
        assert_false(asks(FORM, ""));
        assert_false(asks(FORM, "list-unsubscribe=one-click"));
        assert_false(asks(FORM, "List-Unsubscribe=One-Clicks"));
        assert_false(asks(FORM, "XList-Unsubscribe=One-Click"));
}

static void takes_parts(void **state)
{
        (void)state;
        assert_true(asks(PARTS, "--xyz\r\n" PART "--xyz--\r\n"));
        assert_true(asks(PARTS, "--xyz\r\n" PART "--xyz--"));
        assert_true(
                asks("multipart/form-data; charset=utf-8; boundary=\"xyz\"", "ignored\r\n--xyz\r\n" PART "--xyz--"));
        assert_true(asks(PARTS,
                         "--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--xyz\r\n" PART "--xyz--\r\n"));
        assert_true(asks(PARTS,
                         "--xyz\nContent-Type: text/plain\ncontent-disposition: FORM-DATA; name=List-Unsubscribe\n\n"
                         "One-Click\n--xyz--\n"));
        assert_false(asks(PARTS, "--xyz\r\n" PART "--xy"));
        assert_false(asks(PARTS, "--xyz\r\n" PART));
        assert_false(asks(PARTS, PART "--xyz--"));
        assert_false(asks(
                PARTS, "--xyz\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\nOne-Click\r\n--xyz--"));
        assert_false(asks(
                PARTS,
                "--xyz\r\nContent-Disposition: attachment; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--xyz--"));
        assert_false(asks("multipart/form-data", "--xyz\r\n" PART "--xyz--"));
        assert_false(asks("multipart/form-data; boundary=", "--\r\n" PART "----"));
}

static void takes_nothing_else(void **state)
{
        (void)state;
        assert_false(asks("text/plain", "List-Unsubscribe=One-Click"));
        assert_false(asks("", "List-Unsubscribe=One-Click"));
        assert_false(one_click_is_asked(STR_NULL, STR("List-Unsubscribe=One-Click")));
        assert_false(one_click_is_asked(STR(PARTS), STR_NULL));
}

/* Every beginning of a good body, with and without what follows: none reads past its end (make check-asan). */
static void stands_cut_bodies(void **state)
{
        (void)state;
        static const char whole[] = "--xyz\r\n" PART "--xyz--\r\n";
        for (size_t n = 0; n < sizeof whole; n++) {
                char *piece = malloc(n + 1);
                memcpy(piece, whole, n);
                (void)!one_click_is_asked(STR(PARTS), (struct str){piece, n});
                (void)!one_click_is_asked((struct str){piece, n}, STR(FORM));
                free(piece);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(takes_forms),
                cmocka_unit_test(takes_parts),
                cmocka_unit_test(takes_nothing_else),
                cmocka_unit_test(stands_cut_bodies),
        };
        return run_all(tests);
}
