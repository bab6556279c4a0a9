/* JSON bodies and query arguments into structs. */
#include "http/decode.h"

#include <jansson.h>
#include <stdlib.h>

struct problems {
        struct buf entries; /* JSON objects, comma between */
        unsigned count;
        struct str object; /* "shipping." while its fields are read */
};

/* ENTRIES_MAX entries fit, whatever is in them: a byte of a name takes at most 6 of JSON. */
enum { ENTRIES_MAX_BYTES = 16 * 1024, ENTRIES_MAX = 30, NAME_MAX_BYTES = 50, MESSAGE_SIZE = 120 };

/* A name from the request; so much of it as tells which one is meant. */
static struct str shortened(struct str name)
{
        size_t n = name.len < NAME_MAX_BYTES ? name.len : NAME_MAX_BYTES;
        while (n && n < name.len && ((unsigned char)name.ptr[n] & 0xC0) == 0x80)
                n--; /* not within a character */
        return (struct str){name.ptr, n};
}

static void add_problem(struct problems *p, const char *field, const char *code, const char *message)
{
        char name[NAME_MAX_BYTES * 2];
        if (p->count++ >= ENTRIES_MAX)
                return;
        snprintf(name, sizeof name, "%.*s%.*s", STR_ARG(p->object), STR_ARG(shortened(str_from(field))));
        if (p->entries.len)
                buf_add_char(&p->entries, ',');
        buf_add(&p->entries, STR("{\"field\":"));
        buf_add_json(&p->entries, str_from(name));
        buf_add(&p->entries, STR(",\"code\":"));
        buf_add_json(&p->entries, str_from(code));
        buf_add(&p->entries, STR(",\"message\":"));
        buf_add_json(&p->entries, str_from(message));
        buf_add_char(&p->entries, '}');
}

static void add_range_problem(struct problems *p, const struct field *f, const char *what)
{
        char message[MESSAGE_SIZE];
        snprintf(message, sizeof message, "%s between %lld and %lld.", what, (long long)f->minimum,
                 (long long)f->maximum);
        add_problem(p, f->name, "out_of_range", message);
}

static void store_int64(const struct field *f, int64_t value, void *ret, struct problems *p)
{
        if (value < f->minimum || value > f->maximum)
                add_range_problem(p, f, "Give a whole number");
        else
                memcpy((char *)ret + f->offset, &value, sizeof value);
}

static void add_choice_problem(struct problems *p, const struct field *f)
{
        char message[MESSAGE_SIZE];
        size_t n = (size_t)snprintf(message, sizeof message, "Give one of:");
        for (const char *const *c = f->choices; *c && n < sizeof message; c++)
                n += (size_t)snprintf(message + n, sizeof message - n, " %s%s", *c, c[1] ? "," : ".");
        add_problem(p, f->name, "unknown_choice", message);
}

static bool is_choice(const struct field *f, struct str text)
{
        for (const char *const *c = f->choices; *c; c++)
                if (str_eq(str_from(*c), text))
                        return true;
        return false;
}

/* Each character of UTF-8 has one byte that is not 10xxxxxx. */
static int64_t length_of(const struct field *f, struct str text)
{
        int64_t n = 0;
        for (size_t i = 0; i < text.len; i++)
                n += !f->characters || ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
        return n;
}

static void store_text(struct request *rq, const struct field *f, struct str text, void *ret, struct problems *p)
{
        int64_t length = length_of(f, text);
        if (!str_is_text(text)) {
                add_problem(p, f->name, "invalid_text", "Give text in UTF-8 without NUL.");
        } else if (f->choices && !is_choice(f, text)) {
                add_choice_problem(p, f);
        } else if (!f->choices && (length < f->minimum || length > f->maximum)) {
                add_range_problem(p, f, "Give text with a length");
        } else {
                struct str copy = arena_copy(&rq->arena, text);
                memcpy((char *)ret + f->offset, &copy, sizeof copy);
        }
}

static void store_bool(const struct field *f, bool value, void *ret, struct problems *p)
{
        if (f->kind == FIELD_TRUE && !value)
                add_problem(p, f->name, "must_be_true", "This must be accepted.");
        else
                memcpy((char *)ret + f->offset, &value, sizeof value);
}

