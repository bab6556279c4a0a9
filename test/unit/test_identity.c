/* accounts/identity: one form for each username, name and address; what is refused, and why. */
#include "test.h"

#include "accounts/identity.h"

static int set_up(void **state)
{
        static struct arena arena;
        arena_init(&arena, 8 * 1024 * 1024);
        *state = &arena;
        return 0;
}

static int tear_down(void **state)
{
        arena_release(*state);
        return 0;
}

static struct username username(struct arena *a, const char *typed)
{
        struct username u = {STR_NULL, STR_NULL, STR_NULL};
        if (username_normalise(a, str_from(typed), &u) != IDENTITY_FINE)
                fail_msg("%s is refused", typed);
        return u;
}

static enum identity_problem username_problem(struct arena *a, const char *typed)
{
        struct username u = {STR_NULL, STR_NULL, STR_NULL};
        enum identity_problem p = username_normalise(a, str_from(typed), &u);
        assert_int_equal(u.display.ptr == NULL, p != IDENTITY_FINE);
        return p;
}

static void all_usernames(struct arena *a, const char *const *typed, size_t n, enum identity_problem expected)
{
        for (size_t i = 0; i < n; i++) {
                enum identity_problem p = username_problem(a, typed[i]);
                if (p != expected)
                        fail_msg("%s (%zu): problem %d instead of %d", typed[i], i, (int)p, (int)expected);
        }
}

#define ALL_USERNAMES(a, list, expected) all_usernames((a), (list), sizeof(list) / sizeof *(list), (expected))

static void usernames_of_any_script(void **state)
{
        static const char *const names[] = {
                "jo",     "a",       "7",          "jo.doe+shop@x-y_z", "Zoë",
                "Łukasz", "Nguyễn",  "иван",       "Γιώργος",           "עדי",
                "محمد",   "देवनागरी", "ไทย",        "山田太郎",          "やまだ",
                "ヤマダ", "김철수",  "yamada山田", "ქართული",           "ամենի",
                "ÆØÅ",    "иван2",   "علي١٢٣",
        };
        ALL_USERNAMES(*state, names, IDENTITY_FINE);
}

static void usernames_with_other_characters(void **state)
{
        static const char *const names[] = {
                "jo doe",
                "jo\tdoe",
                "jo\ndoe",
                "jo/doe",
                "jo!",
                "<jo>",
                "jo\"",
                "jo:doe",
                "jo\x01",
                "jo\x7F",
                "jo\xC2\x85x",
                "jo\u00ADdoe", /* soft hyphen */
                "jo\u200Bdoe", /* zero width space */
                "jo\u200B",
                "\uFEFFjo", /* byte order mark */
                "jo\u200Cdoe",
                "jo\u200Ddoe",
                "علی\u200Cرضا",
                "jo\u2060doe",  /* word joiner */
                "jo\u202Eeod",  /* right-to-left override */
                "jo\u200Fdoe",  /* right-to-left mark */
                "jo\u2066doe",  /* isolate */
                "jo\uE000",     /* private use */
                "jo\u0378",     /* unassigned */
                "jo\U000F0000", /* private use, plane 15 */
                "jo\U000E0041", /* tag */
                "jo\uFE0F",     /* variation selector */
                "jo\u034Fdoe",  /* combining grapheme joiner */
                "\u3164",       /* Hangul filler */
                "jo\u115F",     /* Hangul choseong filler */
                "jo\u2800",     /* empty Braille pattern */
                "jo\uFFFD",     /* replacement character */
                "jo\u20DD",     /* enclosing circle */
                "jo😀",
                "jo’s",
                "\u0301jo", /* a mark on nothing */
                "jo.\u0301",
                "a\u0323\u0323",                   /* the same mark twice */
                "x\u0325\u0324\u0330\u032D\u0331", /* five marks in a row */
                "...",
                "@",
                "_-_",
                "jo\xFF",
                "jo\xC3",
                "\xED\xA0\x80jo", /* a surrogate */
                "\xC0\xAFjo",     /* an overlong slash */
        };
        ALL_USERNAMES(*state, names, IDENTITY_USERNAME_CHARACTERS);
        struct username u;
        assert_int_equal(username_normalise(*state, STR("jo\0doe"), &u), IDENTITY_USERNAME_CHARACTERS);
}

