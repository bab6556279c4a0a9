/* Reading and making JSON objects in one line each. */
#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

json_t *field(const json_t *object, const char *path)
{
        const char *dot = strchr(path, '.');
        json_t *value = dot ? json_object_getn(object, path, (size_t)(dot - path)) : json_object_get(object, path);
        if (!value || json_is_null(value))
                return NULL;
        return dot ? field(value, dot + 1) : value;
}

const char *field_text(const json_t *object, const char *path)
{
        return json_string_value(field(object, path));
}

int64_t field_int(const json_t *object, const char *path)
{
        return json_integer_value(field(object, path));
}

bool field_true(const json_t *object, const char *path)
{
        return json_is_true(field(object, path));
}

void field_set(json_t *object, const char *key, json_t *stolen)
{
        if (json_object_set_new(object, key, stolen ? stolen : json_null()))
                must(NULL);
}

void field_set_text(json_t *object, const char *key, const char *text)
{
        field_set(object, key, text ? must(json_string(text)) : NULL);
}

void field_set_int(json_t *object, const char *key, int64_t number)
{
        field_set(object, key, json_integer(number));
}

void field_set_bool(json_t *object, const char *key, bool truth)
{
        field_set(object, key, json_boolean(truth));
}

bool is_one_of(const char *words, const char *word)
{
        struct str rest = str_from(words);
        while (rest.ptr) {
                if (str_eq(str_cut(&rest, '|'), str_from(word)))
                        return true;
        }
        return false;
}

json_t *shared(json_t *borrowed)
{
        return borrowed ? json_incref(borrowed) : json_null();
}

json_t *copied_object(const json_t *borrowed)
{
        return must(borrowed ? json_deep_copy(borrowed) : json_object());
}

json_t *skeleton(const char *text)
{
        json_error_t error;
        json_t *object = json_loads(text, 0, &error);
        if (!object) {
                log_error("a skeleton is not JSON", LOG_CSTR("error", error.text), LOG_CSTR("text", text));
                abort();
        }
        return object;
}

void *must(void *pointer)
{
        if (!pointer) {
                log_error("out of memory");
                abort();
        }
        return pointer;
}
