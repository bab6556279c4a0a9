/* http/cookie, http/visitor: names and attributes of cookies, and what is taken for one. */
#include "test.h"

#include <sodium.h>

#include "base/signed_token.h"
#include "http/cookie.h"
#include "http/visitor.h"
#include "test_request.h"

/* The SHA-256 of bytes 0 to 31, as coreutils' sha256sum has it. */
#define SESSION_COOKIE "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
static const unsigned char session_hash[SESSION_BYTES] = {
        0x63, 0x0d, 0xcd, 0x29, 0x66, 0xc4, 0x33, 0x66, 0x91, 0x12, 0x54, 0x48, 0xbb, 0xb2, 0x5b, 0x4f,
        0xf4, 0x12, 0xa4, 0x9c, 0x73, 0x2d, 0xb2, 0xc8, 0xab, 0xc1, 0xb8, 0x58, 0x1b, 0xd7, 0x10, 0xdd};

static struct request rq;

static int set_up(void **state)
{
        (void)state;
        memset(&test_sent, 0, sizeof test_sent);
        test_server.options.secure = false;
        test_request_init(&rq);
        return 0;
}

static int tear_down(void **state)
{
        (void)state;
        test_request_release(&rq);
        return 0;
}

/* "name=value; attributes": the attributes. */
static struct str attributes(struct str line)
{
        (void)str_cut(&line, ';');
        return line;
}

static struct str value(struct str line)
{
        struct str pair = str_cut(&line, ';');
        (void)str_cut(&pair, '=');
        return pair;
}

static bool session_of(const char *cookie)
{
        rq.session = STR_NULL;
        memset(&test_sent, 0, sizeof test_sent);
        test_send(MHD_COOKIE_KIND, "session", cookie);
        session_read(&rq);
        return rq.session.ptr != NULL;
}

static void attributes_over_http(void **state)
{
        (void)state;
        assert_true(visitor_create(&rq));
        assert_true(session_begin(&rq));
        session_keep(&rq, 3600);
        assert_non_null(csrf_issue(&rq).ptr);
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 0), STR("visitor=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 0)), " Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly");
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 1), STR("session=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 1)), " Path=/; Max-Age=3600; SameSite=Lax; HttpOnly");
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 2), STR("csrftoken=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 2)), " Path=/; Max-Age=34560000; SameSite=Lax");
        assert_null(test_header(&rq, "Set-Cookie", 3).ptr);
}

static void attributes_over_https(void **state)
{
        (void)state;
        test_server.options.secure = true;
        assert_true(visitor_create(&rq));
        assert_true(session_begin(&rq));
        session_keep(&rq, 0);
        assert_non_null(csrf_issue(&rq).ptr);
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 0), STR("__Host-visitor=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 0)),
                   " Path=/; Max-Age=34560000; SameSite=Lax; HttpOnly; Secure");
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 1), STR("__Host-session=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 1)), " Path=/; SameSite=Lax; HttpOnly; Secure");
        assert_true(str_starts(test_header(&rq, "Set-Cookie", 2), STR("__Host-csrftoken=")));
        assert_str(attributes(test_header(&rq, "Set-Cookie", 2)), " Path=/; Max-Age=34560000; SameSite=Lax; Secure");
}

static void longest_line_fits(void **state)
{
        (void)state;
        char longest[SIGNED_TEXT_SIZE];
        memset(longest, 'a', sizeof longest - 1);
        longest[sizeof longest - 1] = 0;
        test_server.options.secure = true;
        for (enum cookie c = 0; c < COOKIES; c++) {
                assert_true(cookie_set(&rq, c, longest, INT64_MAX));
                assert_true(str_ends(test_header(&rq, "Set-Cookie", c), STR("; Secure")));
        }
}

/* A bare cookie can be set by any host of the domain, or over http; a prefixed one is nobody's over http. */
static void only_the_names_of_the_scheme_are_read(void **state)
{
        (void)state;
        test_send(MHD_COOKIE_KIND, "session", "bare");
        test_send(MHD_COOKIE_KIND, "__Host-session", "prefixed");
        assert_str(cookie_read(&rq, COOKIE_SESSION), "bare");
        assert_null(cookie_read(&rq, COOKIE_VISITOR).ptr);
        test_server.options.secure = true;
        assert_str(cookie_read(&rq, COOKIE_SESSION), "prefixed");
        test_send(MHD_COOKIE_KIND, "__host-csrftoken", "in another case");
        assert_null(cookie_read(&rq, COOKIE_CSRF).ptr);
        test_send(MHD_COOKIE_KIND, "visitor", "bare");
        assert_null(cookie_read(&rq, COOKIE_VISITOR).ptr);
}

