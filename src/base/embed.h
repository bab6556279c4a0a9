/* Files that tools/embed put into the program.
 *
 * EMBED_DECLARE(mail_templates) declares `mail_templates_files` and `mail_templates_count`, the table that
 * `embed OUT.c mail_templates FILE...` wrote. It is sorted by name and ends, after its count, in a row of NULLs.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embedded_file {
        const char *name; /* without its folder */
        const unsigned char *bytes;
        size_t size; /* a NUL follows the bytes and is not counted */
};

#define EMBED_DECLARE(symbol)                                                                                          \
        extern const struct embedded_file symbol##_files[];                                                            \
        extern const size_t symbol##_count

EMBED_DECLARE(migrations); /* the migrations folder, in the order to apply them */

#endif
