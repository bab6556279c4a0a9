/* Upper, lower and title case of text in any script, as Python's str has them: Unicode's full mappings, in no
 * language in particular (ß -> SS; the sigma that ends a word). Unicode 15, section 3.13; SpecialCasing.txt.
 *
 * Each appends to `out`; that ICU found no memory sets out->failed.
 */
#ifndef MAIL_TEMPLATE_CASING_H
#define MAIL_TEMPLATE_CASING_H

#include "base/buf.h"

void casing_upper(struct buf *out, struct str text);
void casing_lower(struct buf *out, struct str text);
/* A cased character behind another one is small, any other one is a title's. */
void casing_title(struct buf *out, struct str text);

#endif
