/* Text without its HTML tags, as Django's striptags and Python's HTML parser take them out. */
#ifndef MAIL_TEMPLATE_STRIP_TAGS_H
#define MAIL_TEMPLATE_STRIP_TAGS_H

#include "base/buf.h"

enum {
        /* What is left after a round may make tags anew ("<<b>b>"). Django gives up there too. */
        STRIP_ROUNDS_MAX = 50,
        /* Bytes looked at for each byte of the text: all rounds, and as much again for tags that turn out to have no
         * end, which are looked at once more. */
        STRIP_WORK_MAX = 2 * STRIP_ROUNDS_MAX,
        /* A tag that is open for so many characters with so many others begun in it is an attack on the time that
         * stripping takes (CVE-2024-53907). */
        STRIP_OPEN_LENGTH_MAX = 1000,
        STRIP_OPEN_TAGS_MAX = 50,
};

/* Writes into `out`, which must be empty; its maximum also bounds what the rounds need. False: the text passes a bound
 * above, and `out` is of no use. */
bool strip_tags(struct buf *out, struct str text) __attribute__((warn_unused_result));

#endif
