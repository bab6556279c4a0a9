/* accounts/password_hash: known hashes, ours and Django's, and everything that is none. */
#include "test.h"

#include <stdio.h>
#include <sys/resource.h>

#include "accounts/password_hash.h"

/* Made with the reference implementation of Argon2. */
#define ARGON2ID "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew"
/* Made with Python's hashlib.pbkdf2_hmac. */
#define DJANGO_SALT "pbkdf2_sha256$1000$kM3VqB9sT0pLx7YfRw2ZaN$"
#define DJANGO DJANGO_SALT "I+Qr+mxBuVUxaZuaK3/NWpFE/CEF+v+5d5aXu+MCPYQ="
#define DJANGO_PASSWORD STR("Correct-horse1")

static const struct password_cost cheap = {.memory = 64, .passes = 1};

static enum password_verdict verify(const char *password, const char *stored)
{
        return password_hash_verify(str_from(password), str_from(stored));
}

static void our_own_hashes(void **state)
{
        (void)state;
        char first[PASSWORD_HASH_SIZE], second[PASSWORD_HASH_SIZE];
        assert_true(password_hash_make(STR("P\xC3\xA4ssw\xC3\xB6rd!"), cheap, first));
        assert_true(password_hash_make(STR("P\xC3\xA4ssw\xC3\xB6rd!"), cheap, second));
        assert_memory_equal(first, "$argon2id$v=19$m=64,t=1,p=1$", 28);
        assert_string_not_equal(first, second);
        assert_int_equal(verify("P\xC3\xA4ssw\xC3\xB6rd!", first), PASSWORD_RIGHT);
        assert_int_equal(verify("P\xC3\xA4ssw\xC3\xB6rd!", second), PASSWORD_RIGHT);
        assert_int_equal(verify("P\xC3\xA4ssw\xC3\xB6rd", first), PASSWORD_WRONG);
        assert_int_equal(verify("", first), PASSWORD_WRONG);
        /* the same letters, but composed in another way: bytes count */
        assert_int_equal(verify("Pa\xCC\x88sswo\xCC\x88rd!", first), PASSWORD_WRONG);
        assert_int_equal(password_hash_verify(STR_NULL, str_from(first)), PASSWORD_WRONG);
}

static void known_hashes(void **state)
{
        (void)state;
        assert_int_equal(verify("password", ARGON2ID), PASSWORD_RIGHT);
        assert_int_equal(verify("passwore", ARGON2ID), PASSWORD_WRONG);
        assert_int_equal(password_hash_verify(DJANGO_PASSWORD, STR(DJANGO)), PASSWORD_RIGHT);
        assert_int_equal(verify("correct-horse1", DJANGO), PASSWORD_WRONG);
        assert_int_equal(
                verify("P\xC3\xA4ssw\xC3\xB6rd!", "pbkdf2_sha256$1$salt$erbfk57qdA3cYp008Spab+qZxUjsLD6ChbyodYsBdcQ="),
                PASSWORD_RIGHT);
        assert_int_equal(verify("", "pbkdf2_sha256$2$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac="), PASSWORD_RIGHT);
        assert_int_equal(verify("password", "pbkdf2_sha256$2$salt$Eg+2z/z4syxD5yJSVsT4N6hlSMkszDVICAWYfLcL4Xs="),
                         PASSWORD_WRONG); /* that is what one iteration gives */
}

static void what_is_no_hash_is_wrong(void **state)
{
        (void)state;
        static const char *const stored[] = {
                "",
                "!",
                "!kM3VqB9sT0pLx7YfRw2ZaNkM3VqB9sT0pLx7YfRw",
                "!" DJANGO,
                "password",
                "$",
                "$argon2id$",
                "$argon2id$v=19$m=256,t=2,p=1$",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=2$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$t=2,m=256,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=-256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=1048577,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=4294967552,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/"
                "3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=65,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=2,p=1$c29tc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPLqew",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk/3JHsUHh5gLQUqQppLwvGjf4Z+cJbPL",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$yrdGtGIZk_3JHsUHh5gLQUqQppLwvGjf4Z-cJbPLqew",
                ARGON2ID "$",
                ARGON2ID "A",
                "pbkdf2_sha1$1000$kM3VqB9sT0pLx7YfRw2ZaN$I+Qr+mxBuVUxaZuaK3/NWpFE/CEF+v+5d5aXu+MCPYQ=",
                "pbkdf2_sha256",
                "pbkdf2_sha256$1000",
                "pbkdf2_sha256$1000$kM3VqB9sT0pLx7YfRw2ZaN",
                DJANGO_SALT,
                DJANGO_SALT "I+Qr+mxBuVUxaZuaK3/NWpFE/CEF+v+5d5aXu+MCPYQ",
                DJANGO_SALT "I+Qr+mxBuVUxaZuaK3/NWpFE/CEF+v+5d5aXu+MC",
                DJANGO_SALT "I-Qr-mxBuVUxaZuaK3_NWpFE_CEF-v-5d5aXu-MCPYQ=",
                DJANGO "$",
                DJANGO " ",
                "pbkdf2_sha256$0$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
                "pbkdf2_sha256$-1$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
                "pbkdf2_sha256$$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
                "pbkdf2_sha256$2$$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
                "pbkdf2_sha256$10000001$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
                "pbkdf2_sha256$99999999999999999999$s$3scu68zWc0N1850CLEm2FSdnV0HrttY0Z0Cb6elSHac=",
        };
        for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
                assert_false(password_hash_is_usable(str_from(stored[i])));
                assert_int_equal(verify("password", stored[i]), PASSWORD_WRONG);
                assert_int_equal(verify("", stored[i]), PASSWORD_WRONG);
                assert_int_equal(password_hash_verify(DJANGO_PASSWORD, str_from(stored[i])), PASSWORD_WRONG);
                assert_true(password_hash_outdated(str_from(stored[i]), cheap));
        }
        assert_int_equal(password_hash_verify(STR("password"), STR_NULL), PASSWORD_WRONG);
        assert_int_equal(password_hash_verify(STR("password"), STR(ARGON2ID "\0")), PASSWORD_WRONG);
}

