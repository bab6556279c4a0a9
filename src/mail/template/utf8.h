/* Characters of UTF-8 text, counted as Python counts them: by code points.
 *
 * Texts that reach a template are well-formed (str_is_text); a stray byte counts as one character.
 */
#ifndef MAIL_TEMPLATE_UTF8_H
#define MAIL_TEMPLATE_UTF8_H

#include "base/buf.h"

/* Takes the first character off *rest, which must not be empty. */
uint32_t utf8_next(struct str *rest);

/* Bytes of the first character of s; 0 when s is empty. */
size_t utf8_width(struct str s);

/* The same when that character is whitespace (whitespace.h); else, and within a character, 0. */
size_t utf8_space_width(struct str s);

/* Characters in s. */
size_t utf8_length(struct str s);

/* Offset in bytes of character number `n`; s.len when there are no more than n. */
size_t utf8_offset(struct str s, size_t n);

/* Offset of the character that ends at offset `at`; 0 when there is none. */
size_t utf8_before(struct str s, size_t at);

/* Without the whitespace that it starts with. */
struct str utf8_skip_space(struct str s);

/* What stands before the first whitespace. */
struct str utf8_word(struct str s);

/* Without whitespace at either end: Python's strip(). */
struct str utf8_strip(struct str s);

void utf8_put(struct buf *out, uint32_t c);

#endif
