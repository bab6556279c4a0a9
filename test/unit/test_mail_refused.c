/* mail/message: what is never composed. No field reaches out of its place. */
#include "test.h"

#include "mail/message.h"

static struct buf out;
static struct mail_message m;

static int start(void **state)
{
        (void)state;
        buf_init(&out, MAIL_MESSAGE_MAX);
        m = (struct mail_message){
                .from = {STR("The Shop"), STR("shop@example.com")},
                .to = {STR("Jo"), STR("jo@example.org")},
                .subject = STR("Your order"),
                .text = STR("Hello\nJo\n"),
                .html = STR("<p>Hello Jo</p>"),
                .message_id = STR("order-1@example.com"),
                .date = 1700000000,
        };
        return 0;
}

static int stop(void **state)
{
        (void)state;
        buf_release(&out);
        return 0;
}

static void assert_refused(void)
{
        buf_clear(&out);
        assert_non_null(mail_message_problem(&m).ptr);
        assert_int_equal(mail_compose(&out, &m), ERR_INVALID_INPUT);
        assert_int_equal(out.len, 0);
}

/* Puts each hostile text in turn into *field. */
static void assert_field_is_guarded(struct str *field, const char *stem)
{
        static const struct str hostile[] = {STR("\r\nBcc: x@y.ch"),
                                             STR("\n"),
                                             STR("\r"),
                                             STR("\0"),
                                             STR("\x01"),
                                             STR("\x7F"),
                                             STR("\xFF"),
                                             STR("\xC3")};
        struct str good = *field;
        for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
                struct buf text;
                buf_init(&text, 100);
                buf_add(&text, str_from(stem));
                buf_add(&text, hostile[i]);
                *field = buf_str(&text);
                assert_refused();
                buf_release(&text);
        }
        *field = good;
        assert_str(mail_message_problem(&m), NULL);
}

static void no_field_can_inject(void **state)
{
        (void)state;
        struct mail_address bcc = {STR_NULL, STR("c@example.com")};
        struct mail_header extra = {STR("X-Shop"), STR("1")};
        m.reply_to.address = STR("help@example.com");
        m.bcc = &bcc;
        m.bcc_count = 1;
        m.headers = &extra;
        m.header_count = 1;
        assert_field_is_guarded(&m.from.name, "a");
        assert_field_is_guarded(&m.from.address, "a@b.ch");
        assert_field_is_guarded(&m.to.name, "a");
        assert_field_is_guarded(&m.to.address, "a@b.ch");
        assert_field_is_guarded(&m.reply_to.name, "a");
        assert_field_is_guarded(&m.reply_to.address, "a@b.ch");
        assert_field_is_guarded(&bcc.address, "a@b.ch");
        assert_field_is_guarded(&m.subject, "Hello");
        assert_field_is_guarded(&m.message_id, "a@b");
        assert_field_is_guarded(&extra.name, "X-A");
        assert_field_is_guarded(&extra.value, "v");
        buf_clear(&out);
        assert_int_equal(mail_compose(&out, &m), ERR_NONE);
        assert_null(strstr(out.ptr, "c@example.com"));
}

static void headers_that_are_refused(void **state)
{
        (void)state;
        static const struct mail_header headers[] = {
                {STR("Subject"), STR("x")}, {STR("bcc"), STR("x@y.ch")},  {STR("CONTENT-TYPE"), STR("text/html")},
                {STR("X Y"), STR("x")},     {STR("X:"), STR("x")},        {STR(""), STR("x")},
                {STR("X"), STR("")},        {STR("X"), STR(" x")},        {STR("X"), STR("x ")},
                {STR("X"), STR("a\tb")},    {STR("X\xC3\xA9"), STR("a")},
        };
        m.header_count = 1;
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
                m.headers = &headers[i];
                assert_refused();
        }
}

static void other_refusals(void **state)
{
        (void)state;
        static const char *const ids[] = {"", "a", "@b", "a@", "a@b@c", "<a@b>", "a b@c", "a@b>"};
        struct str id = m.message_id;
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                m.message_id = str_from(ids[i]);
                assert_refused();
        }
        m.message_id = id;
        m.text = STR("a\0b");
        assert_refused();
        m.text = STR("\xFF");
        assert_refused();
        m.text = m.html = STR_NULL;
        assert_refused();
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(no_field_can_inject, start, stop),
                cmocka_unit_test_setup_teardown(headers_that_are_refused, start, stop),
                cmocka_unit_test_setup_teardown(other_refusals, start, stop),
        };
        return run_all(tests);
}
