/* What people are called. */
#include "accounts/identity.h"

#include <unicode/uchar.h>

#include "accounts/unicode.h"
#include "mail/address.h"

enum {
        ZERO_WIDTH_NON_JOINER = 0x200C,
        ZERO_WIDTH_JOINER = 0x200D,
        HYPHEN = 0x2010,
        VIRAMA = 9, /* canonical combining class (Unicode, 4.3) */
};

static const struct {
        struct str code, message;
} problems[] = {
        [IDENTITY_FINE] = {STR(""), STR("")},
        [IDENTITY_BLANK] = {STR("blank"), STR("This can't be empty.")},
        [IDENTITY_TOO_LONG] = {STR("too_long"), STR("This is too long.")},
        [IDENTITY_USERNAME_CHARACTERS] = {STR("invalid_characters"),
                                          STR("Use letters, digits and @ . + - _ only, without spaces.")},
        [IDENTITY_NAME_CHARACTERS] = {STR("invalid_characters"),
                                      STR("Use letters, digits, spaces and the characters ' - . , only.")},
        [IDENTITY_USERNAME_LOOK_ALIKE] = {STR("look_alike"),
                                          STR("Use letters of one alphabet, and digits of one kind, only.")},
        [IDENTITY_NAME_LOOK_ALIKE] = {STR("look_alike"), STR("Use letters of one alphabet within each word.")},
        [IDENTITY_NO_MEMORY] = {STR("unavailable"), STR("This can't be checked at the moment; try again.")},
};

struct str identity_problem_code(enum identity_problem p)
{
        return problems[p].code;
}

struct str identity_problem_message(enum identity_problem p)
{
        return problems[p].message;
}

static bool is_of(UChar32 c, uint32_t categories)
{
        return (U_GET_GC_MASK(c) & categories) != 0;
}

static bool has_any_of(const struct characters *s, uint32_t categories)
{
        for (int32_t i = 0; i < s->n; i++)
                if (is_of(s->at[i], categories))
                        return true;
        return false;
}

static bool is_listed(UChar32 c, const UChar32 *list)
{
        while (*list && *list != c)
                list++;
        return *list != 0;
}

