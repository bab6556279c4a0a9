/* Unicode's normalization form C: accents and letters as one character where there is one. */
#ifndef MAIL_TEMPLATE_NFC_H
#define MAIL_TEMPLATE_NFC_H

#include "base/arena.h"

/* `text` itself when it is normalized already, else a copy in the arena. False: the arena is full. */
bool nfc(struct arena *a, struct str text, struct str *ret) __attribute__((warn_unused_result));

#endif
