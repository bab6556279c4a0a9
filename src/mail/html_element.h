/* What the tags of HTML mean for its text. For html_text.c only. */
#ifndef MAIL_HTML_ELEMENT_H
#define MAIL_HTML_ELEMENT_H

#include "mail/html_scan.h"

enum html_element {
        INLINE,
        PARAGRAPH, /* with an empty line before and behind */
        BLOCK,     /* on lines of its own */
        ROW,
        CELL,
        QUOTE,
        LIST, /* a paragraph, unless it is within another list */
        NUMBERED_LIST,
        ITEM,
        BREAK,
        RULE,
        IMAGE,
        LINK,
        PREFORMATTED,
        HIDDEN, /* with all that stands in it */
        RAW,    /* the same, and nothing in it is a tag */
};

/* INLINE for those that mean nothing. */
enum html_element html_element_of(struct str name);

/* Has neither text nor an end tag. */
bool html_element_is_void(struct str name);

/* What matters of a tag's attributes. */
struct html_looks {
        struct str href, alt; /* STR_NULL: none */
        bool hidden, keeps_white;
};

bool html_starts_nocase(struct str s, struct str prefix);

/* Takes the attributes of the tag that was the last piece. */
struct html_looks html_looks_of(struct html_scan *s);

#endif
