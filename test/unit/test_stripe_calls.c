/* What the calls for sessions, refunds and events send to Stripe, and what they make of its answers. */
#include "test.h"

#include "stripe/event.h"
#include "stripe/refund.h"
#include "stripe/session.h"
#include "test_stripe_server.h"

static const struct stripe_session_line lines[] = {
        {STR("Mug & spoon"), STR("blue"), STR("https://shop.example/mug.jpg"), STR("MUG-1"), 1250, 2},
        {STR("Card"), STR(""), STR(""), STR(""), 300, 1},
};
static const struct str countries[] = {STR("CH"), STR("DE")};

static struct stripe_session_request checkout(void)
{
        return (struct stripe_session_request){
                .identifier = STR("chk_1"),
                .lines = lines,
                .line_count = 2,
                .currency = STR("USD"),
                .item_discount = 800,
                .discount_name = STR("A name of more than the forty characters that Stripe takes"),
                .shipping_title = STR("Post"),
                .shipping_amount = 700,
                .total = 2700,
                .customer_email = STR("jo@example.com"),
                .ships_to = countries,
                .ships_to_count = 2,
                .collect_phone = true,
                .expires_at = 1700001860,
                .success_url = STR("https://shop.example/done?s={CHECKOUT_SESSION_ID}"),
                .cancel_url = STR("https://shop.example/cart"),
        };
}

#define SESSION(status, total)                                                                                         \
        "{\"object\":\"checkout.session\",\"id\":\"cs_1\",\"mode\":\"payment\",\"livemode\":false,\"created\":1,"      \
        "\"expires_at\":2,\"amount_subtotal\":2800,\"amount_total\":" total ",\"currency\":\"usd\","                   \
        "\"url\":\"https://pay.example/1\",\"status\":\"" status "\",\"payment_status\":\"unpaid\"}"

static enum err create(struct stripe_session *ret)
{
        struct stripe_session_request request = checkout();
        return stripe_session_create(&client, &request, &arena, ret, &failure);
}

static void assert_sent(size_t i, const char *text)
{
        if (!strstr(server.requests[i], text))
                fail_msg("%s is not in %s", text, server.requests[i]);
}

static void a_session_is_created_after_its_coupon(void **state)
{
        (void)state;
        struct stripe_session session;
        BEGIN(0, {"200 OK", NULL, "{\"id\":\"co_1\"}", 0, 0}, {"200 OK", NULL, SESSION("open", "2700"), 0, 0});
        assert_int_equal(create(&session), ERR_NONE);
        assert_str(session.id, "cs_1");
        assert_str(session.url, "https://pay.example/1");
        end();
        assert_sent(0, "POST /v1/coupons ");
        assert_sent(0, "Idempotency-Key: coupon-chk_1\r\n");
        assert_sent(0, "amount_off=800&currency=usd&duration=once&max_redemptions=1&name="
                       "A%20name%20of%20more%20than%20the%20forty%20characters&metadata[checkout]=chk_1");
        assert_sent(1, "POST /v1/checkout/sessions ");
        assert_sent(1, "Idempotency-Key: session-chk_1\r\n");
        assert_sent(1,
                    "client_reference_id=chk_1&metadata[checkout]=chk_1&payment_intent_data[metadata][checkout]=chk_1");
        assert_sent(1, "&line_items[0][price_data][unit_amount]=1250&");
        assert_sent(1, "&line_items[0][price_data][product_data][images][0]=https%3A%2F%2Fshop.example%2Fmug.jpg&");
        assert_sent(1, "&line_items[0][price_data][product_data][metadata][sku]=MUG-1&");
        assert_sent(1, "&line_items[1][price_data][product_data][name]=Card&discounts[0][coupon]=co_1&");
        assert_sent(1, "shipping_address_collection[allowed_countries][1]=DE&");
        assert_sent(1, "[fixed_amount][amount]=700&");
        assert_sent(1, "&phone_number_collection[enabled]=true&customer_email=jo%40example.com&expires_at=1700001860&");
}

static void another_total_is_expired_and_refused(void **state)
{
        (void)state;
        struct stripe_session session;
        BEGIN(0, {"200 OK", NULL, "{\"id\":\"co_1\"}", 0, 0}, {"200 OK", NULL, SESSION("open", "2699"), 0, 0},
              {"200 OK", NULL, SESSION("expired", "2699"), 0, 0});
        assert_int_equal(create(&session), ERR_PAYMENT_AMOUNT_MISMATCH);
        end();
        assert_int_equal(server.served, 3);
        assert_sent(2, "POST /v1/checkout/sessions/cs_1/expire ");
        assert_string_equal(failure.message, "Stripe would charge 2699 usd, the checkout says 2700 usd");
}

