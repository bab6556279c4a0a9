/* Parsing Stripe's objects: sessions of several API versions, refunds, events, and what must be refused. */
#include "test.h"

#include "stripe/event.h"
#include "stripe/refund.h"
#include "stripe/session.h"

static struct arena arena;
static struct stripe_session session;

static int start(void **state)
{
        (void)state;
        arena_init(&arena, 64 * 1024);
        return 0;
}

static int stop(void **state)
{
        (void)state;
        arena_release(&arena);
        return 0;
}

#define ADDRESS(line1)                                                                                                 \
        "{\"line1\":\"" line1 "\",\"line2\":null,\"city\":\"Z\\u00fcrich\",\"state\":\"\","                            \
        "\"postal_code\":\"8001\",\"country\":\"CH\"}"
#define HEAD                                                                                                           \
        "\"object\":\"checkout.session\",\"id\":\"cs_test_1\",\"mode\":\"payment\",\"livemode\":false,"                \
        "\"created\":1700000000,\"expires_at\":1700001860,"
#define MONEY "\"amount_subtotal\":5000,\"amount_total\":4700,\"currency\":\"usd\","
#define DONE "\"status\":\"complete\",\"payment_status\":\"paid\""

static const char new_shape[] =
        "{" HEAD MONEY "\"client_reference_id\":\"chk_1\",\"metadata\":{\"checkout\":\"chk_1\"},"
        "\"total_details\":{\"amount_discount\":1000,\"amount_shipping\":700,\"amount_tax\":0},"
        "\"customer\":null,\"customer_email\":\"asked@example.com\","
        "\"customer_details\":{\"email\":\"jo@example.com\",\"name\":\"Jo\",\"phone\":\"+41440000000\","
        "\"address\":" ADDRESS(
                "Bill 1") "},"
                          "\"collected_information\":{\"shipping_details\":{\"name\":\"Jo Ship\",\"address\":" ADDRESS(
                                  "Ship 1") "}},"
                                            "\"shipping_details\":{\"name\":\"not this\"},"
                                            "\"payment_intent\":{\"id\":\"pi_1\",\"latest_charge\":{\"id\":\"ch_1\","
                                            "\"payment_method_details\":"
                                            "{\"type\":\"card\",\"card\":{\"brand\":\"visa\",\"last4\":\"4242\"}}}},"
                                            "\"line_items\":{\"has_more\":false,\"data\":[{\"description\":\"Mug\","
                                            "\"quantity\":2,"
                                            "\"amount_subtotal\":5000,\"amount_discount\":1000,\"amount_tax\":0,"
                                            "\"amount_total\":4000}]},"
                                            "\"url\":null," DONE "}";

static enum err parse(const char *text)
{
        json_t *json = stripe_json_load(str_from(text));
        assert_non_null(json);
        enum err e = stripe_session_parse(json, &arena, &session);
        json_decref(json); /* what was parsed must not need it any more */
        return e;
}

static void the_new_shape(void **state)
{
        (void)state;
        assert_int_equal(parse(new_shape), ERR_NONE);
        assert_str(session.id, "cs_test_1");
        assert_str(session.url, NULL);
        assert_str(session.client_reference_id, "chk_1");
        assert_str(session.metadata_checkout, "chk_1");
        assert_true(session.is_payment);
        assert_int_equal(session.status, STRIPE_SESSION_COMPLETE);
        assert_int_equal(session.payment_status, STRIPE_PAID);
        assert_int_equal(session.amount_subtotal, 5000);
        assert_int_equal(session.amount_total, 4700);
        assert_int_equal(session.amount_discount, 1000);
        assert_int_equal(session.amount_shipping, 700);
        assert_int_equal(session.amount_tax, 0);
        assert_str(session.currency, "usd");
        assert_false(session.livemode);
        assert_int_equal(session.created, 1700000000);
        assert_int_equal(session.expires_at, 1700001860);
}

