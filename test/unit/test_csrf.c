/* http/visitor: for whom a CSRF token holds, and what an unsafe request must bring. */
#include "test.h"

#include "http/visitor.h"
#include "test_request.h"

#define ORIGIN "https://shop.example"

/* A browser with some of the cookies of a login. */
enum who { VISITOR_A = 1 << 0, VISITOR_B = 1 << 1, SESSION_A = 1 << 2, SESSION_B = 1 << 3 };

static char visitors[2][64], sessions[2][64]; /* values of cookies */
static struct request rq;

static void copy_value(struct str line, char out[64])
{
        struct str pair = str_cut(&line, ';');
        (void)str_cut(&pair, '=');
        assert_true(str_to_c(pair, out, 64));
}

static void begin(enum who who)
{
        test_request_release(&rq);
        memset(&test_sent, 0, sizeof test_sent);
        test_request_init(&rq);
        test_send(MHD_HEADER_KIND, "Origin", ORIGIN);
        if (who & (VISITOR_A | VISITOR_B))
                test_send(MHD_COOKIE_KIND, "visitor", visitors[who & VISITOR_B ? 1 : 0]);
        if (who & (SESSION_A | SESSION_B))
                test_send(MHD_COOKIE_KIND, "session", sessions[who & SESSION_B ? 1 : 0]);
        visitor_read(&rq);
        session_read(&rq);
}

static int set_up(void **state)
{
        (void)state;
        if (!test_server.options.origins.count)
                assert_true(origins_add(&test_server.options.origins, STR(ORIGIN)));
        test_request_init(&rq);
        for (int i = 0; i < 2; i++) {
                begin(0);
                assert_true(visitor_create(&rq));
                copy_value(test_header(&rq, "Set-Cookie", 0), visitors[i]);
                assert_true(session_begin(&rq));
                session_keep(&rq, 0);
                copy_value(test_header(&rq, "Set-Cookie", 1), sessions[i]);
        }
        return 0;
}

static int tear_down(void **state)
{
        (void)state;
        test_request_release(&rq);
        return 0;
}

static void issue(enum who who, char out[64])
{
        begin(who);
        assert_true(str_to_c(csrf_issue(&rq), out, 64));
}

static enum err check(enum who who, const char *token)
{
        begin(who);
        test_send(MHD_HEADER_KIND, "X-CSRFToken", token);
        return csrf_check(&rq);
}

/* Rows: whose token; columns: whose request. */
static void token_holds_for_whom_it_was_made(void **state)
{
        (void)state;
        static const enum who all[] = {
                VISITOR_A, VISITOR_B, VISITOR_A | SESSION_A, VISITOR_B | SESSION_A, SESSION_A, VISITOR_A | SESSION_B,
                SESSION_B, 0};
        static const char *const expected[] = {
                "x.......",             /* a visitor's: not with a session, not another visitor's */
                ".x......", "..xxx...", /* a session's: whatever the visitor, but never without it */
                "..xxx...", "..xxx...", ".....xx.", ".....xx.",
        };
        char token[64];
        for (size_t row = 0; row < sizeof expected / sizeof expected[0]; row++) {
                issue(all[row], token);
                for (size_t column = 0; column < sizeof all / sizeof all[0]; column++)
                        assert_int_equal(check(all[column], token),
                                         expected[row][column] == 'x' ? ERR_NONE : ERR_CSRF_FAILED);
        }
}

/* The same bytes as a visitor and as a session are two. */
static void purposes_are_kept_apart(void **state)
{
        (void)state;
        char token[64];
        struct str key = test_server.options.secret_key;
        begin(SESSION_A);
        assert_true(str_to_c(csrf_issue(&rq), token, sizeof token));
        assert_true(csrf_token_is_valid_for_session(key, rq.session, str_from(token)));
        assert_false(csrf_token_is_valid(key, rq.session, str_from(token)));
        begin(VISITOR_A);
        assert_true(str_to_c(csrf_issue(&rq), token, sizeof token));
        assert_true(csrf_token_is_valid(key, rq.visitor, str_from(token)));
        assert_false(csrf_token_is_valid_for_session(key, rq.visitor, str_from(token)));
        assert_false(csrf_token_is_valid_for_session(key, STR_NULL, str_from(token)));
}

static void wrong_tokens_are_refused(void **state)
{
        (void)state;
        char token[64];
        issue(SESSION_A, token);
        begin(SESSION_A);
        assert_int_equal(csrf_check(&rq), ERR_CSRF_FAILED); /* none */
        assert_int_equal(check(SESSION_A, ""), ERR_CSRF_FAILED);
        for (size_t i = 0; token[i]; i++) {
                token[i] ^= 1;
                assert_int_equal(check(SESSION_A, token), ERR_CSRF_FAILED);
                token[i] ^= 1;
        }
        assert_int_equal(check(SESSION_A, token), ERR_NONE);
}

