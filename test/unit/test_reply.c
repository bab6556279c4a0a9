/* http/reply: headers that take each other's place, and what refusals carry. */
#include "test.h"

#include "test_request.h"

static struct request rq;

static int set_up(void **state)
{
        (void)state;
        memset(&test_sent, 0, sizeof test_sent);
        test_request_init(&rq);
        return 0;
}

static int tear_down(void **state)
{
        (void)state;
        test_request_release(&rq);
        return 0;
}

static void a_header_takes_the_place_of_its_like(void **state)
{
        (void)state;
        reply_header(&rq, "Retry-After", "1");
        reply_header(&rq, "Set-Cookie", "a=1; Path=/");
        reply_header(&rq, "Set-Cookie", "ab=1; Path=/");
        reply_header(&rq, "Retry-After", "2");
        reply_header(&rq, "Set-Cookie", "a=2");
        reply_header(&rq, "ETag", NULL);
        assert_int_equal(rq.reply.header_count, 3);
        assert_str(test_header(&rq, "Retry-After", 0), "2");
        assert_str(test_header(&rq, "Set-Cookie", 0), "a=2");
        assert_str(test_header(&rq, "Set-Cookie", 1), "ab=1; Path=/");
        reply_drop_cookie(&rq, STR("a"));
        reply_drop_cookie(&rq, STR("b"));
        assert_int_equal(rq.reply.header_count, 2);
        assert_str(test_header(&rq, "Set-Cookie", 0), "ab=1; Path=/");
}

static void more_headers_than_fit_are_left_out(void **state)
{
        (void)state;
        static const char names[REPLY_HEADERS_MAX + 1][2] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                                             "j", "k", "l", "m", "n", "o", "p", "q"};
        for (size_t i = 0; i <= REPLY_HEADERS_MAX; i++)
                reply_header(&rq, names[i], "1");
        assert_int_equal(rq.reply.header_count, REPLY_HEADERS_MAX);
        reply_header(&rq, "p", "2");
        assert_str(test_header(&rq, "p", 0), "2");
        assert_null(test_header(&rq, "q", 0).ptr);
}

static void who_must_log_in_is_asked_to(void **state)
{
        (void)state;
        reply_error(&rq, ERR_LOGIN_REQUIRED, STR_NULL);
        assert_int_equal(rq.reply.status, 401);
        assert_str(test_header(&rq, "WWW-Authenticate", 0), "Session");
        reply_error(&rq, ERR_CSRF_FAILED, STR_NULL);
        assert_int_equal(rq.reply.status, 403);
}

static void only_401_asks_to_log_in(void **state)
{
        (void)state;
        for (enum err e = 1; e < ERR_COUNT; e++) {
                test_request_release(&rq);
                test_request_init(&rq);
                reply_error(&rq, e, STR_NULL);
                unsigned status = err_info(e)->status;
                assert_int_equal(rq.reply.status, status);
                assert_int_equal(test_header(&rq, "WWW-Authenticate", 0).ptr != NULL, status == 401);
                assert_int_equal(test_header(&rq, "Retry-After", 0).ptr != NULL, status == 503 || status == 429);
                assert_str(test_header(&rq, "Cache-Control", 0), "no-store");
        }
}

static void limits(void **state)
{
        (void)state;
        reply_rate_headers(&rq, "login", 10, 3600, 3, 1800);
        reply_json(&rq, 200, STR("{}"));
        assert_int_equal(rq.reply.status, 200);
        assert_str(test_header(&rq, "RateLimit-Policy", 0), "\"login\";q=10;w=3600");
        assert_str(test_header(&rq, "RateLimit", 0), "\"login\";r=3;t=1800");
        assert_null(test_header(&rq, "Retry-After", 0).ptr);
        reply_rate_limited(&rq, "login-username", 10, 3600, 17);
        assert_int_equal(rq.reply.status, 429);
        assert_str(test_header(&rq, "RateLimit-Policy", 0), "\"login-username\";q=10;w=3600");
        assert_str(test_header(&rq, "RateLimit", 0), "\"login-username\";r=0;t=17");
        assert_str(test_header(&rq, "Retry-After", 0), "17");
        assert_int_equal(rq.reply.header_count, 4);
}

static void a_limit_of_the_database(void **state)
{
        (void)state;
        char words[] = "reset 5 3600 99";
        struct outcome o = {.error = ERR_TOO_MANY_REQUESTS,
                            .code = STR("too_many_requests"),
                            .field = str_from(words),
                            .message = STR("")};
        reply_outcome(&rq, &o);
        memset(words, 'x', sizeof words); /* as the outcome is released */
        assert_int_equal(rq.reply.status, 429);
        assert_true(test_body_has(&rq, "\"code\":\"too_many_requests\""));
        assert_false(test_body_has(&rq, "\"errors\""));
        assert_str(test_header(&rq, "RateLimit-Policy", 0), "\"reset\";q=5;w=3600");
        assert_str(test_header(&rq, "RateLimit", 0), "\"reset\";r=0;t=99");
        assert_str(test_header(&rq, "Retry-After", 0), "99");
}

static void a_limit_without_numbers(void **state)
{
        (void)state;
        static const char *const wrong[] = {"", "reset", "reset 5 3600", "reset 5 3600 x", "reset five 3600 1"};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
                struct outcome o = {.error = ERR_TOO_MANY_REQUESTS, .field = str_from(wrong[i])};
                test_request_release(&rq);
                test_request_init(&rq);
                reply_outcome(&rq, &o);
                assert_int_equal(rq.reply.status, 429);
                assert_str(test_header(&rq, "Retry-After", 0), "1");
                assert_null(test_header(&rq, "RateLimit", 0).ptr);
        }
}

static void what_the_database_refuses_of_a_field(void **state)
{
        (void)state;
        struct outcome o = {.error = ERR_INVALID_INPUT,
                            .code = STR("unknown_code"),
                            .field = STR("code"),
                            .message = STR("There is no such code.")};
        reply_outcome(&rq, &o);
        assert_int_equal(rq.reply.status, 422);
        assert_true(test_body_has(&rq, "\"errors\":[{\"field\":\"code\",\"code\":\"unknown_code\""));
}

int main(void)
{
#define test_case(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                test_case(a_header_takes_the_place_of_its_like),
                test_case(more_headers_than_fit_are_left_out),
                test_case(who_must_log_in_is_asked_to),
                test_case(only_401_asks_to_log_in),
                test_case(limits),
                test_case(a_limit_of_the_database),
                test_case(a_limit_without_numbers),
                test_case(what_the_database_refuses_of_a_field),
        };
        return run_all(tests);
}
