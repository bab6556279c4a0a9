/* stripe/client against a scripted server on loopback: retries, deadlines, limits, and settings. */
#include "test.h"

#include "base/clock.h"
#include "test_stripe_server.h"

static enum err post(const char *key)
{
        json_t *json = NULL;
        struct stripe_call_options o = {STRIPE_POST, STR("/v1/things"), STR("a=1"), str_from(key)};
        enum err e = stripe_call(&client, &o, &json, &failure);
        assert_int_equal(json != NULL, e == ERR_NONE);
        json_decref(json);
        return e;
}

static enum err get(void)
{
        json_t *json = NULL;
        struct stripe_call_options o = {STRIPE_GET, STR("/v1/things"), STR("a=1"), STR_NULL};
        enum err e = stripe_call(&client, &o, &json, &failure);
        json_decref(json);
        return e;
}

static void a_repeated_post_keeps_its_key(void **state)
{
        (void)state;
        BEGIN(0, {"500 Oops", NULL, ERROR_BODY("x"), 0, 0}, {"200 OK", NULL, "{\"id\":\"1\"}", 0, 0});
        assert_int_equal(post("key-1"), ERR_NONE);
        end();
        assert_int_equal(server.served, 2);
        for (int i = 0; i < 2; i++) {
                assert_non_null(strstr(server.requests[i], "POST /v1/things HTTP/1.1\r\n"));
                assert_non_null(strstr(server.requests[i], "\r\nIdempotency-Key: key-1\r\n"));
                assert_non_null(strstr(server.requests[i], "\r\nAuthorization: Bearer sk_test_secret\r\n"));
                assert_non_null(strstr(server.requests[i], "\r\nStripe-Version: " STRIPE_VERSION "\r\n"));
                assert_non_null(strstr(server.requests[i], "\r\n\r\na=1"));
        }
        assert_string_equal(server.requests[0], server.requests[1]);
}

static void a_post_without_key_is_not_repeated(void **state)
{
        (void)state;
        BEGIN(0, {"500 Oops", "Request-Id: req_9\r\n", ERROR_BODY("x"), 0, 0}, {"200 OK", NULL, "{}", 0, 0});
        assert_int_equal(post(NULL), ERR_PAYMENT_UNAVAILABLE);
        end();
        assert_int_equal(server.served, 1);
        assert_null(strstr(server.requests[0], "Idempotency-Key"));
        assert_int_equal(failure.status, 500);
        assert_int_equal(failure.attempts, 1);
        assert_string_equal(failure.request_id, "req_9");
        assert_string_equal(failure.type, "api_error");
        assert_string_equal(failure.code, "x");
        assert_string_equal(failure.message, "m");
        assert_string_equal(failure.param, "p");
}

static void stripe_says_whether_to_retry(void **state)
{
        (void)state;
        BEGIN(0, {"429 Slow", "Stripe-Should-Retry: false\r\n", ERROR_BODY("rate_limit"), 0, 0},
              {"400 Bad", "stripe-should-retry: true\r\n", ERROR_BODY("x"), 0, 0}, {"200 OK", NULL, "{}", 0, 0});
        assert_int_equal(post("k"), ERR_PAYMENT_UNAVAILABLE);
        assert_int_equal(failure.attempts, 1);
        assert_int_equal(post("k"), ERR_NONE);
        end();
        assert_int_equal(server.served, 3);
}

static void a_lost_connection_is_tried_again(void **state)
{
        (void)state;
        BEGIN(0, {NULL, NULL, NULL, 0, 0}, {"409 Locked", NULL, ERROR_BODY("lock_timeout"), 0, 0},
              {"200 OK", NULL, "{}", 0, 0});
        assert_int_equal(get(), ERR_NONE);
        end();
        assert_int_equal(server.served, 3);
        assert_non_null(strstr(server.requests[2], "GET /v1/things?a=1 HTTP/1.1\r\n"));
}

static void the_deadline_is_kept(void **state)
{
        (void)state;
        BEGIN(700, {"200 OK", NULL, "{}", 1500, 0});
        int64_t began = clock_ms();
        assert_int_equal(get(), ERR_PAYMENT_UNAVAILABLE);
        int64_t took = clock_ms() - began;
        end();
        assert_in_range(took, 600, 1300);
        assert_int_equal(failure.status, 0);
        assert_string_equal(failure.type, "connection");
        assert_true(failure.message[0]);
}

static void no_attempt_begins_when_the_wait_would_outlast_the_deadline(void **state)
{
        (void)state;
        BEGIN(3000, {"503 Down", "Retry-After: 60\r\n", "", 0, 0});
        int64_t began = clock_ms();
        assert_int_equal(get(), ERR_PAYMENT_UNAVAILABLE);
        assert_true(clock_ms() - began < 1000);
        end();
        assert_int_equal(failure.status, 503);
        assert_int_equal(failure.attempts, 1);
}

static void nobody_listens(void **state)
{
        (void)state;
        BEGIN(1200, {NULL, NULL, NULL, 0, 0});
        shutdown(server.listener, SHUT_RDWR);
        assert_int_equal(post("k"), ERR_PAYMENT_UNAVAILABLE);
        assert_true(failure.attempts >= 2);
        end();
}

