/* The text part of a mail whose author wrote HTML only.
 *
 * Paragraphs, headings, lists, quotes and the rows of tables become lines; links keep their addresses; what is hidden,
 * scripts and styles are left out. Any HTML gives text; nothing is asked of it but being UTF-8.
 */
#ifndef MAIL_HTML_TEXT_H
#define MAIL_HTML_TEXT_H

#include "base/buf.h"

/* Appends the text of `html`. */
void html_text(struct buf *out, struct str html);

#endif
