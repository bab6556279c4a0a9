/* E-mail addresses: which ones this program sends to, and how people write them.
 *
 * The addr-spec of RFC 5321, 4.1.2, without quoted local parts, comments and address literals: what every
 * server takes and what can't carry anything but an address.
 */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "base/arena.h"
#include "base/str.h"

enum {
        MAIL_ADDRESS_MAX = 254,        /* RFC 5321, 4.5.3.1.3 without the angle brackets */
        MAIL_LOCAL_PART_MAX = 64,      /* RFC 5321, 4.5.3.1.1 */
        MAIL_ADDRESS_READ_SIZE = 1024, /* bytes; a domain of 254 in ASCII has fewer characters, of four bytes at most */
        MAIL_DISPLAY_NAME_MAX = 320,   /* bytes; keeps a header within a few lines */
};

struct mail_address {
        struct str name;    /* display name, UTF-8; may be empty or STR_NULL */
        struct str address; /* local@domain */
};

/* STR_NULL when the address can be used, otherwise a literal that says what is wrong with it: "the part before
 * the @ is longer than 64 characters". Domains need a dot, or are localhost; those outside ASCII are refused:
 * mail_address_convert makes them ASCII. */
struct str mail_address_problem(struct str address);

/* Makes of an address as people write it the one that travels: the domain in ASCII by UTS #46 (nontransitional, STD3
 * rules, bidi and joiner checks), so that jo@müller.example is jo@xn--mller-kva.example. STR_NULL and *ret, in the
 * arena or as it was; or what is wrong, as above, and *ret as it was given. */
struct str mail_address_convert(struct arena *a, struct str typed, struct str *ret);

/* An address with its domain in the letters that people read, which mail_address_convert made ASCII, in `out`; or as it
 * was given, when it is none or can't be. */
struct str mail_address_read_domain(struct str address, char out[MAIL_ADDRESS_READ_SIZE]);

/* Reads `local@domain` or `Name <local@domain>`; the name may stand in double quotes (without \ and " inside).
 * The strs point into `text`. False when the form is another or the address has a problem. */
bool mail_address_parse(struct str text, struct mail_address *ret) __attribute__((warn_unused_result));

#endif
