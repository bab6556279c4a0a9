/* Which passwords people may choose. */
#include "accounts/password_rules.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/embed.h"

EMBED_DECLARE(common_passwords); /* one file, common_passwords.txt */

enum { COMMON_PASSWORD_MAX = 64 /* bytes; no line of the list is longer */ };

struct subject {
        size_t length; /* characters of the next three */
        UChar32 characters[PASSWORD_EXAMINED_MAX];
        UChar32 lower[PASSWORD_EXAMINED_MAX];
        UChar32 sorted[PASSWORD_EXAMINED_MAX]; /* `lower` */
        enum password_attribute similar;
};

/* The first `max` characters of `text`; how many there are. */
static size_t read_characters(struct str text, UChar32 *ret, size_t max)
{
        const unsigned char *bytes = (const unsigned char *)text.ptr;
        size_t n = 0;
        for (size_t at = 0; at < text.len && n < max; n++)
                U8_NEXT_OR_FFFD(bytes, at, text.len, ret[n]);
        return n;
}

static void make_lower(const UChar32 *characters, UChar32 *ret, size_t n)
{
        for (size_t i = 0; i < n; i++)
                ret[i] = u_tolower(characters[i]);
}

/* Shell's sort: qsort() may allocate. */
static void sort(UChar32 *characters, size_t n)
{
        for (size_t gap = n / 2; gap > 0; gap /= 2) {
                for (size_t i = gap; i < n; i++) {
                        UChar32 c = characters[i];
                        size_t to = i;
                        for (; to >= gap && characters[to - gap] > c; to -= gap)
                                characters[to] = characters[to - gap];
                        characters[to] = c;
                }
        }
}

static void read_subject(struct str password, struct subject *ret)
{
        ret->length = read_characters(password, ret->characters, PASSWORD_EXAMINED_MAX);
        make_lower(ret->characters, ret->lower, ret->length);
        memcpy(ret->sorted, ret->lower, ret->length * sizeof *ret->lower);
        sort(ret->sorted, ret->length);
}

/* How many characters two sorted texts share, each as often as it is in both. */
static size_t count_shared(const UChar32 *a, size_t a_length, const UChar32 *b, size_t b_length)
{
        size_t shared = 0;
        for (size_t i = 0, j = 0; i < a_length && j < b_length;) {
                UChar32 in_a = a[i], in_b = b[j];
                shared += in_a == in_b;
                i += in_a <= in_b;
                j += in_b <= in_a;
        }
        return shared;
}

/* Whether quick_ratio() of Python's difflib.SequenceMatcher is 0.7 or more: twice the shared characters by all of
 * both texts. Two empty texts are the same. */
static bool is_like(const struct subject *password, const UChar32 *part, size_t length)
{
        UChar32 sorted[PASSWORD_OWNER_VALUE_MAX];
        /* So few can't reach 0.7. Django skips them too: a long password against many short words costs little. */
        if (length > 0 && password->length >= 10 * length)
                return false;
        memcpy(sorted, part, length * sizeof *part);
        sort(sorted, length);
        size_t shared = count_shared(password->sorted, password->length, sorted, length);
        return 10 * 2 * shared >= 7 * (password->length + length);
}

