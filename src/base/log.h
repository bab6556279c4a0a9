/* Structured log lines on standard error: JSON, or readable when it is a terminal.
 *
 *     log_warn("stripe answered late", LOG_INT("ms", 812), LOG_STR("request_id", rq->id));
 *
 * A line is written with one write(2), so that threads don't mix; keys are literals, values are escaped. A
 * value never holds a secret: cookies, tokens, card data and bodies are not logged.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };
enum log_format { LOG_FORMAT_AUTO, LOG_FORMAT_JSON, LOG_FORMAT_TEXT };

struct log_field {
        const char *key;
        enum { LOG_FIELD_END, LOG_FIELD_STR, LOG_FIELD_INT } kind;
        struct str text;
        int64_t number;
};

#define LOG_STR(k, s) ((struct log_field){.key = (k), .kind = LOG_FIELD_STR, .text = (s)})
#define LOG_CSTR(k, s) LOG_STR(k, str_from(s))
#define LOG_INT(k, n) ((struct log_field){.key = (k), .kind = LOG_FIELD_INT, .number = (int64_t)(n)})

/* Lines below `level` are dropped. AUTO looks whether standard error is a terminal. Call once, at start. */
void log_setup(enum log_level level, enum log_format format);

/* Lines that this thread writes from now on carry this request id; STR_NULL ends that. The bytes must stay. */
void log_for_request(struct str id);

/* `fields` ends with kind LOG_FIELD_END. Use the macros. */
void log_write(enum log_level level, const char *message, const struct log_field *fields);

/* The first row is only there to take the comma away when there are no fields. */
#define LOG_FIELDS(...) ((const struct log_field[]){{0}, ##__VA_ARGS__, {.kind = LOG_FIELD_END}} + 1)
#define log_debug(message, ...) log_write(LOG_LEVEL_DEBUG, message, LOG_FIELDS(__VA_ARGS__))
#define log_info(message, ...) log_write(LOG_LEVEL_INFO, message, LOG_FIELDS(__VA_ARGS__))
#define log_warn(message, ...) log_write(LOG_LEVEL_WARN, message, LOG_FIELDS(__VA_ARGS__))
#define log_error(message, ...) log_write(LOG_LEVEL_ERROR, message, LOG_FIELDS(__VA_ARGS__))

#endif
