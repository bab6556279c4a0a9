/* Slugs: what a text gives in ASCII for a part of a URL. */
#ifndef MAIL_TEMPLATE_SLUG_H
#define MAIL_TEMPLATE_SLUG_H

#include "base/buf.h"

/* "Joël is a  slug!" becomes "joel-is-a-slug". `out` is empty before. That ICU found no memory sets out->failed. */
void slug_write(struct buf *out, struct str text);

#endif
