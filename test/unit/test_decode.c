/* http/decode: bodies and arguments into structs, and what is said of wrong ones. */
#include "test.h"

#include <stdlib.h>

#include "http/decode.h"
#include "test_request.h"

struct line {
        struct str text;
        bool text_given;
        int64_t number;
};

struct form {
        struct str kind, name, bytes;
        bool line_given, other_given, gift;
        struct line line, other;
        struct field_list list;
};

#define AT(member) offsetof(struct form, member)
static const char *const kinds[] = {"contact", "notify_me", NULL};
static const struct field place_fields[] = {
        {"text", FIELD_TEXT, offsetof(struct line, text), 1, 5, .optional = true,
         .given_at = offsetof(struct line, text_given) + 1},
        {"number", FIELD_INT64, offsetof(struct line, number), .minimum = 1, .maximum = 9},
};
static const struct field fields[] = {
        {"kind", FIELD_TEXT, AT(kind), .choices = kinds, .optional = true},
        {"name", FIELD_TEXT, AT(name), 1, 3, .characters = true, .optional = true},
        {"bytes", FIELD_TEXT, AT(bytes), 1, 3, .optional = true},
        {"gift", FIELD_BOOL, AT(gift), .optional = true},
        {"line", FIELD_OBJECT, AT(line), .nullable = true, .fields = place_fields, .field_count = 2,
         .given_at = AT(line_given) + 1},
        {"other", FIELD_OBJECT, AT(other), .optional = true, .fields = place_fields, .field_count = 2,
         .given_at = AT(other_given) + 1},
        {"list", FIELD_LIST, AT(list), .minimum = 1, .maximum = 3, .optional = true, .fields = place_fields,
         .field_count = 2, .item_size = sizeof(struct line)},
};

static struct request rq;
static struct form form;

static int set_up(void **state)
{
        (void)state;
        test_request_init(&rq);
        return 0;
}

static int tear_down(void **state)
{
        (void)state;
        test_request_release(&rq);
        return 0;
}

static bool decodes(const char *body)
{
        test_request_release(&rq);
        test_request_init(&rq);
        memset(&form, 0, sizeof form);
        buf_add(&rq.body, str_from(body));
        return request_decode(&rq, fields, &form);
}

/* One entry, for this field with this code. */
static bool fails(const char *body, const char *field, const char *code)
{
        char entry[200];
        snprintf(entry, sizeof entry, "\"errors\":[{\"field\":\"%s\",\"code\":\"%s\",\"message\":\"", field, code);
        return !decodes(body) && rq.reply.status == 422 && test_body_has(&rq, entry) && !test_body_has(&rq, "},{");
}

static void objects(void **state)
{
        (void)state;
        assert_true(decodes("{\"line\":{\"number\":3,\"text\":\"ab\"},\"other\":{\"number\":4}}"));
        assert_true(form.line_given && form.other_given);
        assert_int_equal(form.line.number, 3);
        assert_str(form.line.text, "ab");
        assert_true(form.line.text_given);
        assert_int_equal(form.other.number, 4);
        assert_null(form.other.text.ptr);
        assert_false(form.other.text_given);
}

static void null_and_nothing(void **state)
{
        (void)state;
        assert_true(decodes("{\"line\":null,\"other\":null}"));
        assert_false(form.line_given || form.other_given);
        assert_int_equal(form.line.number, 0);
        assert_true(decodes("{\"line\":null}"));
        assert_false(form.other_given);
        assert_true(fails("{}", "line", "required")); /* null has to be said */
        assert_true(fails("{\"line\":{}}", "line.number", "required"));
        assert_true(fails("{\"line\":{\"number\":null}}", "line.number", "required"));
}

static void fields_of_objects_are_told_by_their_path(void **state)
{
        (void)state;
        assert_true(fails("{\"line\":{\"number\":10}}", "line.number", "out_of_range"));
        assert_true(fails("{\"line\":{\"number\":1,\"text\":\"\"}}", "line.text", "out_of_range"));
        assert_true(fails("{\"line\":{\"number\":1,\"x\":1}}", "line.x", "unknown_field"));
        assert_true(fails("{\"line\":null,\"text\":\"a\"}", "text", "unknown_field"));
        assert_true(fails("{\"line\":null,\"other\":{\"number\":true}}", "other.number", "wrong_type"));
        static const char *const no_objects[] = {"{\"line\":[]}", "{\"line\":\"x\"}", "{\"line\":1}",
                                                 "{\"line\":false}"};
        for (size_t i = 0; i < sizeof no_objects / sizeof no_objects[0]; i++)
                assert_true(fails(no_objects[i], "line", "wrong_type"));
        assert_false(decodes("{\"line\":{\"number\":0},\"other\":{},\"kind\":\"\",\"y\":1}"));
        static const char *const told[] = {"\"line.number\"", "\"other.number\"", "\"kind\"", "\"y\""};
        for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
                assert_true(test_body_has(&rq, told[i]));
        assert_false(test_body_has(&rq, "\"line.y\""));
}