/* Python's \w. */
static bool is_word_character(UChar32 c)
{
        return c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/* Compares with each word and with all of it, as re.split(r"\W+", value) + [value] has them: the first and the last
 * word may be empty. */
static bool is_like_value(const struct subject *password, struct str value)
{
        UChar32 c[PASSWORD_OWNER_VALUE_MAX];
        size_t length = read_characters(value, c, PASSWORD_OWNER_VALUE_MAX);
        make_lower(c, c, length);
        for (size_t start = 0, end = 0;; start = end) {
                while (end < length && is_word_character(c[end]))
                        end++;
                if (is_like(password, c + start, end - start))
                        return true;
                if (end == length)
                        break;
                while (end < length && !is_word_character(c[end]))
                        end++;
        }
        return is_like(password, c, length);
}

static enum password_attribute find_similar(const struct subject *password, const struct password_owner *owner)
{
        const struct str values[PASSWORD_ATTRIBUTES] = {
                [PASSWORD_OF_USERNAME] = owner->username,
                [PASSWORD_OF_FIRST_NAME] = owner->first_name,
                [PASSWORD_OF_LAST_NAME] = owner->last_name,
                [PASSWORD_OF_EMAIL] = owner->email,
        };
        for (unsigned i = PASSWORD_OF_USERNAME; i < PASSWORD_ATTRIBUTES; i++)
                if (values[i].len > 0 && is_like_value(password, values[i]))
                        return (enum password_attribute)i;
        return PASSWORD_OF_NOBODY;
}

/* As strcmp, for what is not ended by NUL. */
static int compare(struct str a, struct str b)
{
        int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
        return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Binary search among lines: `low` and `high` are always where a line begins, or the end. */
static bool has_line(struct str text, struct str wanted)
{
        for (size_t low = 0, high = text.len; low < high;) {
                size_t start = low + (high - low) / 2;
                while (start > low && text.ptr[start - 1] != '\n')
                        start--;
                struct str rest = str_from_offset(text, start);
                struct str line = str_cut(&rest, '\n');
                int order = compare(line, wanted);
                if (order == 0)
                        return true;
                if (order < 0)
                        low = start + line.len + 1;
                else
                        high = start;
        }
        return false;
}

static bool is_too_short(const struct subject *password)
{
        return password->length < PASSWORD_MIN;
}

static bool is_too_long(const struct subject *password)
{
        return password->length > PASSWORD_MAX;
}

static bool is_similar(const struct subject *password)
{
        return password->similar != PASSWORD_OF_NOBODY;
}

/* u_isspace() takes what Python's str.strip() does. */
static bool is_too_common(const struct subject *password)
{
        size_t start = 0, end = password->length;
        while (start < end && u_isspace(password->lower[start]))
                start++;
        while (end > start && u_isspace(password->lower[end - 1]))
                end--;

        char text[COMMON_PASSWORD_MAX];
        size_t length = 0;
        for (; start < end; start++) {
                if (length + U8_MAX_LENGTH > sizeof text)
                        return false;
                U8_APPEND_UNSAFE(text, length, password->lower[start]);
        }
        struct str list = {(const char *)common_passwords_files[0].bytes, common_passwords_files[0].size};
        return length > 0 && has_line(list, (struct str){text, length});
}

/* Python's str.isdigit(): superscripts and encircled digits are some too. */
static bool is_digit(UChar32 c)
{
        int type = u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
        return type == U_NT_DECIMAL || type == U_NT_DIGIT;
}

static bool is_all_digits(const struct subject *password)
{
        size_t digits = 0;
        while (digits < password->length && is_digit(password->characters[digits]))
                digits++;
        return digits > 0 && digits == password->length;
}

static bool has_no_capital(const struct subject *password)
{
        for (size_t i = 0; i < password->length; i++)
                if (u_isupper(password->characters[i]))
                        return false;
        return true;
}

static bool is_special(UChar32 c)
{
        return c > 0 && c < 0x80 && strchr("!@#$%^&*()~{}[]", c);
}

static bool has_no_special(const struct subject *password)
{
        for (size_t i = 0; i < password->length; i++)
                if (is_special(password->characters[i]))
                        return false;
        return true;
}

static const struct {
        struct str code;
        struct str message;
        bool (*is_broken)(const struct subject *password);
} rules[PASSWORD_RULES] = {
        [PASSWORD_TOO_SHORT] = {STR("too_short"), STR("Use at least 8 characters."), is_too_short},
        [PASSWORD_TOO_LONG] = {STR("too_long"), STR("Use at most 150 characters."), is_too_long},
        [PASSWORD_SIMILAR] = {STR("similar"), STR("The password is too similar to your name or e-mail address."),
                              is_similar},
        [PASSWORD_TOO_COMMON] = {STR("too_common"), STR("Many people use this password; choose another."),
                                 is_too_common},
        [PASSWORD_ALL_DIGITS] = {STR("all_digits"), STR("Use more than digits."), is_all_digits},
        [PASSWORD_NO_CAPITAL] = {STR("no_capital"), STR("Use at least one capital letter."), has_no_capital},
        [PASSWORD_NO_SPECIAL] = {STR("no_special"), STR("Use at least one of !@#$%^&*()~{}[]"), has_no_special},
};

static const struct {
        struct str name;
        struct str message;
} attributes[PASSWORD_ATTRIBUTES] = {
        [PASSWORD_OF_USERNAME] = {STR("username"), STR("The password is too similar to the username.")},
        [PASSWORD_OF_FIRST_NAME] = {STR("first_name"), STR("The password is too similar to the first name.")},
        [PASSWORD_OF_LAST_NAME] = {STR("last_name"), STR("The password is too similar to the last name.")},
        [PASSWORD_OF_EMAIL] = {STR("email"), STR("The password is too similar to the e-mail address.")},
};

unsigned password_rules_broken(struct str password, const struct password_owner *owner,
                               enum password_attribute *ret_similar)
{
        struct subject subject;
        unsigned broken = 0;
        read_subject(password, &subject);
        subject.similar = owner ? find_similar(&subject, owner) : PASSWORD_OF_NOBODY;
        for (unsigned rule = 0; rule < PASSWORD_RULES; rule++)
                if (rules[rule].is_broken(&subject))
                        broken |= 1u << rule;
        if (ret_similar)
                *ret_similar = subject.similar;
        return broken;
}

struct str password_rule_code(enum password_rule rule)
{
        return rules[rule].code;
}

struct str password_rule_message(enum password_rule rule, enum password_attribute similar)
{
        if (rule == PASSWORD_SIMILAR && similar != PASSWORD_OF_NOBODY)
                return attributes[similar].message;
        return rules[rule].message;
}

struct str password_attribute_name(enum password_attribute attribute)
{
        return attributes[attribute].name;
}
