/* Lines broken between words, as Python's textwrap does it for Django: long words stay whole. */
#ifndef MAIL_TEMPLATE_WRAP_H
#define MAIL_TEMPLATE_WRAP_H

#include "base/buf.h"

/* Appends text with no more than `width` characters a line where its words allow that. Line breaks that are there stay;
 * tabs become spaces to the next eighth column; spaces at which a line is broken, or that end one, go. */
void wrap_write(struct buf *out, struct str text, uint64_t width);

#endif
