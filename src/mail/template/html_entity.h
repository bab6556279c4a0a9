/* Character references of HTML ("&amp;", "&#228;"). */
#ifndef MAIL_TEMPLATE_HTML_ENTITY_H
#define MAIL_TEMPLATE_HTML_ENTITY_H

#include "base/buf.h"

/* The longest that HTML has is "&CounterClockwiseContourIntegral;". */
enum { HTML_REFERENCE_MAX = 33 };

/* Bytes of the reference at the start of s, whatever its name, with its ';'; 0 when there is none. */
size_t html_reference_width(struct str s);

/* The same for one that is known: a number of a character, or a name that html_scan.h knows. *ret_c is what it stands
 * for. */
size_t html_reference_decode(struct str s, uint32_t *ret_c);

/* Appends text with known references as what they stand for. */
void html_unescape(struct buf *out, struct str text);

#endif
