/* The templates of the shop's own mails: each compiles, and renders with all and with the least that its mail may tell.
 */
#include "test.h"

#include <stdio.h>

#include "base/embed.h"
#include "mail/html_scan.h"
#include "mail/html_text.h"
#include "mail/letter_internal.h"
#include "mail/templates.h"

EMBED_DECLARE(mail_templates);

enum { MEMORY = 4 * 1024 * 1024, DEPTH_MAX = 100 };

/* What the mails tell (migrations/0011_emails.sql) and the links that the program adds. */
#define STORE "\"store\":{\"name\":\"My store\",\"tagline\":\"\",\"support_email\":null,\"url\":\"https://s.example\"}"
#define STORE_FULL "\"store\":{\"name\":\"@\",\"tagline\":\"@\",\"support_email\":\"@\",\"url\":\"https://s.example\"}"
#define LINE                                                                                                           \
        "{\"title\":\"@\",\"sku_title\":\"@\",\"code\":\"@\",\"quantity\":2,\"quantity_short\":1,"                     \
        "\"unit_price\":\"@\",\"line_total\":\"@\"}"
#define DISCOUNT "{\"code\":\"@\",\"title\":\"@\",\"applies_to\":\"items\",\"amount\":\"@\"}"
#define ORDER_FULL                                                                                                     \
        STORE_FULL ",\"order\":{\"identifier\":\"@\",\"status\":\"@\",\"placed_at\":\"2026-11-25T19:41:07Z\","         \
                   "\"is_member\":true,\"short\":true,\"currency\":\"@\",\"item_subtotal\":\"@\",\"discounts\":"       \
                   "[" DISCOUNT "," DISCOUNT "],\"shipping\":\"@\",\"shipping_title\":\"@\",\"tax\":\"@\","            \
                   "\"total\":\"@\",\"refunded\":\"@\",\"address\":[\"@\",\"@\",\"@\",\"@\"],\"lines\":[" LINE         \
                   "," LINE "," LINE "],\"url\":\"https://s.example/orders/@?key=@\"}"
#define ORDER                                                                                                          \
        STORE ",\"order\":{\"identifier\":\"A\",\"status\":\"accepted\",\"placed_at\":\"2026-11-25T19:41:07Z\","       \
              "\"is_member\":false,\"short\":false,\"currency\":\"USD\",\"item_subtotal\":\"1.00 USD\","               \
              "\"discounts\":[],\"shipping\":\"0.00 USD\",\"shipping_title\":\"Standard\",\"tax\":null,"               \
              "\"total\":\"1.00 USD\",\"refunded\":null,\"address\":[],\"lines\":[{\"title\":\"Mug\","                 \
              "\"sku_title\":\"\",\"code\":\"M\",\"quantity\":1,\"quantity_short\":0,\"unit_price\":\"1.00 USD\","     \
              "\"line_total\":\"1.00 USD\"}],\"url\":\"https://s.example/orders/A?key=k\"}"
#define SHIPMENT(number, url) ",\"shipment\":{\"tracking_number\":" number ",\"tracking_url\":" url "}"
#define NO_SHIPMENT SHIPMENT("null", "null") ",\"refund\":null"
#define USER ",\"username\":\"ada\",\"name\":null,\"email\":\"a@b.example\",\"usernames\":null"
#define USER_FULL ",\"username\":\"@\",\"name\":\"@\",\"email\":\"@\",\"usernames\":[\"@\",\"@\"]"
#define URL(name) ",\"" name "\":\"https://s.example/@/@\""

