/* Characters that stand between words and lines, as Python's str methods count them. */
#ifndef MAIL_TEMPLATE_WHITESPACE_H
#define MAIL_TEMPLATE_WHITESPACE_H

#include <stdbool.h>
#include <stdint.h>

/* str.isspace: Unicode's separators of kind Zs, and what is WS, B or S in writing direction. */
static inline bool whitespace_is(uint32_t c)
{
        if (c < 0x80)
                return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
        return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
               c == 0x202F || c == 0x205F || c == 0x3000;
}

/* What str.splitlines cuts at; "\r\n" is one cut. */
static inline bool whitespace_ends_line(uint32_t c)
{
        return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

#endif
