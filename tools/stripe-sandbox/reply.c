/* The ways to answer a request. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "request.h"

struct str request_header(const struct request *rq, const char *name)
{
        return str_from(MHD_lookup_connection_value(rq->connection, MHD_HEADER_KIND, name));
}

void reply_header(struct request *rq, const char *name, const char *value)
{
        if (value && rq->header_count < REPLY_HEADERS)
                rq->headers[rq->header_count++] = (struct reply_header){name, value};
}

const char *request_keep(struct request *rq, const char *text)
{
        return must((void *)arena_copy(&rq->arena, str_from(text)).ptr);
}

void reply_clear(struct request *rq)
{
        json_decref(rq->json);
        rq->json = NULL;
        buf_clear(&rq->text);
        rq->status = 0;
}

void reply_json(struct request *rq, unsigned status, json_t *json)
{
        reply_clear(rq);
        rq->status = status;
        rq->json = json;
        rq->content_type = "application/json";
}

static void add_doc_url(json_t *error, const char *code)
{
        char url[160];
        snprintf(url, sizeof url, "https://stripe.com/docs/error-codes/%s", code);
        for (char *c = url; *c; c++) {
                if (*c == '_')
                        *c = '-';
        }
        field_set_text(error, "code", code);
        field_set_text(error, "doc_url", url);
}

void reply_error(struct request *rq, unsigned status, const char *type, const char *code, const char *param,
                 const char *format, ...)
{
        char message[600];
        va_list args;
        va_start(args, format);
        vsnprintf(message, sizeof message, format, args);
        va_end(args);
        /* A cut may split a character, which JSON would not take. */
        size_t length = strlen(message);
        while (length && !str_is_text((struct str){message, length}))
                message[--length] = 0;
        json_t *error = must(json_pack("{s:s, s:s, s:s*}", "type", type, "message", message, "param", param));
        if (code)
                add_doc_url(error, code);
        reply_json(rq, status, must(json_pack("{s:o}", "error", error)));
}

void reply_no_such(struct request *rq, unsigned status, const char *what, const char *id, const char *param)
{
        reply_error(rq, status, "invalid_request_error", "resource_missing", param, "No such %s: '%s'", what, id);
}

void reply_redirect(struct request *rq, const char *location)
{
        reply_clear(rq);
        rq->status = MHD_HTTP_SEE_OTHER;
        rq->content_type = "text/plain; charset=utf-8";
        reply_header(rq, MHD_HTTP_HEADER_LOCATION, request_keep(rq, location));
}
