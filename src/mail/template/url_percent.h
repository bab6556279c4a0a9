/* Percent-encoding of URLs (RFC 3986, 2.1), as Python's urllib.parse does it. */
#ifndef MAIL_TEMPLATE_URL_PERCENT_H
#define MAIL_TEMPLATE_URL_PERCENT_H

#include "base/buf.h"

/* Appends text with all bytes as %XX but letters, digits, "_.-~" and the ASCII characters in `keep`. */
void percent_encode(struct buf *out, struct str text, struct str keep);

/* Appends text with its %XX as the bytes that they stand for; what is not well-formed UTF-8 then becomes U+FFFD. */
void percent_decode(struct buf *out, struct str text);

#endif
