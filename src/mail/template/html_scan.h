/* Where the parts of HTML end, by the rules that Python's HTML parser has for markup in the wild. */
#ifndef MAIL_TEMPLATE_HTML_SCAN_H
#define MAIL_TEMPLATE_HTML_SCAN_H

#include "base/str.h"

enum { HTML_SECTION_BRACKETS = 2 }; /* of "]]>" */

/* A text with what makes looking through it linear: where each sign of closing stands last. */
struct html_text {
        struct str all;
        size_t tag_end, quote, apostrophe, semicolon;   /* offset after the last > " ' ; and 0 when there is none */
        bool no_comment_end;                            /* one was looked for in vain, so there is none further on */
        bool no_section_end[HTML_SECTION_BRACKETS + 1]; /* the same, by the brackets that it has */
        size_t work;                                    /* bytes looked at for tags that have no end */
};

#define HTML_NO_END SIZE_MAX

void html_text_init(struct html_text *t, struct str all);

/* Offset of the first `c` at `from` or later; HTML_NO_END when there is none. */
size_t html_find(const struct html_text *t, size_t from, char c);

/* Offset after the markup that starts with the '<' at `at`, or HTML_NO_END. `at` itself, when it starts none.
 * *ret_raw_name is the name of an element that was opened and takes no markup within (script, style), else STR_NULL. */
size_t html_markup_end(struct html_text *t, size_t at, struct str *ret_raw_name);

/* Finds the end tag of that name. False: there is none. */
bool html_find_end_tag(const struct html_text *t, size_t from, struct str name, size_t *ret_start, size_t *ret_end);

#endif
