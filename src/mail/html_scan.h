/* HTML cut into tags and text, as browsers cut it (HTML standard, 13.2.5), as far as reading a mail needs. */
#ifndef MAIL_HTML_SCAN_H
#define MAIL_HTML_SCAN_H

#include "base/buf.h"

struct html_piece {
        enum { HTML_END, HTML_TEXT, HTML_OPEN, HTML_CLOSE, HTML_OTHER } kind; /* OTHER: comment, doctype */
        struct str name;                                                      /* of OPEN and CLOSE, as it is written */
        struct str attributes;                                                /* of OPEN */
        struct str text;                                                      /* of TEXT, entities as they are */
};

/* Takes the next piece off *rest. */
struct html_piece html_next(struct str *rest);

/* The value of an attribute, without its quotes; STR_NULL: there is none of that name. */
struct str html_attribute(struct str attributes, struct str name);

/* Takes a character off *text, which isn't empty, an entity as the character that it stands for. */
uint32_t html_character(struct str *text);

#endif