/* In the full ones, each @ becomes what would do harm in HTML or in a header. */
static const struct letter_case {
        const char *template, *full, *least;
} letters[] = {
        {"welcome", STORE_FULL USER_FULL URL("verify_url") URL("unsubscribe_url"), STORE USER},
        {"verify_email", STORE_FULL USER_FULL URL("verify_url"), STORE USER URL("verify_url")},
        {"reset_password", STORE_FULL USER_FULL URL("reset_url"), STORE USER URL("reset_url")},
        {"password_changed", STORE_FULL USER_FULL URL("forgot_url"), STORE USER URL("forgot_url")},
        {"email_changing", STORE_FULL USER_FULL ",\"new_email\":\"@\"" URL("forgot_url"),
         STORE USER ",\"new_email\":\"c@d.example\"" URL("forgot_url")},
        {"username_reminder", STORE_FULL USER_FULL URL("login_url"),
         STORE ",\"username\":null,\"name\":null,\"email\":null,\"usernames\":[\"ada\"]" URL("login_url")},
        {"message_received",
         STORE_FULL
         ",\"message\":{\"kind\":\"contact\",\"name\":\"@\",\"email\":\"@\",\"body\":\"@\",\"subject\":\"@\"}",
         STORE ",\"message\":{\"kind\":\"contact\",\"name\":\"\",\"email\":\"a@b.example\",\"body\":\"x\","
               "\"subject\":\"\"}"},
        {"message_received",
         STORE_FULL
         ",\"message\":{\"kind\":\"notify_me\",\"name\":\"@\",\"email\":\"@\",\"body\":\"@\",\"subject\":\"@\"}",
         STORE ",\"message\":{\"kind\":\"notify_me\",\"name\":\"\",\"email\":\"a@b.example\",\"body\":\"\","
               "\"subject\":\"lamp\"}"},
        {"order_confirmation_member", ORDER_FULL NO_SHIPMENT, ORDER NO_SHIPMENT},
        {"order_confirmation_prospect", ORDER_FULL NO_SHIPMENT, ORDER NO_SHIPMENT},
        {"order_shipped", ORDER_FULL SHIPMENT("\"@\"", "\"https://t.example/@\"") ",\"refund\":null",
         ORDER NO_SHIPMENT},
        {"order_refunded",
         ORDER_FULL SHIPMENT("null", "null") ",\"refund\":{\"amount\":\"@\",\"reason\":\"@\",\"is_full\":true}",
         ORDER SHIPMENT("null", "null") ",\"refund\":{\"amount\":\"1.00 USD\",\"reason\":null,\"is_full\":false}"},
};

static const char harm[] = "\\u003cscript>&\\\"'\\n{{ x }}{% y %}<\\/td>\\\\\\u00e9";

/* `{members}` with each @ replaced. */
static struct value context_of(struct arena *a, const char *members, const char *replacement)
{
        struct buf json;
        struct value v;
        buf_init(&json, MEMORY);
        buf_add_char(&json, '{');
        for (; *members; members++)
                if (*members == '@')
                        buf_add(&json, str_from(replacement));
                else
                        buf_add_char(&json, *members);
        buf_add_char(&json, '}');
        json_error_t e;
        json_t *parsed = json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES, &e);
        if (!parsed)
                fail_msg("%s: %s", e.text, json.ptr);
        assert_true(value_from_json(a, parsed, &v));
        json_decref(parsed);
        buf_release(&json);
        return v;
}

static void render(const struct template_set *set, bool is_html, struct value context, struct buf *out)
{
        struct arena scratch;
        struct template_error e;
        struct template_settings settings = {.autoescape = is_html};
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        buf_init(out, TEMPLATE_OUTPUT_MAX);
        if (!template_render(set, &settings, context, &scratch, out, &e))
                fail_msg("%s:%u: %s", e.name, e.line, e.message);
        arena_release(&scratch);
}

/* HTML that a browser need not repair. */

static bool is_void(struct str name)
{
        return str_eq(name, STR("meta")) || str_eq(name, STR("br")) || str_eq(name, STR("img")) ||
               str_eq(name, STR("hr"));
}

static void check_attributes(const char *template, struct html_scan *s)
{
        struct str name, value;
        while (html_attribute(s, &name, &value)) {
                if (value.len == 0 && !str_eq(name, STR("hidden")))
                        fail_msg("%s: %.*s is empty", template, STR_ARG(name));
                if (str_find(value, '<') < value.len)
                        fail_msg("%s: %.*s holds markup", template, STR_ARG(name));
                if (str_eq(name, STR("href")) && !str_starts(value, STR("https://")) &&
                    !str_starts(value, STR("mailto:")))
                        fail_msg("%s: a link to %.*s", template, STR_ARG(value));
        }
}

