/* Questions on a terminal. */
#ifndef APP_ASK_H
#define APP_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* Whether somebody is there to answer. */
bool ask_possible(void);

/* Prints the question and reads a line, without its end, into out. With `hidden` nothing shows what is typed, also when
 * the program is interrupted meanwhile. False at the end of input, or when the line does not fit. */
bool ask(const char *question, bool hidden, char *out, size_t size) __attribute__((warn_unused_result));

#endif