/* Letters, marks and digits that can be seen. */
static bool is_word_character(UChar32 c)
{
        return is_of(c, U_GC_L_MASK | U_GC_MN_MASK | U_GC_MC_MASK | U_GC_ND_MASK) &&
               !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* Marks stand on a letter or digit, and not too many on each other. */
static bool marks_are_sensible(const struct characters *s)
{
        int row = 0;
        for (int32_t i = 0; i < s->n; i++) {
                bool bears = i > 0 && is_of(s->at[i - 1], U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_CF_MASK);
                row = is_of(s->at[i], U_GC_MN_MASK) ? row + 1 : 0;
                if (row > IDENTITY_MARKS_MAX || (is_of(s->at[i], U_GC_M_MASK) && !bears))
                        return false;
        }
        return true;
}

static bool has_username_characters(const struct characters *s)
{
        static const UChar32 others[] = {'@', '.', '+', '-', '_', 0};
        for (int32_t i = 0; i < s->n; i++)
                if (!is_word_character(s->at[i]) && !is_listed(s->at[i], others))
                        return false;
        return marks_are_sensible(s) && has_any_of(s, U_GC_L_MASK | U_GC_ND_MASK);
}

static enum identity_problem read_characters(struct str typed, enum identity_problem malformed, struct characters *ret)
{
        switch (unicode_read(typed, ret)) {
        case UNICODE_FINE: return IDENTITY_FINE;
        case UNICODE_TOO_LONG: return IDENTITY_TOO_LONG;
        case UNICODE_MALFORMED: return malformed;
        default: return IDENTITY_NO_MEMORY;
        }
}

static enum identity_problem username_problem(const struct characters *s)
{
        if (s->n == 0)
                return IDENTITY_BLANK;
        if (s->n > USERNAME_MAX)
                return IDENTITY_TOO_LONG;
        if (!has_username_characters(s))
                return IDENTITY_USERNAME_CHARACTERS;
        switch (unicode_check_identifier(s)) {
        case SCRIPTS_FINE: return IDENTITY_FINE;
        case SCRIPTS_MIXED: return IDENTITY_USERNAME_LOOK_ALIKE;
        case SCRIPTS_INVISIBLE: return IDENTITY_USERNAME_CHARACTERS;
        default: return IDENTITY_NO_MEMORY;
        }
}

enum identity_problem username_normalise(struct arena *a, struct str typed, struct username *ret)
{
        struct characters s;
        enum identity_problem p = read_characters(typed, IDENTITY_USERNAME_CHARACTERS, &s);
        if (p == IDENTITY_FINE)
                p = username_problem(&s);
        if (p != IDENTITY_FINE)
                return p;
        struct username made = {unicode_write(a, &s), unicode_fold(a, &s), unicode_skeleton(a, &s)};
        if (!made.display.ptr || !made.key.ptr || !made.skeleton.ptr)
                return IDENTITY_NO_MEMORY;
        *ret = made;
        return IDENTITY_FINE;
}

/* One kind of space and one kind of hyphen; a run of spaces becomes one. */
static void simplify(struct characters *s)
{
        int32_t n = 0;
        for (int32_t i = 0; i < s->n; i++) {
                UChar32 c = s->at[i];
                if (is_of(c, U_GC_ZS_MASK))
                        c = ' ';
                if (c == ' ' && n > 0 && s->at[n - 1] == ' ')
                        continue;
                s->at[n++] = c == HYPHEN ? '-' : c;
        }
        s->n = n;
}

static bool is_virama(UChar32 c)
{
        return u_getCombiningClass(c) == VIRAMA;
}

static bool joins(UChar32 c)
{
        return u_getIntPropertyValue(c, UCHAR_JOINING_TYPE) != U_JT_NON_JOINING;
}

/* Whether a joiner changes how the word is written there: na + virama + joiner ends many a Malayalam name, and ra +
 * joiner + virama + ya is how Bengali writes foreign ones. */
static bool joiner_is_needed(const struct characters *s, int32_t i)
{
        UChar32 before = i > 0 ? s->at[i - 1] : 0, after = i + 1 < s->n ? s->at[i + 1] : 0;
        if (is_virama(before))
                return true;
        return (is_of(before, U_GC_L_MASK) && is_virama(after)) ||
               (is_word_character(before) && joins(before) && is_of(after, U_GC_L_MASK) && joins(after));
}

static bool has_name_characters(const struct characters *s)
{
        static const UChar32 punctuation[] = {' ',
                                              '\'',
                                              '-',
                                              '.',
                                              ',',
                                              0xB7 /* middle dot */,
                                              0x2019 /* ’ */,
                                              0x05F3 /* geresh */,
                                              0x05F4 /* gershayim */,
                                              0x30FB /* katakana dot */,
                                              0};
        for (int32_t i = 0; i < s->n; i++) {
                UChar32 c = s->at[i];
                bool joiner = c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
                if (joiner ? !joiner_is_needed(s, i) : !is_word_character(c) && !is_listed(c, punctuation))
                        return false;
        }
        return marks_are_sensible(s) && has_any_of(s, U_GC_L_MASK);
}

static enum identity_problem words_problem(const struct characters *s)
{
        for (int32_t start = 0, end; start < s->n; start = end + 1) {
                for (end = start; end < s->n && s->at[end] != ' ';)
                        end++;
                enum unicode_script scripts = unicode_check_word(s->at + start, end - start);
                if (scripts != SCRIPTS_FINE)
                        return scripts == SCRIPTS_UNCHECKED ? IDENTITY_NO_MEMORY : IDENTITY_NAME_LOOK_ALIKE;
        }
        return IDENTITY_FINE;
}

enum identity_problem person_name_normalise(struct arena *a, struct str typed, unsigned characters_max,
                                            bool may_be_empty, struct str *ret)
{
        struct characters s;
        enum identity_problem p = read_characters(typed, IDENTITY_NAME_CHARACTERS, &s);
        if (p != IDENTITY_FINE)
                return p;
        simplify(&s);
        if (s.n == 0 && !may_be_empty)
                return IDENTITY_BLANK;
        if ((unsigned)s.n > characters_max)
                return IDENTITY_TOO_LONG;
        if (s.n > 0 && !has_name_characters(&s))
                return IDENTITY_NAME_CHARACTERS;
        p = words_problem(&s);
        if (p != IDENTITY_FINE)
                return p;
        struct str made = unicode_write(a, &s);
        if (!made.ptr)
                return IDENTITY_NO_MEMORY;
        *ret = made;
        return IDENTITY_FINE;
}

struct str email_normalise(struct arena *a, struct str typed, struct str *ret)
{
        struct str address, problem = mail_address_convert(a, str_trim(typed), &address);
        if (problem.ptr)
                return problem;
        char *lower = arena_array(a, char, address.len + 1);
        if (!lower)
                return STR("the address can't be checked at the moment; try again");
        for (size_t i = 0; i < address.len; i++) {
                char c = address.ptr[i];
                lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        *ret = (struct str){lower, address.len};
        return STR_NULL;
}