static void usernames_that_mix_scripts(void **state)
{
        static const char *const names[] = {
                "pаypal",                         /* Cyrillic a */
                "аdmin",                          /* Cyrillic a */
                "gооgle",                         /* Cyrillic o, twice */
                "αdmin",                          /* Greek alpha */
                "Αdmin",                          /* Greek capital alpha */
                "аdmin1", "jo.ivаn", "ivan-иван", /* mixtures are refused even where they can be seen */
                "ⲟpen",                           /* Coptic o */
                "8৪",                             /* digits of two scripts */
        };
        ALL_USERNAMES(*state, names, IDENTITY_USERNAME_LOOK_ALIKE);
}

static void usernames_without_anything(void **state)
{
        static const char *const names[] = {"", " ", "\t\r\n", "\u3000", "\u00A0 \u2003"};
        ALL_USERNAMES(*state, names, IDENTITY_BLANK);
        struct username u;
        assert_int_equal(username_normalise(*state, STR_NULL, &u), IDENTITY_BLANK);
}

static enum identity_problem repeated_str(struct arena *a, struct str character, size_t count)
{
        static char text[20000];
        struct username u;
        size_t n = character.len;
        assert_true(n * count <= sizeof text);
        for (size_t i = 0; i < count; i++)
                memcpy(text + i * n, character.ptr, n);
        return username_normalise(a, (struct str){text, n * count}, &u);
}
#define repeated(a, literal, count) repeated_str((a), STR(literal), (count))

static void lengths_of_usernames(void **state)
{
        assert_int_equal(repeated(*state, "x", 150), IDENTITY_FINE);
        assert_int_equal(repeated(*state, "x", 151), IDENTITY_TOO_LONG);
        assert_int_equal(repeated(*state, "山", 150), IDENTITY_FINE);
        assert_int_equal(repeated(*state, "山", 151), IDENTITY_TOO_LONG);
        assert_int_equal(repeated(*state, "𠀀", 150), IDENTITY_FINE); /* two units of UTF-16 */
        assert_int_equal(repeated(*state, "𠀀", 151), IDENTITY_TOO_LONG);
        assert_int_equal(repeated(*state, "e\u0301", 150), IDENTITY_FINE); /* composed they are 150 */
        assert_int_equal(repeated(*state, "ﬀ", 75), IDENTITY_FINE);        /* a ligature is two letters */
        assert_int_equal(repeated(*state, "ﬀ", 76), IDENTITY_TOO_LONG);
        assert_int_equal(repeated(*state, "\uFDFA", 1300), IDENTITY_TOO_LONG); /* 18 characters each */
        assert_int_equal(repeated(*state, "x", 20000), IDENTITY_TOO_LONG);
        assert_int_equal(repeated(*state, "m", 150), IDENTITY_FINE); /* whose skeleton is twice as long */
        assert_int_equal(repeated(*state, "ΐ", 150), IDENTITY_FINE); /* whose key is */
}

static void display_is_what_was_typed_in_nfkc(void **state)
{
        assert_str(username(*state, "  Jo.Doe\n").display, "Jo.Doe");
        assert_str(username(*state, "Zoe\u0308").display, "Zo\u00EB");
        assert_str(username(*state, "Ｊｏ＠ｘ").display, "Jo@x");
        assert_str(username(*state, "\u3000jo\u00A0").display, "jo");
        assert_str(username(*state, "x²").display, "x2");
}

static void one_key(struct arena *a, const char *one, const char *other)
{
        if (!str_eq(username(a, one).key, username(a, other).key))
                fail_msg("%s and %s have different keys", one, other);
}

