/* JSON bodies and query arguments into structs, by a table of fields.
 *
 *     static const struct field fields[] = {
 *             {"sku", FIELD_INT64, offsetof(struct cart_item, sku), .minimum = 1, .maximum = INT64_MAX},
 *             {"quantity", FIELD_INT64, offsetof(struct cart_item, quantity), .minimum = 1, .maximum = 99},
 *     };
 *
 * A field may be an object with a table of its own, whose struct stands at the field's offset; its fields are told as
 * "shipping.line1". All fields that are wrong are told at once; so are fields that the table does not know.
 */
#ifndef HTTP_DECODE_H
#define HTTP_DECODE_H

#include "http/request.h"

enum field_kind {
        FIELD_INT64,  /* int64_t, between minimum and maximum */
        FIELD_TEXT,   /* struct str; minimum to maximum bytes of UTF-8 without NUL, in the arena */
        FIELD_BOOL,   /* bool */
        FIELD_TRUE,   /* bool, but only true will do */
        FIELD_OBJECT, /* an object with `fields`; bodies only */
        FIELD_LIST,   /* struct field_list: minimum to maximum objects with `fields`; bodies only */
        FIELD_JSON,   /* struct str: any value but null, as JSON text of minimum to maximum bytes; bodies only */
};

/* Items of `item_size` each, zeroed before they are filled, in the arena. */
struct field_list {
        void *items;
        size_t count;
};

struct field {
        const char *name;
        enum field_kind kind;
        size_t offset;
        int64_t minimum, maximum;
        bool optional;              /* missing or null leaves the struct as it is */
        bool nullable;              /* null leaves the struct as it is, but has to be said unless it is optional, too */
        size_t given_at;            /* offset + 1 of a bool that becomes true when a value came; 0 for none */
        bool characters;            /* of text: minimum and maximum count code points */
        const char *const *choices; /* of text: the only ones, with a NULL at the end; instead of minimum and maximum */
        const struct field *fields; /* of an object, or of each in a list; their offsets count from its own */
        size_t field_count;
        size_t item_size; /* of a list's objects */
};

enum { JSON_DEPTH_MAX = 16 }; /* our bodies nest at most 3 deep */

/* False: the error is replied (400 malformed JSON, 422 with an entry per field). */
bool request_decode_fields(struct request *rq, const struct field *fields, size_t count, void *ret)
        __attribute__((warn_unused_result));
#define request_decode(rq, fields, ret)                                                                                \
        request_decode_fields((rq), (fields), sizeof(fields) / sizeof((fields)[0]), (ret))

/* The same from the query; unknown arguments are ignored (campaign codes travel there). */
bool request_decode_query_fields(struct request *rq, const struct field *fields, size_t count, void *ret)
        __attribute__((warn_unused_result));
#define request_decode_query(rq, fields, ret)                                                                          \
        request_decode_query_fields((rq), (fields), sizeof(fields) / sizeof((fields)[0]), (ret))

/* The body as jansson's json_t, an object; the caller json_decref's it. NULL: the error is replied. */
struct json_t *request_json(struct request *rq) __attribute__((warn_unused_result));
/* Any JSON text (an argument of the address); NULL when it is none, or nested too deeply. */
struct json_t *json_text_read(struct str text) __attribute__((warn_unused_result));

/* A path parameter that is a positive integer; `missing` is replied when it is not. */
bool request_param_int64(struct request *rq, unsigned n, enum err missing, int64_t *ret)
        __attribute__((warn_unused_result));

#endif
