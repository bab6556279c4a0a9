/* Unicode's algorithms on short texts. */
#include "accounts/unicode.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

enum { UNITS_MAX = 4096 /* room for a skeleton, which writes a character as several */ };

/* UTF-16, as ICU wants it. */
struct units {
        UChar at[UNITS_MAX];
        int32_t n;
};

static struct {
        bool open;
        const UNormalizer2 *nfkc, *casefold;
        const USpoofChecker *of_identifier, *of_word;
} icu;
static pthread_once_t icu_once = PTHREAD_ONCE_INIT;

static USpoofChecker *open_checker(int32_t checks, URestrictionLevel level, UErrorCode *status)
{
        USpoofChecker *checker = uspoof_open(status);
        uspoof_setChecks(checker, checks, status);
        if (U_SUCCESS(*status))
                uspoof_setRestrictionLevel(checker, level);
        return checker;
}

static void open_icu(void)
{
        UErrorCode status = U_ZERO_ERROR;
        icu.nfkc = unorm2_getNFKCInstance(&status);
        icu.casefold = unorm2_getNFKCCasefoldInstance(&status);
        icu.of_identifier = open_checker(USPOOF_RESTRICTION_LEVEL | USPOOF_MIXED_NUMBERS | USPOOF_INVISIBLE,
                                         USPOOF_HIGHLY_RESTRICTIVE, &status);
        icu.of_word = open_checker(USPOOF_RESTRICTION_LEVEL, USPOOF_SINGLE_SCRIPT_RESTRICTIVE, &status);
        icu.open = U_SUCCESS(status);
}

static bool is_open(void)
{
        return pthread_once(&icu_once, open_icu) == 0 && icu.open;
}

/* ICU's functions do nothing when *status is a failure already, so it is asked at the end. */
static void normalise(const UNormalizer2 *form, const struct units *from, struct units *ret, UErrorCode *status)
{
        ret->n = unorm2_normalize(form, from->at, from->n, ret->at, UNITS_MAX, status);
}

static void look(const struct units *from, struct units *ret, UErrorCode *status)
{
        ret->n = uspoof_getSkeleton(icu.of_identifier, 0, from->at, from->n, ret->at, UNITS_MAX, status);
}

static void trim(struct characters *s)
{
        int32_t first = 0;
        while (first < s->n && u_isUWhiteSpace(s->at[first]))
                first++;
        while (s->n > first && u_isUWhiteSpace(s->at[s->n - 1]))
                s->n--;
        s->n -= first;
        memmove(s->at, s->at + first, (size_t)s->n * sizeof *s->at);
}

enum unicode_status unicode_read(struct str typed, struct characters *ret)
{
        struct units raw = {.n = 0}, composed = {.n = 0};
        UErrorCode status = U_ZERO_ERROR;
        ret->n = 0;
        if (!is_open())
                return UNICODE_NO_MEMORY;
        if (typed.len > UNICODE_TYPED_MAX)
                return UNICODE_TOO_LONG;
        u_strFromUTF8(raw.at, UNITS_MAX, &raw.n, typed.len ? typed.ptr : "", (int32_t)typed.len, &status);
        normalise(icu.nfkc, &raw, &composed, &status);
        u_strToUTF32(ret->at, UNICODE_CHARACTERS_MAX, &ret->n, composed.at, composed.n, &status);
        if (U_SUCCESS(status)) {
                trim(ret);
                return UNICODE_FINE;
        }
        ret->n = 0;
        if (status == U_BUFFER_OVERFLOW_ERROR)
                return UNICODE_TOO_LONG;
        return status == U_INVALID_CHAR_FOUND ? UNICODE_MALFORMED : UNICODE_NO_MEMORY;
}

static void to_units(const UChar32 *at, int32_t n, struct units *ret, UErrorCode *status)
{
        ret->n = 0;
        u_strFromUTF32(ret->at, UNITS_MAX, &ret->n, at, n, status);
}

static struct str to_str(struct arena *a, const struct units *u, UErrorCode status)
{
        enum { BYTES_PER_UNIT = 3 };
        int32_t n = 0, size = u->n * BYTES_PER_UNIT + 1;
        char *bytes = U_SUCCESS(status) ? arena_array(a, char, (size_t)size) : NULL;
        if (!bytes)
                return STR_NULL;
        u_strToUTF8(bytes, size, &n, u->at, u->n, &status);
        return U_SUCCESS(status) ? (struct str){bytes, (size_t)n} : STR_NULL;
}

struct str unicode_write(struct arena *a, const struct characters *s)
{
        struct units u;
        UErrorCode status = U_ZERO_ERROR;
        to_units(s->at, s->n, &u, &status);
        return to_str(a, &u, status);
}

struct str unicode_fold(struct arena *a, const struct characters *s)
{
        struct units u, folded = {.n = 0};
        UErrorCode status = U_ZERO_ERROR;
        if (!is_open())
                return STR_NULL;
        to_units(s->at, s->n, &u, &status);
        normalise(icu.casefold, &u, &folded, &status);
        return to_str(a, &folded, status);
}

/* What it looks like, that without case, and what that looks like: B0B looks like BOB, which is bob; MARY is mary, and
 * that looks like rnary. */
struct str unicode_skeleton(struct arena *a, const struct characters *s)
{
        struct units one, other = {.n = 0};
        UErrorCode status = U_ZERO_ERROR;
        if (!is_open())
                return STR_NULL;
        to_units(s->at, s->n, &one, &status);
        look(&one, &other, &status);
        normalise(icu.casefold, &other, &one, &status);
        look(&one, &other, &status);
        return to_str(a, &other, status);
}

static enum unicode_script check(const USpoofChecker *checker, const UChar32 *at, int32_t n)
{
        struct units u;
        UErrorCode status = U_ZERO_ERROR;
        to_units(at, n, &u, &status);
        int32_t failed = uspoof_check2(checker, u.at, u.n, NULL, &status);
        if (U_FAILURE(status))
                return SCRIPTS_UNCHECKED;
        if (failed & USPOOF_INVISIBLE)
                return SCRIPTS_INVISIBLE;
        return failed ? SCRIPTS_MIXED : SCRIPTS_FINE;
}

enum unicode_script unicode_check_identifier(const struct characters *s)
{
        return is_open() ? check(icu.of_identifier, s->at, s->n) : SCRIPTS_UNCHECKED;
}

enum unicode_script unicode_check_word(const UChar32 *at, int32_t n)
{
        return is_open() ? check(icu.of_word, at, n) : SCRIPTS_UNCHECKED;
}