static void keys_ignore_case_and_width(void **state)
{
        assert_str(username(*state, "Jo.Doe").key, "jo.doe");
        one_key(*state, "jo", "JO");
        one_key(*state, "ZOË", "zoe\u0308");
        one_key(*state, "Straße", "STRASSE");
        one_key(*state, "ИВАН", "иван");
        one_key(*state, "ΣΊΣΥΦΟΣ", "Σίσυφος");
        one_key(*state, "ｊｏ", "Jo");
        assert_false(str_eq(username(*state, "jo").key, username(*state, "jo.").key));
        assert_false(str_eq(username(*state, "zoe").key, username(*state, "zoë").key));
}

static bool alike(struct arena *a, const char *one, const char *other)
{
        return str_eq(username(a, one).skeleton, username(a, other).skeleton);
}

static void look_alikes_have_one_skeleton(void **state)
{
        static const char *const pairs[][2] = {
                {"paypal", "paypaI"},  {"paypal", "PayPa1"},  {"paypal", "РАУРАӀ"}, /* Cyrillic, all of it */
                {"modern", "rnodern"}, {"Modern", "rnodern"}, {"bob", "b0b"},       {"BOB", "B0b"},
                {"Ian", "lan"},        {"scope", "ѕсоре"},    {"MARY", "rnary"},    {"jo", "JO"},
        };
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
                if (!alike(*state, pairs[i][0], pairs[i][1]))
                        fail_msg("%s and %s have different skeletons", pairs[i][0], pairs[i][1]);
}

static void other_names_have_other_skeletons(void **state)
{
        static const char *const pairs[][2] = {
                {"ian", "lan"}, {"ella", "elia"},  {"jo", "joe"},    {"zoe", "zoë"},
                {"jo", "j.o"},  {"anna", "hanna"}, {"иван", "ivan"}, {"山田", "山本"},
        };
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
                if (alike(*state, pairs[i][0], pairs[i][1]))
                        fail_msg("%s and %s have one skeleton", pairs[i][0], pairs[i][1]);
}

static struct str name(struct arena *a, const char *typed)
{
        struct str s = STR_NULL;
        enum identity_problem p = person_name_normalise(a, str_from(typed), 150, false, &s);
        if (p != IDENTITY_FINE)
                fail_msg("%s is refused: problem %d", typed, (int)p);
        return s;
}

static void names_stay_as_people_write_them(void **state)
{
        static const char *const names[] = {
                "Jo",
                "Mary Ann",
                "O'Hara",
                "O’Hara",
                "Jean-Luc",
                "Martin Luther King, Jr.",
                "Sammy Davis 3rd",
                "Gal·la",
                "Þórbjörg",
                "Nguyễn Văn A",
                "ʻAkahi",
                "Иван Петров",
                "Αλέξανδρος",
                "ז׳בוטינסקי",
                "محمد بن سلمان",
                "علی\u200Cرضا",
                "क्\u200Dष",
                "ശ്രീ",
                "മോഹന്\u200D",   /* a chillu as it was typed before it had a code point */
                "র\u200D্যাচেল", /* Rachel */
                "ශ්\u200Dරී",
                "山田 太郎",
                "やまだ タロウ",
                "キャサリン・ジョーンズ",
                "김 철수",
                "Ivan Иванов", /* each word in a script of its own */
                "d\u0323\u0307",
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                struct str first = name(*state, names[i]);
                struct str again = STR_NULL;
                assert_int_equal(person_name_normalise(*state, first, 150, false, &again), IDENTITY_FINE);
                assert_true(str_eq(first, again));
        }
        assert_str(name(*state, "O’Hara"), "O’Hara");
        assert_str(name(*state, "علی\u200Cرضا"), "علی\u200Cرضا");
}

