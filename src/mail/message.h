/* A mail as the bytes that travel: RFC 5322 with MIME (RFC 2045, 2046, 2047).
 *
 * What is composed is pure ASCII with CRLF: multipart/alternative of text and HTML, quoted-printable, headers
 * outside ASCII as B-encoded words, folded at 76. The same message gives the same bytes. No field can add a
 * header or a line to it.
 */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "mail/address.h"

enum {
        MAIL_SUBJECT_MAX = 2000,     /* bytes; far above what a list shows */
        MAIL_MESSAGE_ID_MAX = 250,   /* bytes; fits a line with its name */
        MAIL_HEADER_VALUE_MAX = 900, /* bytes; one unfoldable line has 998 (RFC 5322, 2.1.1) */
        MAIL_HEADERS_MAX = 20,
        MAIL_BCC_MAX = 20,
        MAIL_BODY_MAX = 2 * 1024 * 1024,     /* bytes of each body; large providers cut HTML off at 0.1 MB */
        MAIL_MESSAGE_MAX = 13 * 1024 * 1024, /* bytes of a composed message: two bodies, each byte escaped */
};

/* A header beyond those below, such as List-Unsubscribe. The value is written as it is when it is ASCII. */
struct mail_header {
        struct str name;  /* ASCII; none of those that mail_compose writes itself, and not Bcc */
        struct str value; /* no spaces at either end */
};

/* The message borrows what it points to. */
struct mail_message {
        struct mail_address from, to;
        struct mail_address reply_to;   /* address STR_NULL or empty: none */
        const struct mail_address *bcc; /* checked, never written; they belong to the envelope */
        size_t bcc_count;
        struct str subject;
        struct str text, html; /* any line ends; one of the two may be STR_NULL, not both */
        struct str message_id; /* "left@right", without angle brackets */
        int64_t date;          /* unix */
        const struct mail_header *headers;
        size_t header_count;
};

/* STR_NULL when the message can be composed, otherwise a literal naming the field and what is wrong with it:
 * fields with CR, LF, NUL or other control characters, bytes that are not UTF-8, bad addresses, too long. */
struct str mail_message_problem(const struct mail_message *m);

/* Appends the message to `out`. ERR_INVALID_INPUT when it has a problem; ERR_NO_MEMORY when `out` can't hold
 * it. On failure `out` holds nothing that may be sent. */
enum err mail_compose(struct buf *out, const struct mail_message *m) __attribute__((warn_unused_result));

#endif
