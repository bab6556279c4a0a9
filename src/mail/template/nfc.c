/* Unicode's normalization form C. */
#include "mail/template/nfc.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "mail/template/utf8.h"

enum {
        FIRST_CHANGED_LEAD = 0xCC, /* of U+0300: no character before it is changed or joined to one before it */
        GROWTH_MAX = 3,            /* of UTF-16 when normalized (Unicode FAQ, normalization) */
        MARKS_MAX = 30,            /* on one character (UAX 15, stream-safe text); sorting more takes for ever */
};

static bool may_change(struct str text)
{
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] >= FIRST_CHANGED_LEAD)
                        return true;
        return false;
}

/* No language puts so many marks on a character; such a text is taken as it is. */
static bool has_too_many_marks(struct str text)
{
        size_t marks = 0;
        while (text.len > 0 && marks <= MARKS_MAX)
                marks = u_getCombiningClass((UChar32)utf8_next(&text)) ? marks + 1 : 0;
        return marks > MARKS_MAX;
}

/* Into `work`, which has room for text.len units and then for GROWTH_MAX times as many. */
static int32_t normalize(UChar *work, struct str text, UErrorCode *status)
{
        int32_t units = 0;
        const int32_t room = (int32_t)text.len;
        const UNormalizer2 *form = unorm2_getNFCInstance(status);
        u_strFromUTF8WithSub(work, room, &units, text.ptr, room, 0xFFFD, NULL, status);
        if (U_SUCCESS(*status) && unorm2_isNormalized(form, work, units, status))
                return -1;
        return unorm2_normalize(form, work, units, work + room, room * GROWTH_MAX, status);
}

static struct str to_utf8(struct arena *a, const UChar *units, int32_t count, UErrorCode *status)
{
        int32_t len = 0;
        u_strToUTF8(NULL, 0, &len, units, count, status);
        if (*status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(*status))
                return STR_NULL;
        char *bytes = arena_alloc(a, 1, (size_t)len + 1);
        *status = U_ZERO_ERROR;
        if (bytes)
                u_strToUTF8(bytes, len + 1, NULL, units, count, status);
        return (struct str){bytes, (size_t)len};
}

bool nfc(struct arena *a, struct str text, struct str *ret)
{
        UErrorCode status = U_ZERO_ERROR;
        *ret = text;
        if (!may_change(text) || has_too_many_marks(text))
                return true;
        size_t bytes = text.len * sizeof(UChar) * (1 + GROWTH_MAX);
        if (text.len == 0 || text.len > INT32_MAX / GROWTH_MAX || bytes > a->cap - a->used)
                return false;
        UChar *work = malloc(bytes);
        if (!work)
                return false;
        int32_t count = normalize(work, text, &status);
        if (U_SUCCESS(status) && count >= 0)
                *ret = to_utf8(a, work + text.len, count, &status);
        free(work);
        return U_SUCCESS(status) && ret->ptr;
}
