/* Structured log lines on standard error. */
#include "base/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum { LINE_MAX_BYTES = 16 * 1024 }; /* a longer line is cut off: a log is no place for bodies */

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static enum log_level threshold = LOG_LEVEL_INFO;
static bool as_json = true;
static _Thread_local struct str request_id;

void log_setup(enum log_level level, enum log_format format)
{
        threshold = level;
        as_json = format == LOG_FORMAT_JSON || (format == LOG_FORMAT_AUTO && !isatty(STDERR_FILENO));
}

void log_for_request(struct str id)
{
        request_id = id;
}

static void format_time(char *out, size_t size, bool with_date)
{
        struct timespec now;
        struct tm utc;
        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &utc);
        size_t n = strftime(out, size, with_date ? "%Y-%m-%dT%H:%M:%S" : "%H:%M:%S", &utc);
        snprintf(out + n, size - n, ".%03ldZ", now.tv_nsec / 1000000);
}

static void write_json(struct buf *line, enum log_level level, const char *message, const struct log_field *fields)
{
        char when[40];
        format_time(when, sizeof when, true);
        buf_printf(line, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", when, level_names[level]);
        buf_add_json(line, str_from(message));
        if (request_id.ptr)
                buf_printf(line, ",\"request_id\":\"%.*s\"", STR_ARG(request_id));
        for (; fields->kind != LOG_FIELD_END; fields++) {
                buf_printf(line, ",\"%s\":", fields->key);
                if (fields->kind == LOG_FIELD_INT)
                        buf_printf(line, "%lld", (long long)fields->number);
                else
                        buf_add_json(line, fields->text);
        }
        buf_add(line, STR("}\n"));
}

static void write_text(struct buf *line, enum log_level level, const char *message, const struct log_field *fields)
{
        char when[40];
        format_time(when, sizeof when, false);
        buf_printf(line, "%s %-5s %s", when, level_names[level], message);
        if (request_id.ptr)
                buf_printf(line, " request_id=%.*s", STR_ARG(request_id));
        for (; fields->kind != LOG_FIELD_END; fields++) {
                buf_printf(line, " %s=", fields->key);
                if (fields->kind == LOG_FIELD_INT)
                        buf_printf(line, "%lld", (long long)fields->number);
                else
                        buf_add_json(line, fields->text);
        }
        buf_add_char(line, '\n');
}

void log_write(enum log_level level, const char *message, const struct log_field *fields)
{
        if (level < threshold)
                return;
        struct buf line;
        buf_init(&line, LINE_MAX_BYTES);
        if (as_json)
                write_json(&line, level, message, fields);
        else
                write_text(&line, level, message, fields);
        if (line.len && write(STDERR_FILENO, line.ptr, line.len) < 0)
                threshold = LOG_LEVEL_ERROR; /* nobody reads: don't spend more on it than errors */
        buf_release(&line);
}
