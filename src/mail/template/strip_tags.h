/* Text without its HTML tags, as Django's striptags and Python's HTML parser take them out. */
#ifndef MAIL_TEMPLATE_STRIP_TAGS_H
#define MAIL_TEMPLATE_STRIP_TAGS_H

#include "base/buf.h"

enum {
        /* What is left after a round may make tags anew ("<<b>b>"). Django gives up there too. */
        STRIP_ROUNDS_MAX = 50,
        /* Bytes looked at: for each byte of the text once a round, and some again, for a tag that turns out to have no
         * end is text, with tags in it. The rest is for short texts that have many of those. */
        STRIP_WORK_PER_BYTE_MAX = STRIP_ROUNDS_MAX + 10,
        STRIP_WORK_BASE = 1024 * 1024,
        /* A tag that is open for so many characters with so many others begun in it is an attack on the time that
         * stripping takes (CVE-2024-53907). */
        STRIP_OPEN_LENGTH_MAX = 1000,
        STRIP_OPEN_TAGS_MAX = 50,
};

/* Writes into `out`, which must be empty; its maximum also bounds what the rounds need. False: the text passes a bound
 * above, and `out` is of no use. */
bool strip_tags(struct buf *out, struct str text) __attribute__((warn_unused_result));

#endif