static void spaces_and_hyphens_become_simple(void **state)
{
        assert_str(name(*state, "  Mary \u00A0 \u3000 Ann\t\n"), "Mary Ann");
        assert_str(name(*state, "Jean\u2011Luc"), "Jean-Luc");
        assert_str(name(*state, "Jean\u2010Luc"), "Jean-Luc");
        assert_str(name(*state, "Ｊｏ"), "Jo");
        assert_str(name(*state, "Zoe\u0308"), "Zo\u00EB");
}

static enum identity_problem name_problem(struct arena *a, const char *typed)
{
        struct str s = STR("before");
        enum identity_problem p = person_name_normalise(a, str_from(typed), 150, true, &s);
        if (p != IDENTITY_FINE)
                assert_str(s, "before");
        return p;
}

static void names_with_other_characters(void **state)
{
        static const char *const names[] = {
                "Jo\nBcc: x",
                "Jo\r\nDoe",
                "Jo\tDoe",
                "Jo\x01",
                "Jo\xC2\x85Mo",
                "Jo\u2028Doe",
                "<b>Jo</b>",
                "Jo;",
                "Jo \"J\" Doe",
                "Jo@x",
                "http://x",
                "Jo/Doe",
                "Jo\u202Eeod",
                "Jo\u200EDoe",
                "Jo\u2067Doe",
                "Jo\u200BDoe",
                "Jo\u00ADDoe",
                "Jo\uE000",
                "Jo\u0378",
                "Jo\uFE0F",
                "Jo\u3164",
                "Jo😀",
                "Jo\u200DDoe",
                "Jo\u200CDoe",
                "\u200Cعلی",
                "علی\u200C",
                "علی\u200C رضا",
                "علی\u200C\u200Cرضا",
                "山\u200D田",
                "2",
                "-",
                ". ,",
                "\u0301Jo",
                "Jo \u0301Doe",
                "x\u0325\u0324\u0330\u032D\u0331",
                "Jo\xFF",
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                enum identity_problem p = name_problem(*state, names[i]);
                if (p != IDENTITY_NAME_CHARACTERS)
                        fail_msg("%s (%zu): problem %d", names[i], i, (int)p);
        }
        struct str s;
        assert_int_equal(person_name_normalise(*state, STR("Jo\0Doe"), 150, true, &s), IDENTITY_NAME_CHARACTERS);
}

static void words_that_mix_scripts(void **state)
{
        static const char *const names[] = {
                "Ivаn",              /* Cyrillic a */
                "Мary",              /* Cyrillic M */
                "Jo Dоe",            /* in the second word */
                "Jean-Ваня", "Αnna", /* Greek */
                "O’Нara",    "山Yamada",
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                enum identity_problem p = name_problem(*state, names[i]);
                if (p != IDENTITY_NAME_LOOK_ALIKE)
                        fail_msg("%s (%zu): problem %d", names[i], i, (int)p);
        }
}

static void names_empty_and_long(void **state)
{
        struct str s = STR_NULL;
        assert_int_equal(person_name_normalise(*state, STR(" \t "), 150, true, &s), IDENTITY_FINE);
        assert_str(s, "");
        s = STR_NULL;
        assert_int_equal(person_name_normalise(*state, STR_NULL, 150, true, &s), IDENTITY_FINE);
        assert_str(s, "");
        assert_int_equal(person_name_normalise(*state, STR(" \t "), 150, false, &s), IDENTITY_BLANK);
        assert_int_equal(person_name_normalise(*state, STR("山田太郎"), 4, false, &s), IDENTITY_FINE);
        assert_int_equal(person_name_normalise(*state, STR("山田太郎"), 3, false, &s), IDENTITY_TOO_LONG);
        assert_int_equal(person_name_normalise(*state, STR("  Jo   D  "), 4, false, &s), IDENTITY_FINE);
        static char huge[100000];
        memset(huge, 'a', sizeof huge);
        assert_int_equal(person_name_normalise(*state, (struct str){huge, sizeof huge}, 150, false, &s),
                         IDENTITY_TOO_LONG);
}

