/* What people are called: usernames, names of persons and e-mail addresses, each in the one form that is stored and
 * compared. Any script will do (Unicode annexes 15 and 31, technical standard 39).
 *
 * All of these may run in any thread and don't block. Results live in the arena; when there is a problem, they are left
 * as they were.
 */
#ifndef ACCOUNTS_IDENTITY_H
#define ACCOUNTS_IDENTITY_H

#include "base/arena.h"

enum {
        USERNAME_MAX = 150,     /* characters, that is code points; Django's limit */
        PERSON_NAME_MAX = 150,  /* characters of a first or last name; Django's limit */
        IDENTITY_MARKS_MAX = 4, /* nonspacing marks in a row (UTS 39, 5.4): more of them climb over other lines */
};

enum identity_problem {
        IDENTITY_FINE = 0,
        IDENTITY_BLANK,
        IDENTITY_TOO_LONG,
        IDENTITY_USERNAME_CHARACTERS,
        IDENTITY_NAME_CHARACTERS,
        IDENTITY_USERNAME_LOOK_ALIKE,
        IDENTITY_NAME_LOOK_ALIKE,
        IDENTITY_NO_MEMORY,
};

/* A stable word for programs ("look_alike"), and a sentence for people. */
struct str identity_problem_code(enum identity_problem p);
struct str identity_problem_message(enum identity_problem p);

struct username {
        struct str display;  /* as typed, without white space around it, in NFKC */
        struct str key;      /* case-folded: equal for names that differ in case or width only */
        struct str skeleton; /* equal for names that look alike, whatever their case: paypal, paypaI, PayPa1 */
};

/* Django's rule: 1 to USERNAME_MAX letters, marks and digits of any script and @ . + - _, one letter or digit at least.
 * Refused are mixtures of scripts, or of digits, that UTS 39 calls less than highly restrictive, and all that can't be
 * seen. That includes U+200C and U+200D, which UAX 31 leaves out of identifiers by default: two usernames could differ
 * in nothing else.
 *
 * Keys and skeletons must both be unique among users: names of one key may have several skeletons. */
enum identity_problem username_normalise(struct arena *a, struct str typed, struct username *ret)
        __attribute__((warn_unused_result));

/* A first or last name, or all of it, in NFKC: letters, marks and digits of any script, one letter at least, and the
 * punctuation of names: ' ’ - . , · with their Hebrew and Japanese kin. A run of spaces becomes one, the ends are
 * trimmed, control characters refused. U+200C and U+200D stay where Persian and Indic spelling needs them (after UAX
 * 31, 2.3): beside a virama, and between letters that join. Each word is of one script (Han with kana counts as one);
 * several words may differ. Nothing but white space is IDENTITY_BLANK or, with `may_be_empty`, the empty name. */
enum identity_problem person_name_normalise(struct arena *a, struct str typed, unsigned characters_max,
                                            bool may_be_empty, struct str *ret) __attribute__((warn_unused_result));

/* An address without white space around it, its domain in ASCII, in lower case. STR_NULL when it is one
 * (mail/address.h), otherwise a literal that says what is wrong. Only A to Z are lowered: mail_address_problem lets no
 * other letters through, and so the database's lower() agrees in every locale. */
struct str email_normalise(struct arena *a, struct str typed, struct str *ret) __attribute__((warn_unused_result));

#endif