static void a_cookie_is_no_header(void **state)
{
        (void)state;
        char token[64];
        issue(VISITOR_A, token);
        begin(VISITOR_A);
        test_send(MHD_COOKIE_KIND, "csrftoken", token);
        assert_int_equal(csrf_check(&rq), ERR_CSRF_FAILED);
}

static void origin_comes_first(void **state)
{
        (void)state;
        char token[64];
        issue(SESSION_A, token);
        begin(SESSION_A);
        test_send(MHD_HEADER_KIND, "X-CSRFToken", token);
        test_sent.values[0].value = "https://evil.example";
        assert_int_equal(csrf_check(&rq), ERR_ORIGIN_FORBIDDEN);
        test_sent.values[0].name = "Referer";
        assert_int_equal(csrf_check(&rq), ERR_ORIGIN_FORBIDDEN);
        test_sent.values[0].value = ORIGIN "/account?x#y";
        assert_int_equal(csrf_check(&rq), ERR_NONE);
        test_sent.values[0].name = "X-Other";
        assert_int_equal(csrf_check(&rq), ERR_ORIGIN_FORBIDDEN);
}

static void member_without_visitor_gets_one(void **state)
{
        (void)state;
        char token[64];
        issue(SESSION_A, token);
        assert_int_equal(check(SESSION_A, token), ERR_NONE);
        assert_int_equal(rq.visitor.len, VISITOR_BYTES);
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 0), STR("visitor=")));
        assert_int_equal(check(SESSION_A | VISITOR_A, token), ERR_NONE);
        assert_int_equal(rq.reply.header_count, 0);
        assert_int_equal(check(SESSION_A, "x"), ERR_CSRF_FAILED);
        assert_int_equal(rq.reply.header_count, 0);
}

static void token_that_holds_is_kept(void **state)
{
        (void)state;
        char token[64], again[64];
        issue(SESSION_A, token);
        begin(SESSION_A | VISITOR_B);
        test_send(MHD_COOKIE_KIND, "csrftoken", token);
        assert_true(str_to_c(csrf_issue(&rq), again, sizeof again));
        assert_string_equal(again, token);
        assert_int_equal(rq.reply.header_count, 0);
}

/* Logging in, and out again, with the tokens that each reply gives. */
static void a_change_of_state_changes_the_token(void **state)
{
        (void)state;
        char before[64], within[64], after[64];
        issue(VISITOR_A, before);
        begin(VISITOR_A);
        test_send(MHD_COOKIE_KIND, "csrftoken", before);
        assert_true(session_begin(&rq));
        session_keep(&rq, 0);
        assert_true(str_to_c(csrf_issue(&rq), within, sizeof within));
        copy_value(test_header(&rq, "Set-Cookie", 0), sessions[0]);
        assert_int_equal(check(VISITOR_A | SESSION_A, before), ERR_CSRF_FAILED);
        assert_int_equal(check(VISITOR_A | SESSION_A, within), ERR_NONE);

        test_send(MHD_COOKIE_KIND, "csrftoken", within);
        assert_true(visitor_create(&rq));
        copy_value(test_header(&rq, "Set-Cookie", 0), visitors[1]);
        session_clear(&rq);
        assert_true(str_to_c(csrf_issue(&rq), after, sizeof after));
        assert_int_equal(check(VISITOR_B, after), ERR_NONE);
        assert_int_equal(check(VISITOR_B, within), ERR_CSRF_FAILED);
        assert_int_equal(check(VISITOR_B, before), ERR_CSRF_FAILED);
        assert_int_equal(check(VISITOR_A, after), ERR_CSRF_FAILED);
}

/* A login that was given up within its request: the browser's token is good as it is. */
static void a_token_that_was_issued_too_early_is_taken_back(void **state)
{
        (void)state;
        char before[64], again[64];
        issue(VISITOR_A, before);
        begin(VISITOR_A);
        test_send(MHD_COOKIE_KIND, "csrftoken", before);
        assert_true(session_begin(&rq));
        assert_non_null(csrf_issue(&rq).ptr);
        assert_int_equal(rq.reply.header_count, 1);
        rq.session = STR_NULL;
        assert_true(str_to_c(csrf_issue(&rq), again, sizeof again));
        assert_string_equal(again, before);
        assert_int_equal(rq.reply.header_count, 0);
}

int main(void)
{
#define test_case(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                test_case(token_holds_for_whom_it_was_made),
                test_case(purposes_are_kept_apart),
                test_case(wrong_tokens_are_refused),
                test_case(a_cookie_is_no_header),
                test_case(origin_comes_first),
                test_case(member_without_visitor_gets_one),
                test_case(token_that_holds_is_kept),
                test_case(a_change_of_state_changes_the_token),
                test_case(a_token_that_was_issued_too_early_is_taken_back),
        };
        return run_all(tests);
}