/* Written anew, so that it is compact whatever came. */
static void store_json_text(struct request *rq, const struct field *f, const json_t *value, void *ret,
                            struct problems *p)
{
        char *written = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        struct str text = str_from(written);
        if (text.ptr && ((int64_t)text.len < f->minimum || (int64_t)text.len > f->maximum)) {
                add_range_problem(p, f, "Give a value whose JSON has a length");
        } else {
                struct str copy = arena_copy(&rq->arena, text);
                memcpy((char *)ret + f->offset, &copy, sizeof copy);
        }
        free(written);
}

static void store_object(struct request *rq, const struct field *f, const json_t *object, void *ret,
                         struct problems *p);
static void store_list(struct request *rq, const struct field *f, const json_t *array, void *ret, struct problems *p);

static void store_value(struct request *rq, const struct field *f, const json_t *value, void *ret, struct problems *p)
{
        if (f->kind == FIELD_INT64 && json_is_integer(value))
                store_int64(f, json_integer_value(value), ret, p);
        else if (f->kind == FIELD_INT64)
                add_problem(p, f->name, "wrong_type", "Give a whole number.");
        else if (f->kind == FIELD_TEXT && json_is_string(value))
                store_text(rq, f, (struct str){json_string_value(value), json_string_length(value)}, ret, p);
        else if (f->kind == FIELD_TEXT)
                add_problem(p, f->name, "wrong_type", "Give text.");
        else if (f->kind == FIELD_OBJECT && json_is_object(value))
                store_object(rq, f, value, ret, p);
        else if (f->kind == FIELD_OBJECT)
                add_problem(p, f->name, "wrong_type", "Give an object.");
        else if (f->kind == FIELD_LIST && json_is_array(value))
                store_list(rq, f, value, ret, p);
        else if (f->kind == FIELD_LIST)
                add_problem(p, f->name, "wrong_type", "Give a list.");
        else if (f->kind == FIELD_JSON)
                store_json_text(rq, f, value, ret, p);
        else if (json_is_boolean(value))
                store_bool(f, json_is_true(value), ret, p);
        else
                add_problem(p, f->name, "wrong_type", "Give true or false.");
}

static void store_json(struct request *rq, const struct field *f, const json_t *value, void *ret, struct problems *p)
{
        if (!value || json_is_null(value)) {
                if (!f->optional && !(value && f->nullable))
                        add_problem(p, f->name, "required", "This is required.");
                return;
        }
        if (f->given_at)
                *((bool *)((char *)ret + f->given_at - 1)) = true;
        store_value(rq, f, value, ret, p);
}

static const struct field *field_named(const struct field *fields, size_t count, const char *name)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(fields[i].name, name) == 0)
                        return &fields[i];
        return NULL;
}

static void store_fields(struct request *rq, const struct field *fields, size_t count, const json_t *object, void *ret,
                         struct problems *p)
{
        const char *name;
        json_t *value;
        for (size_t i = 0; i < count; i++)
                store_json(rq, &fields[i], json_object_get(object, fields[i].name), ret, p);
        json_object_foreach((json_t *)object, name, value) if (!field_named(fields, count, name))
                add_problem(p, name, "unknown_field", "This field is not known here.");
}

static void store_object(struct request *rq, const struct field *f, const json_t *object, void *ret, struct problems *p)
{
        struct str outer = p->object;
        p->object = arena_printf(&rq->arena, "%.*s%s.", STR_ARG(outer), f->name);
        store_fields(rq, f->fields, f->field_count, object, (char *)ret + f->offset, p);
        p->object = outer;
}

/* Fields of the first item are told as "restock.0.quantity". */
static void store_list(struct request *rq, const struct field *f, const json_t *array, void *ret, struct problems *p)
{
        size_t i, count = json_array_size(array);
        json_t *item;
        struct str outer = p->object;
        if ((int64_t)count < f->minimum || (int64_t)count > f->maximum) {
                add_range_problem(p, f, "Give a list with a length");
                return;
        }
        char *items = arena_alloc(&rq->arena, f->item_size, count + 1);
        if (!items) {
                add_problem(p, f->name, "out_of_range", "This list is too large.");
                return;
        }
        json_array_foreach(array, i, item)
        {
                p->object = arena_printf(&rq->arena, "%.*s%s.%zu.", STR_ARG(outer), f->name, i);
                if (json_is_object(item))
                        store_fields(rq, f->fields, f->field_count, item, items + i * f->item_size, p);
                else
                        add_problem(p, "", "wrong_type", "Give an object.");
        }
        p->object = outer;
        struct field_list list = {items, count};
        memcpy((char *)ret + f->offset, &list, sizeof list);
}

