/* http/limiter: buckets that fill and empty, and a table that can't be filled up. The clock is the test's own. */
#include "test.h"

#include <arpa/inet.h>

#include "http/limiter.h"
#include "test_request.h"

enum { PER_SECOND = 5, BURST = PER_SECOND * LIMITER_WINDOW_S };

static struct limiter *limiter;

static int set_up(void **state)
{
        (void)state;
        memset(&test_sent, 0, sizeof test_sent);
        test_server.options.trusted_proxies = NULL;
        limiter = limiter_new(PER_SECOND);
        return limiter ? 0 : -1;
}

static int tear_down(void **state)
{
        (void)state;
        limiter_free(limiter);
        return 0;
}

/* How many requests of a client pass at once. */
static int passing(const struct network *client, int64_t now_ms)
{
        int n = 0;
        while (n <= BURST && limiter_take(limiter, client, 1, now_ms))
                n++;
        return n;
}

static struct network client(unsigned n)
{
        struct network made = {.size = sizeof n};
        memcpy(made.bytes, &n, sizeof n);
        return made;
}

static void a_burst_passes_and_no_more(void **state)
{
        (void)state;
        const struct network one = client(1);
        assert_int_equal(passing(&one, 1000), BURST);
        assert_int_equal(passing(&one, 1000), 0);
}

static void a_bucket_fills_steadily(void **state)
{
        (void)state;
        const struct network one = client(1);
        int64_t now = 50000;
        assert_int_equal(passing(&one, now), BURST);
        assert_int_equal(passing(&one, now += 199), 0); /* a token takes 200 ms */
        assert_int_equal(passing(&one, now += 1), 1);
        assert_int_equal(passing(&one, now += 1000), PER_SECOND);
        assert_int_equal(passing(&one, now += 9800), BURST - 1);
        assert_int_equal(passing(&one, now += 10000), BURST);
        assert_int_equal(passing(&one, now += 1000LL * 3600 * 24 * 365 * 100), BURST);
}

static void many_at_once_are_paid_for_later(void **state)
{
        (void)state;
        const struct network one = client(1);
        assert_true(limiter_take(limiter, &one, BURST - 1, 0));
        assert_true(limiter_take(limiter, &one, 11, 0));
        assert_int_equal(passing(&one, 2000), 0); /* ten of eleven are back */
        assert_int_equal(passing(&one, 2200), 1);
}

/* Asking too soon must not put off the next token. */
static void refused_requests_cost_nothing(void **state)
{
        (void)state;
        const struct network one = client(1);
        int passed = 0;
        assert_int_equal(passing(&one, 0), BURST);
        for (int64_t now = 1; now <= 10000; now++)
                passed += limiter_take(limiter, &one, 1, now);
        assert_int_equal(passed, BURST);
}

static void clients_do_not_share(void **state)
{
        (void)state;
        const struct network one = client(1), two = client(2), nobody = {0};
        assert_int_equal(passing(&one, 0), BURST);
        assert_int_equal(passing(&two, 0), BURST);
        assert_int_equal(passing(&nobody, 0), BURST);
        assert_int_equal(passing(&one, 0), 0);
}

/* A crowd of new clients takes the place of full buckets first; who is being limited stays so. */
static void a_crowd_does_not_free_the_limited(void **state)
{
        (void)state;
        const struct network greedy = client(0);
        assert_int_equal(passing(&greedy, 0), BURST);
        for (unsigned n = 1; n <= 50 * LIMITER_SLOTS; n++) {
                const struct network other = client(n);
                assert_true(limiter_take(limiter, &other, 1, 0));
        }
        assert_false(limiter_take(limiter, &greedy, 1, 0));
}

/* Half as many honest clients as there are places: each has its own count, but for those few whose two places are both
 * taken. */
static void a_full_house_is_counted(void **state)
{
        (void)state;
        unsigned limited = 0;
        for (unsigned n = 0; n < LIMITER_SLOTS / 2; n++) {
                const struct network each = client(n);
                assert_int_equal(passing(&each, 0), BURST);
        }
        for (unsigned n = 0; n < LIMITER_SLOTS / 2; n++) {
                const struct network each = client(n);
                limited += !limiter_take(limiter, &each, 1, 0);
        }
        assert_true(limited > LIMITER_SLOTS / 2 * 3 / 4); /* about 92 % */
}

static void too_many_are_told_when_to_come_again(void **state)
{
        (void)state;
        struct request rq;
        const struct sockaddr_in peer = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xC0000201)};
        test_sent.peer = (const struct sockaddr *)&peer;
        test_request_init(&rq);
        int passed = 0; /* more than BURST when the machine is slow, but never without end */
        while (limiter_pass(limiter, &rq))
                passed++;
        assert_true(passed >= BURST);
        assert_int_equal(rq.reply.status, 429);
        assert_true(test_body_has(&rq, "\"code\":\"too_many_requests\""));
        assert_str(test_header(&rq, "Retry-After", 0), "1");
        assert_str(test_header(&rq, "RateLimit-Policy", 0), "\"requests\";q=50;w=10");
        assert_str(test_header(&rq, "RateLimit", 0), "\"requests\";r=0;t=1");
        test_request_release(&rq);
}

static void this_machine_is_not_limited(void **state)
{
        (void)state;
        struct request rq;
        const struct sockaddr_in peer = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        test_sent.peer = (const struct sockaddr *)&peer;
        test_request_init(&rq);
        for (int i = 0; i < 3 * BURST; i++)
                assert_true(limiter_pass(limiter, &rq));
        assert_true(limiter_pass(NULL, &rq));
        test_request_release(&rq);
}

int main(void)
{
#define test_case(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                test_case(a_burst_passes_and_no_more),
                test_case(a_bucket_fills_steadily),
                test_case(many_at_once_are_paid_for_later),
                test_case(refused_requests_cost_nothing),
                test_case(clients_do_not_share),
                test_case(a_crowd_does_not_free_the_limited),
                test_case(a_full_house_is_counted),
                test_case(too_many_are_told_when_to_come_again),
                test_case(this_machine_is_not_limited),
        };
        return run_all(tests);
}