/* Cut short anywhere, or with any byte changed, it is wrong, and nothing breaks. */
static void damaged_hashes_are_wrong(void **state)
{
        (void)state;
        static const struct {
                struct str stored, password;
        } good[] = {{STR(ARGON2ID), STR("password")}, {STR(DJANGO), STR("Correct-horse1")}};
        for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
                for (size_t n = 0; n < good[i].stored.len; n++) {
                        char changed[PASSWORD_HASH_SIZE];
                        struct str whole = {changed, good[i].stored.len}, start = {changed, n};
                        memcpy(changed, good[i].stored.ptr, whole.len);
                        assert_int_equal(password_hash_verify(good[i].password, start), PASSWORD_WRONG);
                        changed[n] ^= 1;
                        assert_int_equal(password_hash_verify(good[i].password, whole), PASSWORD_WRONG);
                }
        }
}

static void which_hashes_are_outdated(void **state)
{
        (void)state;
        char stored[PASSWORD_HASH_SIZE];
        assert_true(password_hash_make(STR("x"), cheap, stored));
        assert_false(password_hash_outdated(str_from(stored), cheap));
        assert_true(password_hash_outdated(str_from(stored), (struct password_cost){.memory = 65, .passes = 1}));
        assert_true(password_hash_outdated(str_from(stored), (struct password_cost){.memory = 64, .passes = 2}));
        assert_true(password_hash_outdated(str_from(stored), (struct password_cost){.memory = 32, .passes = 1}));
        assert_true(password_hash_outdated(STR(DJANGO), cheap));
        assert_true(password_hash_outdated(STR_NULL, cheap));
}

static void limits(void **state)
{
        (void)state;
        static char password[PASSWORD_BYTES_MAX + 1];
        char stored[PASSWORD_HASH_SIZE];
        memset(password, 'a', sizeof password);
        assert_true(password_hash_make((struct str){password, PASSWORD_BYTES_MAX}, cheap, stored));
        assert_int_equal(password_hash_verify((struct str){password, PASSWORD_BYTES_MAX}, str_from(stored)),
                         PASSWORD_RIGHT);
        assert_int_equal(password_hash_verify((struct str){password, sizeof password}, str_from(stored)),
                         PASSWORD_WRONG);
        assert_false(password_hash_make((struct str){password, sizeof password}, cheap, stored));
        assert_false(password_hash_make(STR_NULL, cheap, stored));
        static const struct password_cost impossible[] = {
                {0, 1}, {7, 1}, {64, 0}, {64, PASSWORD_PASSES_MAX + 1}, {PASSWORD_MEMORY_MAX + 1, 1}, {UINT32_MAX, 1},
        };
        for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
                assert_false(password_hash_make(STR("x"), impossible[i], stored));
        assert_true(password_hash_make(STR("x"), (struct password_cost){PASSWORD_MEMORY_MIN, 1}, stored));
}

static long memory_peak(void)
{
        struct rusage used;
        assert_int_equal(getrusage(RUSAGE_SELF, &used), 0);
        return used.ru_maxrss; /* KiB */
}

/* The memory of argon2id can't be had without its work. */
static void the_dummy_works(void **state)
{
        (void)state;
        const struct password_cost cost = {.memory = 96 * 1024, .passes = 1};
        long before = memory_peak();
        password_hash_dummy(STR("password"), cost);
        assert_true(memory_peak() - before > 64 * 1024);
        password_hash_dummy(STR("password"), (struct password_cost){0, 0});
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(our_own_hashes),
                cmocka_unit_test(known_hashes),
                cmocka_unit_test(what_is_no_hash_is_wrong),
                cmocka_unit_test(damaged_hashes_are_wrong),
                cmocka_unit_test(which_hashes_are_outdated),
                cmocka_unit_test(limits),
                cmocka_unit_test(the_dummy_works),
        };
        return run_all(tests);
}