static void an_oversized_reply_is_dropped(void **state)
{
        (void)state;
        BEGIN(0, {"200 OK", NULL, "{}", 0, STRIPE_REPLY_MAX});
        assert_int_equal(get(), ERR_PAYMENT_UNAVAILABLE);
        end();
        assert_int_equal(server.served, 1);
        assert_string_equal(failure.message, "the reply is too large");
}

static void what_is_no_json_is_no_reply(void **state)
{
        (void)state;
        BEGIN(0, {"200 OK", NULL, "<html>", 0, 0}, {"200 OK", NULL, "{\"a\":1,\"a\":2}", 0, 0},
              {"404 Gone", NULL, "<html>", 0, 0}, {"302 Found", "Location: http://127.0.0.1:1/\r\n", "{}", 0, 0});
        assert_int_equal(get(), ERR_PAYMENT_UNAVAILABLE);
        assert_string_equal(failure.message, "the reply is not a JSON object");
        assert_int_equal(get(), ERR_PAYMENT_UNAVAILABLE);
        assert_int_equal(get(), ERR_NOT_FOUND);
        assert_int_equal(get(), ERR_INTERNAL);
        assert_int_equal(failure.status, 302);
        end();
}

static void failures_become_errs(void **state)
{
        (void)state;
        BEGIN(0, {"400 Bad", NULL, ERROR_BODY("amount_too_small"), 0, 0},
              {"400 Bad", NULL, ERROR_BODY("resource_missing"), 0, 0},
              {"400 Bad", NULL, ERROR_BODY("charge_already_refunded"), 0, 0},
              {"400 Bad", NULL, ERROR_BODY("email_invalid"), 0, 0},
              {"401 Who", NULL, "{\"error\":{\"message\":\"Invalid key: sk_test_secret\"}}", 0, 0},
              {"402 Card", NULL, ERROR_BODY("whatever"), 0, 0});
        assert_int_equal(post("k"), ERR_AMOUNT_TOO_SMALL);
        assert_int_equal(post("k"), ERR_NOT_FOUND);
        assert_int_equal(post("k"), ERR_CONFLICT);
        assert_int_equal(post("k"), ERR_INVALID_INPUT);
        assert_int_equal(post("k"), ERR_INTERNAL);
        assert_null(strstr(failure.message, "secret_")); /* the key is in no text */
        assert_null(strstr(failure.message, "sk_test"));
        assert_int_equal(post("k"), ERR_INTERNAL);
        end();
}

static void settings_that_are_refused(void **state)
{
        (void)state;
        static const char *const bases[] = {
                "http://api.stripe.com",
                "http://127.0.0.1.evil.example",
                "ftp://127.0.0.1",
                "https://api.stripe.com/v1",
                "https://user@api.stripe.com",
                "https://api.stripe.com?x",
                "https://",
                "http://10.0.0.1",
                "file:///etc/passwd",
                "https://api.stripe.com#x",
                "http://localhost.example",
        };
        static const char *const keys[] = {"", "pk_live_1", "whsec_1", "sk_live_1\r\nX: y", "sk_live_1 "};
        struct str problem;
        for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
                struct stripe_settings s = {str_from(bases[i]), STR("sk_test_1"), 0};
                assert_false(stripe_client_init(&client, &s, &problem));
                assert_true(str_starts(problem, STR("STRIPE_API_BASE ")));
        }
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
                struct stripe_settings s = {STR_NULL, str_from(keys[i]), 0};
                assert_false(stripe_client_init(&client, &s, &problem));
                assert_true(str_starts(problem, STR("STRIPE_SECRET_KEY ")));
        }
}

static void settings_that_are_taken(void **state)
{
        (void)state;
        static const char *const bases[] = {
                NULL,
                "https://api.stripe.com/",
                "http://localhost:12111",
                "http://127.0.0.2:1",
                "http://[::1]:8080",
                "https://proxy.example:8443",
        };
        struct str problem;
        for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
                struct stripe_settings s = {str_from(bases[i]), STR("rk_live_1"), 0};
                assert_true(stripe_client_init(&client, &s, &problem));
                assert_false(stripe_client_set_key(&client, STR("pk_live_1")));
                assert_string_equal(client.secret_key, "rk_live_1");
                assert_true(stripe_client_set_key(&client, STR("sk_live_2")));
                assert_string_equal(client.secret_key, "sk_live_2");
                stripe_client_release(&client);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_repeated_post_keeps_its_key),
                cmocka_unit_test(a_post_without_key_is_not_repeated),
                cmocka_unit_test(stripe_says_whether_to_retry),
                cmocka_unit_test(a_lost_connection_is_tried_again),
                cmocka_unit_test(the_deadline_is_kept),
                cmocka_unit_test(no_attempt_begins_when_the_wait_would_outlast_the_deadline),
                cmocka_unit_test(nobody_listens),
                cmocka_unit_test(an_oversized_reply_is_dropped),
                cmocka_unit_test(what_is_no_json_is_no_reply),
                cmocka_unit_test(failures_become_errs),
                cmocka_unit_test(settings_that_are_refused),
                cmocka_unit_test(settings_that_are_taken),
        };
        return run_with_libraries(tests);
}