static void check_nesting(const char *template, struct str html)
{
        struct str open[DEPTH_MAX] = {{NULL, 0}};
        size_t depth = 0;
        struct html_scan s = html_scan_start(html);
        for (struct html_piece p; (p = html_next(&s)).kind != HTML_END;) {
                if (p.kind == HTML_OPEN && str_eq(p.text, STR("style"))) {
                        html_skip_raw(&s, p.text);
                } else if (p.kind == HTML_OPEN) {
                        assert_true(depth < DEPTH_MAX);
                        if (!is_void(p.text))
                                open[depth++] = p.text;
                        check_attributes(template, &s);
                } else if (p.kind == HTML_CLOSE) {
                        if (depth == 0 || !str_eq(open[depth - 1], p.text))
                                fail_msg("%s: </%.*s> closes nothing: %.80s", template, STR_ARG(p.text), p.text.ptr);
                        depth--;
                }
        }
        if (depth > 0)
                fail_msg("%s: <%.*s> is never closed", template, STR_ARG(open[depth - 1]));
}

static void check_lacks(const char *template, struct str text, const char *what)
{
        if (memmem(text.ptr, text.len, what, strlen(what)))
                fail_msg("%s holds \"%s\":\n%.*s", template, what, STR_ARG(text));
}

static void check_text(const char *template, struct str html, const char *said)
{
        struct buf text;
        buf_init(&text, TEMPLATE_OUTPUT_MAX);
        html_text(&text, html);
        assert_false(text.failed);
        check_lacks(template, buf_str(&text), "None");
        if (!strstr(text.ptr, said))
                fail_msg("%s does not say %s:\n%s", template, said, text.ptr);
        buf_release(&text);
}

static struct letter_templates *templates_of(struct letter_family *f, const char *name)
{
        struct letter_templates *t = letter_templates_get(f, str_from(name));
        assert_non_null(t);
        if (t->broken)
                fail_msg("%s:%u: %s", t->error.name, t->error.line, t->error.message);
        return t;
}

static void check_letter(struct letter_family *f, const char *template, const char *members, const char *replacement,
                         const char *said)
{
        struct arena a;
        struct buf subject, html;
        struct letter_templates *t = templates_of(f, template);
        arena_init(&a, MEMORY);
        struct value context = context_of(&a, members, replacement);
        render(t->subject, false, context, &subject);
        assert_true(str_trim(buf_str(&subject)).len > 5);
        check_lacks(template, buf_str(&subject), "None");
        render(t->html, true, context, &html);
        check_nesting(template, buf_str(&html));
        check_lacks(template, buf_str(&html), "<script");
        check_lacks(template, buf_str(&html), "None");
        check_text(template, buf_str(&html), said);
        buf_release(&subject);
        buf_release(&html);
        arena_release(&a);
}

static void test_all_compile(void **state)
{
        struct letter_family f;
        letter_family_init(&f);
        assert_true(mail_templates_count > 0);
        for (size_t i = 0; i < mail_templates_count; i++) {
                struct str name = str_from(mail_templates_files[i].name);
                struct template_error e;
                struct template_set *set = template_compile(name, STR_NULL, &f.loader, &e);
                if (!set || template_problem(set, &e))
                        fail_msg("%s:%u: %s", e.name, e.line, e.message);
                template_release(set);
        }
        letter_family_clear(&f);
        (void)state;
}

static bool is_known(struct str template)
{
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
                if (str_eq(str_from(letters[i].template), template))
                        return true;
        return false;
}