static void the_people_and_the_card(void **state)
{
        (void)state;
        assert_int_equal(parse(new_shape), ERR_NONE);
        assert_str(session.payment_intent_id, "pi_1");
        assert_str(session.charge_id, "ch_1");
        assert_str(session.customer_id, NULL);
        assert_str(session.email, "jo@example.com");
        assert_str(session.customer_name, "Jo");
        assert_str(session.phone, "+41440000000");
        assert_str(session.billing.line1, "Bill 1");
        assert_str(session.billing.line2, NULL);
        assert_str(session.billing.city, "Z\xC3\xBCrich");
        assert_str(session.billing.state, "");
        assert_str(session.shipping_name, "Jo Ship");
        assert_str(session.shipping.line1, "Ship 1");
        assert_str(session.shipping.country, "CH");
        assert_str(session.payment_method_type, "card");
        assert_str(session.card_brand, "visa");
        assert_str(session.card_last4, "4242");
}

static void the_items(void **state)
{
        (void)state;
        assert_int_equal(parse(new_shape), ERR_NONE);
        assert_int_equal(session.item_count, 1);
        assert_false(session.items_truncated);
        assert_str(session.items[0].description, "Mug");
        assert_int_equal(session.items[0].quantity, 2);
        assert_int_equal(session.items[0].amount_discount, 1000);
        assert_int_equal(session.items[0].amount_total, 4000);
}

static void older_shapes(void **state)
{
        (void)state;
        assert_int_equal(parse("{" HEAD MONEY "\"payment_intent\":\"pi_2\",\"customer\":{\"id\":\"cus_1\"},"
                               "\"customer_email\":\"asked@example.com\","
                               "\"shipping_details\":{\"name\":\"A\",\"address\":{\"line1\":\"B\"}}," DONE "}"),
                         ERR_NONE);
        assert_str(session.payment_intent_id, "pi_2");
        assert_str(session.charge_id, NULL);
        assert_str(session.customer_id, "cus_1");
        assert_str(session.email, "asked@example.com");
        assert_str(session.shipping_name, "A");
        assert_str(session.shipping.line1, "B");
        assert_int_equal(session.amount_discount, 0);

        assert_int_equal(parse("{" HEAD MONEY "\"payment_intent\":{\"id\":\"pi_3\",\"charges\":{\"data\":[{\"id\":"
                               "\"ch_3\",\"payment_method_details\":{\"type\":\"card\",\"card\":{\"last4\":\"1111\"}}}]"
                               "}},\"shipping\":{\"name\":\"C\"}," DONE "}"),
                         ERR_NONE);
        assert_str(session.charge_id, "ch_3");
        assert_str(session.card_last4, "1111");
        assert_str(session.shipping_name, "C");
}

static void a_session_of_another_mode_has_no_amounts(void **state)
{
        (void)state;
        assert_int_equal(parse("{\"object\":\"checkout.session\",\"id\":\"cs_2\",\"mode\":\"setup\",\"livemode\":true,"
                               "\"created\":1,\"expires_at\":2,\"amount_total\":null,\"status\":\"open\","
                               "\"payment_status\":\"no_payment_required\"}"),
                         ERR_NONE);
        assert_false(session.is_payment);
        assert_true(session.livemode);
        assert_int_equal(session.payment_status, STRIPE_NO_PAYMENT_REQUIRED);
        assert_str(session.client_reference_id, NULL);
}

static void refused_sessions(void **state)
{
        (void)state;
        static const char *const texts[] = {
                "{}",
                "{\"object\":\"charge\"}",
                "{" HEAD DONE "}",
                "{" HEAD MONEY "\"status\":\"complete\"}",
                "{" HEAD MONEY "\"payment_status\":\"paid\"}",
                "{" HEAD MONEY "\"status\":\"complete\",\"payment_status\":\"nearly_paid\"}",
                "{" HEAD MONEY "\"status\":null,\"payment_status\":\"paid\"}",
                "{" HEAD "\"amount_subtotal\":50.0,\"amount_total\":50,\"currency\":\"usd\"," DONE "}",
                "{" HEAD "\"amount_subtotal\":50,\"amount_total\":5e1,\"currency\":\"usd\"," DONE "}",
                "{" HEAD "\"amount_subtotal\":50,\"amount_total\":\"50\",\"currency\":\"usd\"," DONE "}",
                "{" HEAD "\"amount_subtotal\":50,\"amount_total\":-50,\"currency\":\"usd\"," DONE "}",
                "{" HEAD "\"amount_subtotal\":50,\"amount_total\":50,\"currency\":null," DONE "}",
                "{" HEAD MONEY "\"total_details\":{\"amount_tax\":0.5}," DONE "}",
                "{" HEAD MONEY "\"line_items\":{\"data\":[{\"amount_subtotal\":1,\"amount_total\":1.5}]}," DONE "}",
        };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                assert_int_equal(parse(texts[i]), ERR_INTERNAL);
                assert_str(session.id, NULL);
        }
        assert_int_equal(stripe_session_parse(NULL, &arena, &session), ERR_INTERNAL);
}

