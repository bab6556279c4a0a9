/* Where the parts of HTML end, by the rules that Python's HTML parser has for markup in the wild. */
#ifndef MAIL_TEMPLATE_MARKUP_H
#define MAIL_TEMPLATE_MARKUP_H

#include "base/str.h"

enum { MARKUP_SECTION_BRACKETS = 2 }; /* of "]]>" */

/* A text with what makes looking through it linear: where each sign of closing stands last. */
struct markup {
        struct str all;
        size_t tag_end, quote, apostrophe, semicolon;     /* offset after the last > " ' ; and 0 when there is none */
        bool no_comment_end;                              /* one was looked for in vain, so there is none further on */
        bool no_section_end[MARKUP_SECTION_BRACKETS + 1]; /* the same, by the brackets that it has */
        size_t work;                                      /* bytes looked at for tags that have no end */
};

#define MARKUP_NO_END SIZE_MAX

void markup_init(struct markup *t, struct str all);

/* Offset of the first `c` at `from` or later; MARKUP_NO_END when there is none. */
size_t markup_find(const struct markup *t, size_t from, char c);

/* Offset after the markup that starts with the '<' at `at`, or MARKUP_NO_END. `at` itself, when it starts none.
 * *ret_raw_name is the name of an element that was opened and takes no markup within (script, style), else STR_NULL. */
size_t markup_end(struct markup *t, size_t at, struct str *ret_raw_name);

/* Finds the end tag of that name. False: there is none. */
bool markup_find_end_tag(const struct markup *t, size_t from, struct str name, size_t *ret_start, size_t *ret_end);

#endif
