/* What in a word of text is a link: a URL, the name of a host, an address of mail. */
#ifndef MAIL_TEMPLATE_LINK_WORD_H
#define MAIL_TEMPLATE_LINK_WORD_H

#include "base/buf.h"

enum { LINK_URL_MAX = 2048 /* characters; longer ones are left as text, as browsers' address bars would */ };

/* A word with the punctuation around it apart. Brackets stay where they are balanced; a ';' that ends a character
 * reference belongs to it. Work is in proportion to the word's length. */
struct link_word {
        struct str lead, middle, trail;
};

struct link_word link_word_split(struct str word);

/* Appends what the middle of a word links to. False: it is no link, and nothing was appended.
 * *ret_mail: it is an address of mail. */
bool link_word_target(struct buf *out, struct str middle, bool *ret_mail) __attribute__((warn_unused_result));

#endif
