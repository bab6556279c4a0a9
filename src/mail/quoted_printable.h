/* Quoted-printable (RFC 2045, 6.7): any text in lines of at most 76 ASCII characters. */
#ifndef MAIL_QUOTED_PRINTABLE_H
#define MAIL_QUOTED_PRINTABLE_H

#include "base/buf.h"

/* Appends `text` encoded. Line ends may be LF, CR or CRLF and become CRLF; what does not end in one gets one. */
void mail_quoted_printable(struct buf *out, struct str text);

#endif
