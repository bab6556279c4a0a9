/* Text written in lines, as a reader of mail likes it: white space between words is one space, there is none at the
 * ends of lines, and lines begin with what their quotes and lists ask for. For html_text.c only.
 */
#ifndef MAIL_HTML_LINES_H
#define MAIL_HTML_LINES_H

#include "base/buf.h"

enum {
        HTML_MARKER_MAX = 16, /* bytes of "1. " */
        HTML_QUOTES_MAX = 3,  /* that are shown: text must not grow with how deep it stands */
        HTML_INDENT_MAX = 8,  /* columns; the same */
};

struct html_lines {
        struct buf *out;
        unsigned due;      /* line ends before the next character */
        bool space;        /* is due before the next character of the line; */
        bool cell, joiner; /* two spaces; U+200C */
        bool begun;        /* something is written */
        bool preformatted; /* white space stays */
        unsigned quotes, indent;
        unsigned quotes_before;       /* of the last line */
        char marker[HTML_MARKER_MAX]; /* due before the next character, hanging into the indent; "" for none */
        bool labels;                  /* a label was begun */
        size_t label;                 /* offset of its first character; SIZE_MAX: nothing of it is written */
};

/* At least n line ends before what comes next. None at the start, nor between a marker and its text. */
void html_lines_end(struct html_lines *l, unsigned n);

/* A gap before what comes next on the line. */
void html_lines_cell(struct html_lines *l);

/* `text` with its references as characters, white space folded, fillers left out. */
void html_lines_add(struct html_lines *l, struct str text);

/* `text` as it is. */
void html_lines_put(struct html_lines *l, struct str text);

/* What was written since; it ends with the last character that is no white space. */
void html_lines_begin_label(struct html_lines *l);
struct str html_lines_label(const struct html_lines *l);

#endif