/* Each subject has its HTML and is tested here. */
static void test_all_are_here(void **state)
{
        size_t mails = 0;
        for (size_t i = 0; i < mail_templates_count; i++) {
                char html[TEMPLATE_NAME_MAX];
                struct str suffix = str_from(mail_templates_files[i].name), name = str_cut(&suffix, '.');
                if (!str_eq(suffix, STR("subject")))
                        continue;
                mails++;
                if (!is_known(name))
                        fail_msg("%.*s is not tested", STR_ARG(name));
                snprintf(html, sizeof html, "%.*s.html", STR_ARG(name));
                assert_non_null(templates_builtin(str_from(html)).ptr);
        }
        assert_true(mails >= 10);
        (void)state;
}

static void test_full(void **state)
{
        struct letter_family f;
        letter_family_init(&f);
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
                check_letter(&f, letters[i].template, letters[i].full, harm, "<script>&\"'");
        letter_family_clear(&f);
        (void)state;
}

static void test_least(void **state)
{
        struct letter_family f;
        letter_family_init(&f);
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
                check_letter(&f, letters[i].template, letters[i].least, "", "My store: https://s.example/\n");
        letter_family_clear(&f);
        (void)state;
}

/* Overrides take the place of the program's files, one by one, also within others. */

static const struct letter_override overriding[] = {
        {.template = STR("welcome"),
         .subject = STR(""),
         .html = STR("{% extends \"layout.html\" %}"),
         .text = STR("Hi")},
        {.template = STR("greeting"), .subject = STR(""), .html = STR("<p>Dear {{ name }},</p>")},
        {.template = STR("reset_password"), .subject = STR("{{ wrong"), .html = STR("{% if %}")},
        {.template = STR("verify_email"), .subject = STR("Yes?"), .html = STR("{% include \"gone.html\" %}")},
        {.template = STR("username_reminder"), .subject = STR("Yes?"), .html = STR("x\n{% include \"loop.html\" %}")},
};

static void override(struct letter_family *f)
{
        letter_family_init(f);
        f->overrides = overriding;
        f->override_count = sizeof overriding / sizeof *overriding;
}

static void test_overrides(void **state)
{
        struct arena a;
        struct letter_family f;
        struct buf out;
        arena_init(&a, MEMORY);
        override(&f);
        struct value context = context_of(&a, STORE ",\"name\":\"<Ada>\"", "");
        struct letter_templates *t = templates_of(&f, "welcome");
        render(t->subject, false, context, &out);
        assert_str(buf_str(&out), "Welcome to My store");
        buf_release(&out);
        render(t->text, false, context, &out);
        assert_str(buf_str(&out), "Hi");
        buf_release(&out);
        t = templates_of(&f, "password_changed");
        assert_null(t->text);
        render(t->html, true, context, &out);
        assert_non_null(strstr(out.ptr, "<p>Dear &lt;Ada&gt;,</p>"));
        buf_release(&out);
        assert_ptr_equal(t, letter_templates_get(&f, STR("password_changed")));
        letter_family_clear(&f);
        arena_release(&a);
        (void)state;
}

static void test_broken_overrides(void **state)
{
        static const struct {
                const char *template, *name, *message;
                unsigned line;
        } all[] = {
                {"reset_password", "reset_password.html", "if", 1},
                {"verify_email", "verify_email.html", "gone.html", 1},
                {"username_reminder", "username_reminder.html", "loop.html", 2},
                {"no_such_mail", "no_such_mail.subject", "", 0},
        };
        struct letter_family f;
        override(&f);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
                struct letter_templates *t = letter_templates_get(&f, str_from(all[i].template));
                assert_true(t->broken);
                assert_string_equal(t->error.name, all[i].name);
                assert_int_equal(t->error.line, all[i].line);
                if (!strstr(t->error.message, all[i].message))
                        fail_msg("%s: %s", all[i].template, t->error.message);
        }
        letter_family_clear(&f);
        (void)state;
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_all_compile), cmocka_unit_test(test_all_are_here),
                cmocka_unit_test(test_full),        cmocka_unit_test(test_least),
                cmocka_unit_test(test_overrides),   cmocka_unit_test(test_broken_overrides),
        };
        return run_all(tests);
}
