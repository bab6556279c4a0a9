/* Slugs. */
#include "mail/template/slug.h"

#include <unicode/unorm2.h>

#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

enum { DECOMPOSED_MAX = 18 /* UTF-16 units of one character's NFKD at most; U+FDFA has them */ };

/* One character of the text in ASCII. Runs of hyphens and spaces are one hyphen, hyphens and underscores in front are
 * none. */
static void put(struct buf *out, char c, bool *hyphen)
{
        if (c == '-' || whitespace_is((unsigned char)c)) {
                *hyphen = true;
                return;
        }
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c != '_' || out->len == 0))
                return;
        if (*hyphen && out->len > 0)
                buf_add_char(out, '-');
        *hyphen = false;
        buf_add_char(out, (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
}

/* What is ASCII in the compatibility decomposition: é gives e, the ligature ﬁ gives fi. */
static void put_decomposed(struct buf *out, const UNormalizer2 *nfkd, uint32_t c, bool *hyphen)
{
        UChar parts[DECOMPOSED_MAX];
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = unorm2_getDecomposition(nfkd, (UChar32)c, parts, DECOMPOSED_MAX, &status);
        if (U_FAILURE(status))
                out->failed = true;
        for (int32_t i = 0; i < n && !out->failed; i++)
                if (parts[i] < 0x80)
                        put(out, (char)parts[i], hyphen);
}

void slug_write(struct buf *out, struct str text)
{
        UErrorCode status = U_ZERO_ERROR;
        const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
        bool hyphen = false;
        if (U_FAILURE(status))
                out->failed = true;
        while (text.len > 0 && !out->failed) {
                uint32_t c = utf8_next(&text);
                if (c < 0x80)
                        put(out, (char)c, &hyphen);
                else
                        put_decomposed(out, nfkd, c, &hyphen);
        }
        while (out->len > 0 && (out->ptr[out->len - 1] == '_' || out->ptr[out->len - 1] == '-'))
                out->ptr[--out->len] = 0;
}