static void requests_that_are_never_sent(void **state)
{
        (void)state;
        struct stripe_session session;
        struct stripe_session_request r = checkout();
        BEGIN(0, {NULL, NULL, NULL, 0, 0});
        r.total = 2701;
        assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), ERR_PAYMENT_AMOUNT_MISMATCH);
        r = checkout();
        r.line_count = 101;
        assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), ERR_CART_FULL);
        r = checkout();
        r.line_count = 0;
        assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), ERR_CART_EMPTY);
        r = checkout();
        r.identifier = STR("../x");
        assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), ERR_INTERNAL);
        struct stripe_session_line huge[] = {{STR("a"), STR(""), STR(""), STR(""), INT64_MAX / 2, 3}};
        r = checkout();
        r.lines = huge;
        r.line_count = 1;
        assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), ERR_INTERNAL);
        static const struct {
                struct str currency;
                int64_t price, shipping, discount;
                enum err expected;
        } amounts[] = {
                {STR("USD"), 49, 0, 0, ERR_AMOUNT_TOO_SMALL},
                {STR("USD"), 100, 0, 51, ERR_AMOUNT_TOO_SMALL},
                {STR("USD"), 99999999, 1, 0, ERR_AMOUNT_TOO_LARGE},
                {STR("KWD"), 1005, 0, 0, ERR_AMOUNT_NOT_CHARGEABLE},
                {STR("KWD"), 1005, 5, 0, ERR_AMOUNT_NOT_CHARGEABLE}, /* the total alone would do */
                {STR("KWD"), 1000, 15, 5, ERR_AMOUNT_NOT_CHARGEABLE},
                {STR("UGX"), 150, 50, 0, ERR_AMOUNT_NOT_CHARGEABLE},
                {STR("U1D"), 100, 0, 0, ERR_INTERNAL},
        };
        for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
                struct stripe_session_line line = {STR("a"), STR(""), STR(""), STR(""), amounts[i].price, 1};
                r = checkout();
                r.lines = &line;
                r.line_count = 1;
                r.currency = amounts[i].currency;
                r.shipping_amount = amounts[i].shipping;
                r.item_discount = amounts[i].discount;
                r.total = line.unit_amount + r.shipping_amount - r.item_discount;
                assert_int_equal(stripe_session_create(&client, &r, &arena, &session, &failure), amounts[i].expected);
        }
        assert_int_equal(stripe_session_retrieve(&client, STR("a/../b"), &arena, &session, &failure), ERR_NOT_FOUND);
        end();
        assert_int_equal(server.served, 0);
}

#define ITEM(title) "{\"description\":\"" title "\",\"quantity\":1,\"amount_subtotal\":5,\"amount_total\":5}"
#define WITH_ITEMS                                                                                                     \
        "{\"object\":\"checkout.session\",\"id\":\"cs_1\",\"mode\":\"payment\",\"livemode\":false,\"created\":1,"      \
        "\"expires_at\":2,\"amount_subtotal\":10,\"amount_total\":10,\"currency\":\"usd\",\"status\":\"open\","        \
        "\"payment_status\":\"unpaid\",\"line_items\":{\"has_more\":true,\"data\":[" ITEM("one") "]}}"

static void a_retrieved_session_has_all_its_items(void **state)
{
        (void)state;
        struct stripe_session session;
        BEGIN(0, {"200 OK", NULL, WITH_ITEMS, 0, 0},
              {"200 OK", NULL, "{\"object\":\"list\",\"data\":[" ITEM("one") "," ITEM("two") "]}", 0, 0});
        assert_int_equal(stripe_session_retrieve(&client, STR("cs_1"), &arena, &session, &failure), ERR_NONE);
        assert_int_equal(session.item_count, 2);
        assert_false(session.items_truncated);
        assert_str(session.items[1].description, "two");
        end();
        assert_sent(0, "GET /v1/checkout/sessions/cs_1?expand[]=line_items&expand[]=payment_intent.latest_charge ");
        assert_sent(1, "GET /v1/checkout/sessions/cs_1/line_items?limit=100 ");
}