static void session_is_the_hash_of_the_cookie(void **state)
{
        (void)state;
        assert_true(session_of(SESSION_COOKIE));
        assert_int_equal(rq.session.len, SESSION_BYTES);
        assert_memory_equal(rq.session.ptr, session_hash, SESSION_BYTES);
}

static void other_forms_are_no_session(void **state)
{
        (void)state;
        static const char *const wrong[] = {
                "",
                "x",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",    /* a character less */
                (SESSION_COOKIE "="),                            /* padded */
                (SESSION_COOKIE "A"),                            /* a character more */
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",   /* the same bytes, other bits at the end */
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+",   /* of the other alphabet */
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH\xFF", /* not ASCII */
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH 8",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8.AAECAwQFBgcICQoLDA0ODw",
        };
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
                assert_false(session_of(wrong[i]));
        memset(&test_sent, 0, sizeof test_sent);
        session_read(&rq);
        assert_null(rq.session.ptr);
}

static void what_was_issued_is_read_again(void **state)
{
        (void)state;
        char first[SESSION_COOKIE_SIZE], hash[SESSION_BYTES];
        assert_true(session_begin(&rq));
        assert_null(test_header(&rq, "Set-Cookie", 0).ptr); /* the browser gets it when it is kept */
        session_keep(&rq, 0);
        assert_true(str_to_c(value(test_header(&rq, "Set-Cookie", 0)), first, sizeof first));
        assert_int_equal(strlen(first), SESSION_COOKIE_SIZE - 1);
        memcpy(hash, rq.session.ptr, sizeof hash);
        assert_true(session_of(first));
        assert_memory_equal(rq.session.ptr, hash, sizeof hash);
        assert_true(session_begin(&rq));
        assert_memory_not_equal(rq.session.ptr, hash, sizeof hash);
        session_keep(&rq, 0);
        assert_false(str_eq(value(test_header(&rq, "Set-Cookie", 0)), str_from(first)));
}

static void the_last_word_on_a_cookie_wins(void **state)
{
        (void)state;
        assert_true(session_of(SESSION_COOKIE));
        assert_true(visitor_create(&rq));
        assert_true(session_begin(&rq));
        session_keep(&rq, 60);
        session_clear(&rq);
        assert_null(rq.session.ptr);
        struct str before = value(test_header(&rq, "Set-Cookie", 0));
        assert_true(visitor_create(&rq));
        assert_false(str_eq(value(test_header(&rq, "Set-Cookie", 0)), before));
        assert_str(test_header(&rq, "Set-Cookie", 1), "session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
        assert_null(test_header(&rq, "Set-Cookie", 2).ptr);
}

static void visitors_come_back(void **state)
{
        (void)state;
        char cookie[SIGNED_TOKEN_SIZE], id[VISITOR_BYTES];
        assert_true(visitor_create(&rq));
        memcpy(id, rq.visitor.ptr, sizeof id);
        assert_true(str_to_c(value(test_header(&rq, "Set-Cookie", 0)), cookie, sizeof cookie));
        rq.visitor = STR_NULL;
        test_send(MHD_COOKIE_KIND, "visitor", cookie);
        visitor_read(&rq);
        assert_int_equal(rq.visitor.len, VISITOR_BYTES);
        assert_memory_equal(rq.visitor.ptr, id, sizeof id);
        cookie[0] ^= 1;
        rq.visitor = STR_NULL;
        visitor_read(&rq);
        assert_null(rq.visitor.ptr);
}

static void without_memory_nothing_is_issued(void **state)
{
        (void)state;
        rq.arena.cap = 0;
        assert_false(visitor_create(&rq));
        assert_false(session_begin(&rq));
        assert_null(rq.session.ptr);
        session_clear(&rq);
        assert_null(csrf_issue(&rq).ptr);
        assert_int_equal(rq.reply.header_count, 0);
}

int main(void)
{
#define test_case(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                test_case(attributes_over_http),
                test_case(attributes_over_https),
                test_case(longest_line_fits),
                test_case(only_the_names_of_the_scheme_are_read),
                test_case(session_is_the_hash_of_the_cookie),
                test_case(other_forms_are_no_session),
                test_case(what_was_issued_is_read_again),
                test_case(the_last_word_on_a_cookie_wins),
                test_case(visitors_come_back),
                test_case(without_memory_nothing_is_issued),
        };
        return run_all(tests);
}
