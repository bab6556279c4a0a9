/* Reading Stripe's objects. */
#include "stripe/reader.h"

static void fail(struct stripe_reader *r, enum err e)
{
        if (r->err == ERR_NONE)
                r->err = e;
}

static struct str copy(struct stripe_reader *r, const json_t *string)
{
        if (!json_is_string(string))
                return STR_NULL;
        struct str s = arena_copy(r->arena, (struct str){json_string_value(string), json_string_length(string)});
        if (!s.ptr)
                fail(r, ERR_NO_MEMORY);
        return s;
}

struct str stripe_read_text(struct stripe_reader *r, const json_t *object, const char *key)
{
        return copy(r, json_object_get(object, key));
}

struct str stripe_read_needed_text(struct stripe_reader *r, const json_t *object, const char *key)
{
        struct str s = stripe_read_text(r, object, key);
        if (s.len == 0)
                fail(r, ERR_INTERNAL);
        return s;
}

struct str stripe_read_id(struct stripe_reader *r, const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);
        return copy(r, json_is_object(value) ? json_object_get(value, "id") : value);
}

int64_t stripe_read_needed_whole(struct stripe_reader *r, const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);
        if (!json_is_integer(value) || json_integer_value(value) < 0) {
                fail(r, ERR_INTERNAL);
                return 0;
        }
        return json_integer_value(value);
}

int64_t stripe_read_whole(struct stripe_reader *r, const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);
        return !value || json_is_null(value) ? 0 : stripe_read_needed_whole(r, object, key);
}

bool stripe_read_needed_bool(struct stripe_reader *r, const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);
        if (!json_is_boolean(value))
                fail(r, ERR_INTERNAL);
        return json_is_true(value);
}

unsigned stripe_read_needed_word(struct stripe_reader *r, const json_t *object, const char *key,
                                 const char *const *words)
{
        const char *word = json_string_value(json_object_get(object, key));
        for (unsigned i = 0; word && words[i]; i++)
                if (strcmp(word, words[i]) == 0)
                        return i;
        fail(r, ERR_INTERNAL);
        return 0;
}

void stripe_read_kind(struct stripe_reader *r, const json_t *object, const char *kind)
{
        const char *word = json_string_value(json_object_get(object, "object"));
        if (!word || strcmp(word, kind) != 0)
                fail(r, ERR_INTERNAL);
}