static void addresses_have_one_form(void **state)
{
        struct str s = STR("before");
        assert_null(email_normalise(*state, STR(" Jo.DOE+Shop@Example.COM\r\n"), &s).ptr);
        assert_str(s, "jo.doe+shop@example.com");
        assert_null(email_normalise(*state, STR("AZ^_`{|}~az@X.CH"), &s).ptr);
        assert_str(s, "az^_`{|}~az@x.ch");
        assert_null(email_normalise(*state, STR("Jo@B\u00DCcher.CH"), &s).ptr);
        assert_str(s, "jo@xn--bcher-kva.ch");
}

static void what_is_no_address(void **state)
{
        struct str s = STR("before");
        static const char *const typed[] = {
                "", " ", "jo", "jo@x", "jo doe@x.ch", "J\u00D6@x.ch", "jo@b\u00FC cher.ch", "a@b.ch, c@d.ch"};
        for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
                assert_non_null(email_normalise(*state, str_from(typed[i]), &s).ptr);
        assert_non_null(email_normalise(*state, STR_NULL, &s).ptr);
        char text[260];
        memset(text, 'a', sizeof text);
        text[60] = '@';
        for (size_t i = 62; i < 252; i += 2)
                text[i] = '.';
        text[254] = 'A';
        assert_non_null(email_normalise(*state, (struct str){text, 255}, &s).ptr);
        assert_str(s, "before");
        assert_null(email_normalise(*state, (struct str){text, 254}, &s).ptr);
        assert_int_equal(s.len, 254);
}

static void problems_have_words(void **state)
{
        (void)state;
        for (int p = IDENTITY_BLANK; p <= IDENTITY_NO_MEMORY; p++) {
                assert_true(identity_problem_code((enum identity_problem)p).len > 0);
                assert_true(identity_problem_message((enum identity_problem)p).len > 0);
        }
        assert_str(identity_problem_code(IDENTITY_USERNAME_LOOK_ALIKE), "look_alike");
        assert_str(identity_problem_code(IDENTITY_NAME_CHARACTERS), "invalid_characters");
}

static void a_full_arena_is_told(void **state)
{
        (void)state;
        struct arena small;
        struct username u = {STR("before"), STR_NULL, STR_NULL};
        struct str s = STR("before");
        arena_init(&small, 8);
        assert_int_equal(username_normalise(&small, STR("jo.doe"), &u), IDENTITY_NO_MEMORY);
        assert_str(u.display, "before");
        assert_int_equal(person_name_normalise(&small, STR("Jo Doe"), 150, false, &s), IDENTITY_NO_MEMORY);
        assert_non_null(email_normalise(&small, STR("jo.doe@x.ch"), &s).ptr);
        assert_str(s, "before");
        arena_release(&small);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(usernames_of_any_script),
                cmocka_unit_test(usernames_with_other_characters),
                cmocka_unit_test(usernames_that_mix_scripts),
                cmocka_unit_test(usernames_without_anything),
                cmocka_unit_test(lengths_of_usernames),
                cmocka_unit_test(display_is_what_was_typed_in_nfkc),
                cmocka_unit_test(keys_ignore_case_and_width),
                cmocka_unit_test(look_alikes_have_one_skeleton),
                cmocka_unit_test(other_names_have_other_skeletons),
                cmocka_unit_test(names_stay_as_people_write_them),
                cmocka_unit_test(spaces_and_hyphens_become_simple),
                cmocka_unit_test(names_with_other_characters),
                cmocka_unit_test(words_that_mix_scripts),
                cmocka_unit_test(names_empty_and_long),
                cmocka_unit_test(addresses_have_one_form),
                cmocka_unit_test(what_is_no_address),
                cmocka_unit_test(problems_have_words),
                cmocka_unit_test(a_full_arena_is_told),
        };
        return cmocka_run_group_tests(tests, set_up, tear_down);
}
