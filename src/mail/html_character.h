/* Characters of HTML text, written as they are or as references ("&amp;", "&#228;"). */
#ifndef MAIL_HTML_CHARACTER_H
#define MAIL_HTML_CHARACTER_H

#include "base/buf.h"

/* Takes a character off *text, which isn't empty, a reference as the character that it stands for. One that is not
 * known is text. */
uint32_t html_character(struct str *text);

#endif