static void a_full_arena_is_no_memory(void **state)
{
        (void)state;
        parse(new_shape);
        size_t needed = arena.used;
        for (size_t cap = 0; cap <= needed; cap += 16) {
                arena_release(&arena);
                arena_init(&arena, cap);
                assert_int_equal(parse(new_shape), cap < needed ? ERR_NO_MEMORY : ERR_NONE);
        }
}

static void json_that_is_not_loaded(void **state)
{
        (void)state;
        assert_null(stripe_json_load(STR_NULL));
        assert_null(stripe_json_load(STR("")));
        assert_null(stripe_json_load(STR("[]")));
        assert_null(stripe_json_load(STR("\"a\"")));
        assert_null(stripe_json_load(STR("{\"a\":1,\"a\":2}")));
        assert_null(stripe_json_load(STR("{\"a\":\"\\u0000\"}")));
        assert_null(stripe_json_load(STR("{\"a\":\"\xFF\"}")));
        assert_null(stripe_json_load(STR("{} x")));
}

static void refunds(void **state)
{
        (void)state;
        struct stripe_refund refund;
        json_t *json = stripe_json_load(STR("{\"object\":\"refund\",\"id\":\"re_1\",\"payment_intent\":\"pi_1\","
                                            "\"charge\":{\"id\":\"ch_1\"},\"amount\":300,\"currency\":\"eur\","
                                            "\"status\":\"requires_action\",\"reason\":null,\"created\":9,"
                                            "\"metadata\":{\"refund\":\"rf_1\"}}"));
        assert_int_equal(stripe_refund_parse(json, &arena, &refund), ERR_NONE);
        assert_str(refund.id, "re_1");
        assert_str(refund.payment_intent_id, "pi_1");
        assert_str(refund.charge_id, "ch_1");
        assert_int_equal(refund.amount, 300);
        assert_str(refund.currency, "eur");
        assert_int_equal(refund.status, STRIPE_REFUND_REQUIRES_ACTION);
        assert_str(refund.reason, NULL);
        assert_str(refund.identifier, "rf_1");
        json_object_set_new(json, "amount", json_real(300.0));
        assert_int_equal(stripe_refund_parse(json, &arena, &refund), ERR_INTERNAL);
        json_decref(json);
}

static void events(void **state)
{
        (void)state;
        struct stripe_event event;
        json_t *json = stripe_json_load(STR("{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"charge.refunded\","
                                            "\"created\":7,\"livemode\":true,\"api_version\":\"2020-08-27\","
                                            "\"data\":{\"object\":{\"object\":\"charge\",\"id\":\"ch_1\"}}}"));
        assert_int_equal(stripe_event_parse(json, &arena, &event), ERR_NONE);
        assert_str(event.id, "evt_1");
        assert_str(event.type, "charge.refunded");
        assert_str(event.api_version, "2020-08-27");
        assert_int_equal(event.created, 7);
        assert_true(event.livemode);
        assert_str(event.object_type, "charge");
        assert_str(event.object_id, "ch_1");
        assert_ptr_equal(event.object, json_object_get(json_object_get(json, "data"), "object"));
        json_object_del(json, "data");
        assert_int_equal(stripe_event_parse(json, &arena, &event), ERR_INTERNAL);
        json_decref(json);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(the_new_shape, start, stop),
                cmocka_unit_test_setup_teardown(the_people_and_the_card, start, stop),
                cmocka_unit_test_setup_teardown(the_items, start, stop),
                cmocka_unit_test_setup_teardown(older_shapes, start, stop),
                cmocka_unit_test_setup_teardown(a_session_of_another_mode_has_no_amounts, start, stop),
                cmocka_unit_test_setup_teardown(refused_sessions, start, stop),
                cmocka_unit_test_setup_teardown(a_full_arena_is_no_memory, start, stop),
                cmocka_unit_test_setup_teardown(json_that_is_not_loaded, start, stop),
                cmocka_unit_test_setup_teardown(refunds, start, stop),
                cmocka_unit_test_setup_teardown(events, start, stop),
        };
        return run_all(tests);
}
