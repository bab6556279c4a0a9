/* Header fields of a mail: folded at 76 (RFC 2047, 2), pure ASCII, CRLF at the end.
 *
 * Callers have checked that values are text without line breaks or other control characters (message.c).
 */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/buf.h"
#include "mail/address.h"

/* Unstructured text such as a subject: as it is when plain ASCII that folds well, otherwise B-encoded words. */
void mail_header_text(struct buf *out, struct str name, struct str text);

/* `name: Display Name <local@domain>`, the name as atoms, quoted or encoded. */
void mail_header_address(struct buf *out, struct str name, const struct mail_address *address);

/* A value of ASCII with a syntax of its own: folded at spaces only. */
void mail_header_raw(struct buf *out, struct str name, struct str value);

/* Date: in UTC (RFC 5322, 3.3). seconds since 1970. */
void mail_header_date(struct buf *out, int64_t seconds);

#endif
