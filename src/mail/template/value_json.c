/* Values from JSON documents. */
#include "mail/template/value.h"

static bool copy(struct arena *a, const json_t *json, unsigned depth, struct value *ret);

static bool copy_list(struct arena *a, const json_t *json, unsigned depth, struct value *ret)
{
        size_t count = json_array_size(json);
        struct value *items = arena_array(a, struct value, count);
        for (size_t i = 0; i < count; i++)
                if (!items || !copy(a, json_array_get(json, i), depth + 1, &items[i]))
                        return false;
        return items && value_list(a, items, count, ret);
}

static bool copy_dict(struct arena *a, const json_t *json, unsigned depth, struct value *ret)
{
        size_t count = json_object_size(json), n = 0;
        const char *key;
        json_t *each;
        struct dict_entry *entries = arena_array(a, struct dict_entry, count);
        if (!entries)
                return false;
        json_object_foreach((json_t *)json, key, each)
        {
                entries[n].key = arena_copy(a, str_from(key));
                if (!entries[n].key.ptr || !copy(a, each, depth + 1, &entries[n].value))
                        return false;
                n++;
        }
        return value_dict(a, entries, n, ret);
}

static bool copy_text(struct arena *a, const json_t *json, struct value *ret)
{
        *ret = value_text(arena_copy(a, (struct str){json_string_value(json), json_string_length(json)}));
        return ret->text.ptr != NULL;
}

static bool copy(struct arena *a, const json_t *json, unsigned depth, struct value *ret)
{
        if (depth > VALUE_DEPTH_MAX)
                return false;
        *ret = value_none();
        switch (json ? json_typeof(json) : JSON_NULL) {
        case JSON_OBJECT: return copy_dict(a, json, depth, ret);
        case JSON_ARRAY: return copy_list(a, json, depth, ret);
        case JSON_STRING: return copy_text(a, json, ret);
        case JSON_INTEGER: *ret = value_int(json_integer_value(json)); break;
        case JSON_REAL: *ret = value_float(json_real_value(json)); break;
        case JSON_TRUE: *ret = value_bool(true); break;
        case JSON_FALSE: *ret = value_bool(false); break;
        default: break;
        }
        return true;
}

bool value_from_json(struct arena *a, const json_t *json, struct value *ret)
{
        return copy(a, json, 0, ret);
}