/* The prefix stays whole when a client's name is shortened. */
static void long_names_within_objects(void **state)
{
        (void)state;
        char body[400], field[] = "line.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", name[201];
        assert_int_equal(sizeof field - 1, 5 + 50);
        memset(name, 'n', sizeof name - 1);
        name[sizeof name - 1] = 0;
        snprintf(body, sizeof body, "{\"line\":{\"number\":1,\"%s\":1}}", name);
        assert_true(fails(body, field, "unknown_field"));
}

static void choices(void **state)
{
        (void)state;
        assert_true(decodes("{\"line\":null,\"kind\":\"notify_me\"}"));
        assert_str(form.kind, "notify_me");
        assert_true(decodes("{\"line\":null,\"kind\":\"contact\"}"));
        assert_true(decodes("{\"line\":null,\"kind\":null}"));
        static const char *const wrong[] = {"", "Contact", "contact ", "notify", "contact_notify_me"};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
                char body[100];
                snprintf(body, sizeof body, "{\"line\":null,\"kind\":\"%s\"}", wrong[i]);
                assert_true(fails(body, "kind", "unknown_choice"));
                assert_true(test_body_has(&rq, "\"Give one of: contact, notify_me.\""));
        }
        assert_true(fails("{\"line\":null,\"kind\":1}", "kind", "wrong_type"));
}

static void many_choices_are_cut(void **state)
{
        (void)state;
        static const char *const words[] = {
                "a word of some forty characters, the first", "a word of some forty characters, the second",
                "a word of some forty characters, the third", "a word of some forty characters, the fourth", NULL};
        static const struct field one[] = {{"kind", FIELD_TEXT, 0, .choices = words}};
        struct str kind;
        buf_add(&rq.body, STR("{\"kind\":\"x\"}"));
        assert_false(request_decode(&rq, one, &kind));
        assert_true(test_body_has(&rq, "\"Give one of: a word of some forty characters, the first, a word"));
        assert_false(test_body_has(&rq, "fourth"));
}

static void lengths_in_characters_and_bytes(void **state)
{
        (void)state;
        assert_true(decodes("{\"line\":null,\"name\":\"\xF0\x9F\x8D\x8Fé日\"}")); /* 4 + 2 + 3 bytes */
        assert_int_equal(form.name.len, 9);
        assert_true(decodes("{\"line\":null,\"name\":\"\\u00e9\"}"));
        assert_true(fails("{\"line\":null,\"name\":\"éééé\"}", "name", "out_of_range"));
        assert_true(fails("{\"line\":null,\"name\":\"\"}", "name", "out_of_range"));
        assert_true(decodes("{\"line\":null,\"bytes\":\"日\"}"));
        assert_true(fails("{\"line\":null,\"bytes\":\"éé\"}", "bytes", "out_of_range"));
}

static void arguments(void **state)
{
        (void)state;
        struct query_argument name = {STR("name"), STR("é日x"), NULL}, kind = {STR("kind"), STR("contact"), &name};
        struct form in = {0};
        rq.arguments = &kind;
        assert_true(request_decode_query_fields(&rq, fields, 4, &in));
        assert_str(in.name, "é日x");
        assert_str(in.kind, "contact");
        kind.value = STR("other");
        name.value = STR("1234");
        assert_false(request_decode_query_fields(&rq, fields, 4, &in));
        assert_true(test_body_has(&rq, "\"unknown_choice\""));
        assert_true(test_body_has(&rq, "\"out_of_range\""));
}

static void lists(void **state)
{
        (void)state;
        assert_true(decodes("{\"line\":null,\"list\":[{\"number\":3},{\"number\":4,\"text\":\"ab\"}]}"));
        const struct line *places = form.list.items;
        assert_int_equal(form.list.count, 2);
        assert_int_equal(places[0].number, 3);
        assert_null(places[0].text.ptr);
        assert_int_equal(places[1].number, 4);
        assert_str(places[1].text, "ab");
        assert_true(decodes("{\"line\":null}"));
        assert_int_equal(form.list.count, 0);
        assert_true(fails("{\"line\":null,\"list\":[]}", "list", "out_of_range"));
        assert_true(fails("{\"line\":null,\"list\":[1,2,3,4]}", "list", "out_of_range"));
        assert_true(fails("{\"line\":null,\"list\":{}}", "list", "wrong_type"));
        assert_true(fails("{\"line\":null,\"list\":[{\"number\":1},[]]}", "list.1.", "wrong_type"));
        assert_true(
                fails("{\"line\":null,\"list\":[{\"number\":1},{\"number\":\"x\"}]}", "list.1.number", "wrong_type"));
        assert_true(fails("{\"line\":null,\"list\":[{\"number\":1,\"x\":1}]}", "list.0.x", "unknown_field"));
}

int main(void)
{
#define test_case(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                test_case(objects),
                test_case(null_and_nothing),
                test_case(fields_of_objects_are_told_by_their_path),
                test_case(long_names_within_objects),
                test_case(choices),
                test_case(many_choices_are_cut),
                test_case(lengths_in_characters_and_bytes),
                test_case(arguments),
                test_case(lists),
        };
        return run_all(tests);
}