static void expiry_tells_what_it_found(void **state)
{
        (void)state;
        enum stripe_expiry expiry;
        BEGIN(0, {"200 OK", NULL, SESSION("expired", "1"), 0, 0}, {"400 Bad", NULL, ERROR_BODY(""), 0, 0},
              {"200 OK", NULL, SESSION("complete", "1"), 0, 0}, {"400 Bad", NULL, ERROR_BODY(""), 0, 0},
              {"200 OK", NULL, SESSION("expired", "1"), 0, 0}, {"404 No", NULL, ERROR_BODY("resource_missing"), 0, 0});
        assert_int_equal(stripe_session_expire(&client, STR("cs_1"), &expiry, &failure), ERR_NONE);
        assert_int_equal(expiry, STRIPE_EXPIRED_NOW);
        assert_int_equal(stripe_session_expire(&client, STR("cs_1"), &expiry, &failure), ERR_NONE);
        assert_int_equal(expiry, STRIPE_EXPIRY_COMPLETE);
        assert_int_equal(stripe_session_expire(&client, STR("cs_1"), &expiry, &failure), ERR_NONE);
        assert_int_equal(expiry, STRIPE_EXPIRED_BEFORE);
        assert_int_equal(stripe_session_expire(&client, STR("cs_1"), &expiry, &failure), ERR_NOT_FOUND);
        end();
}

#define REFUND(id)                                                                                                     \
        "{\"object\":\"refund\",\"id\":\"" id "\",\"amount\":100,\"currency\":\"usd\",\"status\":\"succeeded\","       \
        "\"created\":1}"

static void refunds(void **state)
{
        (void)state;
        struct stripe_refund refund;
        struct stripe_refund_list list;
        struct stripe_refund_request request = {STR("rf_1"), STR("pi_1"), 100, STR("requested_by_customer")};
        BEGIN(0, {"200 OK", NULL, REFUND("re_1"), 0, 0},
              {"400 Bad", NULL, "{\"error\":{\"param\":\"amount\",\"message\":\"greater than unrefunded\"}}", 0, 0},
              {"200 OK", NULL, "{\"has_more\":true,\"data\":[" REFUND("re_3") "," REFUND("re_2") "]}", 0, 0},
              {"200 OK", NULL, "{\"has_more\":false,\"data\":[" REFUND("re_1") "]}", 0, 0});
        assert_int_equal(stripe_refund_create(&client, &request, &arena, &refund, &failure), ERR_NONE);
        assert_str(refund.id, "re_1");
        assert_int_equal(stripe_refund_create(&client, &request, &arena, &refund, &failure), ERR_CONFLICT);
        assert_int_equal(stripe_refund_list(&client, STR("pi_1"), &arena, &list, &failure), ERR_NONE);
        assert_int_equal(list.count, 3);
        assert_str(list.refunds[2].id, "re_1");
        end();
        assert_sent(0, "Idempotency-Key: refund-rf_1\r\n");
        assert_sent(0, "payment_intent=pi_1&amount=100&reason=requested_by_customer&metadata[refund]=rf_1");
        assert_sent(2, "GET /v1/refunds?payment_intent=pi_1&limit=100 ");
        assert_sent(3, "GET /v1/refunds?payment_intent=pi_1&limit=100&starting_after=re_2 ");
}

#define EVENT(id)                                                                                                      \
        "{\"object\":\"event\",\"id\":\"" id "\",\"type\":\"t\",\"created\":1,\"livemode\":false,"                     \
        "\"data\":{\"object\":{\"object\":\"charge\",\"id\":\"ch_1\"}}}"

static void events_page_by_page(void **state)
{
        (void)state;
        struct stripe_event_page page;
        BEGIN(0, {"200 OK", NULL, "{\"has_more\":true,\"data\":[" EVENT("evt_2") "," EVENT("evt_1") "]}", 0, 0},
              {"200 OK", NULL, "{\"has_more\":false,\"data\":[]}", 0, 0});
        assert_int_equal(stripe_events_undelivered(&client, 1700000000, STR_NULL, &arena, &page, &failure), ERR_NONE);
        assert_int_equal(page.count, 2);
        assert_str(page.next, "evt_1");
        assert_str(page.events[0].object_id, "ch_1");
        struct str next = page.next;
        stripe_event_page_release(&page);
        assert_int_equal(stripe_events_undelivered(&client, 1700000000, next, &arena, &page, &failure), ERR_NONE);
        assert_int_equal(page.count, 0);
        assert_str(page.next, NULL);
        stripe_event_page_release(&page);
        end();
        assert_sent(0, "GET /v1/events?delivery_success=false&created[gte]=1700000000&limit=100 ");
        assert_sent(1, "&starting_after=evt_1 ");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_is_created_after_its_coupon),
                cmocka_unit_test(another_total_is_expired_and_refused),
                cmocka_unit_test(requests_that_are_never_sent),
                cmocka_unit_test(a_retrieved_session_has_all_its_items),
                cmocka_unit_test(expiry_tells_what_it_found),
                cmocka_unit_test(refunds),
                cmocka_unit_test(events_page_by_page),
        };
        return run_with_libraries(tests);
}
