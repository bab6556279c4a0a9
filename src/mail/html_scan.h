/* HTML cut into tags and text, as browsers cut it (HTML standard, 13.2.5), as far as reading a mail needs. */
#ifndef MAIL_HTML_SCAN_H
#define MAIL_HTML_SCAN_H

#include "base/buf.h"

/* Where the cutting has come to. A copy of it remembers a place. */
struct html_scan {
        const char *at, *end;
        bool in_tag; /* between the name of a tag and its > */
};

struct html_piece {
        enum { HTML_END, HTML_TEXT, HTML_OPEN, HTML_CLOSE, HTML_OTHER } kind; /* OTHER: comment, doctype */
        struct str text; /* of TEXT, references as they are; of OPEN and CLOSE the name, as it is written */
};

struct html_scan html_scan_start(struct str html);

/* The next piece. */
struct html_piece html_next(struct html_scan *s);

/* The next attribute of the tag that was the last piece, which may be left out. The value has no quotes and its
 * references as they are; "" when there is none. False: no more. */
bool html_attribute(struct html_scan *s, struct str *ret_name, struct str *ret_value);

/* Passes over the text of a script, style or title, in which nothing is a tag, and over the tag that closes it. */
void html_skip_raw(struct html_scan *s, struct str name);

#endif
