/* Unicode's algorithms on short texts, by ICU: normalisation (UAX 15), case folding, and what looks alike (UTS 39).
 *
 * All of these may run in any thread. ICU's objects are opened at the first call and kept as long as the process.
 */
#ifndef ACCOUNTS_UNICODE_H
#define ACCOUNTS_UNICODE_H

#include <unicode/utypes.h>

#include "base/arena.h"

enum {
        UNICODE_TYPED_MAX = 4096,      /* bytes that are looked at; nothing near it is a name */
        UNICODE_CHARACTERS_MAX = 1024, /* after normalisation, which may write one character as eighteen */
};

/* Code points, without NUL at the end. */
struct characters {
        UChar32 at[UNICODE_CHARACTERS_MAX];
        int32_t n;
};

enum unicode_status {
        UNICODE_FINE = 0,
        UNICODE_TOO_LONG,
        UNICODE_MALFORMED, /* not UTF-8 */
        UNICODE_NO_MEMORY, /* or ICU's data are missing */
};

/* UTF-8 in NFKC, without white space around it. */
enum unicode_status unicode_read(struct str typed, struct characters *ret) __attribute__((warn_unused_result));

/* UTF-8 in the arena, ending in NUL; STR_NULL when memory ran out. */
struct str unicode_write(struct arena *a, const struct characters *s) __attribute__((warn_unused_result));

/* NFKC_Casefold in UTF-8: equal for texts that differ in case, width or invisible characters only. */
struct str unicode_fold(struct arena *a, const struct characters *s) __attribute__((warn_unused_result));

/* In UTF-8, equal for texts that look alike, be it in another case. It is made of the text as it stands, since a
 * capital I passes for a small l but an i does not; so texts that fold to the same may differ in this. */
struct str unicode_skeleton(struct arena *a, const struct characters *s) __attribute__((warn_unused_result));

enum unicode_script {
        SCRIPTS_FINE = 0,
        SCRIPTS_MIXED,
        SCRIPTS_INVISIBLE, /* characters that nobody sees, the same mark twice on one letter among them */
        SCRIPTS_UNCHECKED, /* no memory */
};

/* UTS 39, 5.2 "highly restrictive": one script, or Latin with those of Chinese, Japanese or Korean; digits of one
 * script only; nothing invisible. */
enum unicode_script unicode_check_identifier(const struct characters *s) __attribute__((warn_unused_result));

/* UTS 39, 5.2 "single script": n code points of one script, where Han with kana, Hangul or Bopomofo counts as one. */
enum unicode_script unicode_check_word(const UChar32 *at, int32_t n) __attribute__((warn_unused_result));

#endif
