/* URLs as people write them, made fit for an href. */
#ifndef MAIL_TEMPLATE_URL_QUOTE_H
#define MAIL_TEMPLATE_URL_QUOTE_H

#include "base/buf.h"

/* Appends an http or https URL with its host in ASCII (UTS #46), its parts percent-encoded where they are not yet, and
 * its query as name=value pairs. A URL whose host is none is percent-encoded as a whole. */
void url_quote(struct buf *out, struct str url);

/* Appends the host in ASCII. False, and nothing was appended: it is no name of a host. */
bool url_quote_host(struct buf *out, struct str host) __attribute__((warn_unused_result));

#endif