static bool finish(struct request *rq, struct problems *p)
{
        bool fine = p->count == 0;
        if (!fine)
                reply_field_errors(rq, buf_str(&p->entries));
        buf_release(&p->entries);
        return fine;
}

/* jansson would follow 2,048 levels. */
static bool is_too_deep(struct str json)
{
        int depth = 0;
        bool in_string = false;
        for (size_t i = 0; i < json.len; i++) {
                char c = json.ptr[i];
                if (in_string && c == '\\')
                        i++;
                else if (c == '"')
                        in_string = !in_string;
                else if (!in_string && (c == '[' || c == '{'))
                        depth++;
                else if (!in_string && (c == ']' || c == '}'))
                        depth--;
                if (depth > JSON_DEPTH_MAX)
                        return true;
        }
        return false;
}

json_t *request_json(struct request *rq)
{
        struct str text = buf_str(&rq->body);
        if (is_too_deep(text)) {
                reply_error(rq, ERR_MALFORMED_JSON, STR("It is nested too deeply."));
                return NULL;
        }
        if (memchr(text.ptr ? text.ptr : "", 0, text.len)) {
                reply_error(rq, ERR_MALFORMED_JSON, STR("It contains a NUL byte.")); /* jansson would end there */
                return NULL;
        }
        json_error_t error;
        json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
        if (!root && json_error_code(&error) == json_error_numeric_overflow) {
                reply_field_error(rq, STR(""), STR("out_of_range"), STR("A number in the body is too large."));
        } else if (!root) {
                reply_error(rq, ERR_MALFORMED_JSON,
                            arena_printf(&rq->arena, "Line %d, column %d: %s", error.line, error.column, error.text));
        } else if (!json_is_object(root)) {
                reply_field_error(rq, STR(""), STR("wrong_type"), STR("The body must be a JSON object."));
                json_decref(root);
                root = NULL;
        }
        return root;
}

bool request_decode_fields(struct request *rq, const struct field *fields, size_t count, void *ret)
{
        json_t *root = request_json(rq);
        if (!root)
                return false;
        struct problems p = {0};
        buf_init(&p.entries, ENTRIES_MAX_BYTES);
        store_fields(rq, fields, count, root, ret, &p);
        json_decref(root);
        return finish(rq, &p);
}

json_t *json_text_read(struct str text)
{
        if (is_too_deep(text) || !str_is_text(text))
                return NULL;
        return json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
}

static void store_argument(struct request *rq, const struct field *f, struct str text, void *ret, struct problems *p)
{
        int64_t number;
        if (f->given_at)
                *((bool *)((char *)ret + f->given_at - 1)) = true;
        if (f->kind == FIELD_TEXT)
                store_text(rq, f, text, ret, p);
        else if (f->kind == FIELD_INT64 && str_to_int64(text, &number))
                store_int64(f, number, ret, p);
        else if (f->kind == FIELD_INT64)
                add_problem(p, f->name, "wrong_type", "Give a whole number.");
        else if (str_eq(text, STR("true")) || str_eq(text, STR("false")))
                store_bool(f, text.len == 4, ret, p);
        else
                add_problem(p, f->name, "wrong_type", "Give true or false.");
}

bool request_decode_query_fields(struct request *rq, const struct field *fields, size_t count, void *ret)
{
        struct problems p = {0};
        buf_init(&p.entries, ENTRIES_MAX_BYTES);
        for (size_t i = 0; i < count; i++) {
                struct str text = request_argument(rq, fields[i].name);
                if (text.ptr)
                        store_argument(rq, &fields[i], text, ret, &p);
                else if (!fields[i].optional)
                        add_problem(&p, fields[i].name, "required", "This is required.");
        }
        return finish(rq, &p);
}

bool request_param_int64(struct request *rq, unsigned n, enum err missing, int64_t *ret)
{
        if (str_to_int64(rq->params[n], ret) && *ret > 0)
                return true;
        reply_error(rq, missing, STR_NULL);
        return false;
}
