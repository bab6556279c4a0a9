/* Letters and digits of ASCII; other bytes are none. */
#ifndef MAIL_TEMPLATE_ASCII_H
#define MAIL_TEMPLATE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* -1: it is no hexadecimal digit. */
static inline int ascii_hex_value(char c)
{
        return ascii_is_digit(c)        ? c - '0'
               : (c >= 'a' && c <= 'f') ? c - 'a' + 10
               : (c >= 'A' && c <= 'F') ? c - 'A' + 10
                                        : -1;
}

static inline bool ascii_is_hex(char c)
{
        return ascii_hex_value(c) >= 0;
}

static inline char ascii_lower(char c)
{
        return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

#endif
