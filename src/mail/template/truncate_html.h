/* HTML shortened to a number of characters or words; tags and comments are not counted. */
#ifndef MAIL_TEMPLATE_TRUNCATE_HTML_H
#define MAIL_TEMPLATE_TRUNCATE_HTML_H

#include "base/arena.h"
#include "base/buf.h"

/* Both append the HTML as it is when it has no more than `length`; else its start, an ellipsis, and end tags of what is
 * open there. False: the arena, which keeps track of what is open, is full. */

/* The ellipsis counts as one character, so does a reference ("&amp;"). */
bool truncate_html_characters(struct arena *a, struct buf *out, struct str html, int64_t length)
        __attribute__((warn_unused_result));

/* Nothing for a length of 0 or less. */
bool truncate_html_words(struct arena *a, struct buf *out, struct str html, int64_t length)
        __attribute__((warn_unused_result));

#endif
