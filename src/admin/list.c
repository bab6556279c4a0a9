/* What a list's arguments ask for. */
#include "admin/list.h"

#include <jansson.h>
#include <sodium.h>

#include "http/decode.h"

enum { LIMIT_DEFAULT = 25, CURSOR_MAX_BYTES = 3000, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static bool is_key(const struct resource *r, struct str name)
{
        return key_parts(r) == 1 && (str_eq(name, str_from(r->key[0].column)) || str_eq(name, STR("id")));
}

/* By the key alone, newest first, when nothing else is said. */
static bool read_sort(struct list *l, struct str sort)
{
        struct str name = sort.len ? sort : str_from(l->resource->sort);
        l->descending = true;
        l->sort_name = name.ptr ? name : STR("");
        if (!name.ptr || !name.len)
                return true;
        l->descending = name.ptr[0] == '-';
        name = str_from_offset(name, l->descending);
        if (is_key(l->resource, name))
                return true;
        l->sort = admin_field(l->resource, name);
        return l->sort && l->sort->flags & ADMIN_SORT && l->sort->type != ADMIN_PASSWORD;
}

static void read_number(struct request *rq, struct problems *p, const char *name, int64_t minimum, int64_t maximum,
                        int64_t *ret)
{
        struct str text = request_argument(rq, name);
        int64_t value;
        if (!text.ptr)
                return;
        if (!str_to_int64(text, &value))
                problems_add(p, str_from(name), "wrong_type", STR("Give a whole number."));
        else if (value < minimum || value > maximum)
                problems_add(p, str_from(name), "out_of_range",
                             arena_printf(&rq->arena, "Give a whole number between %lld and %lld.", (long long)minimum,
                                          (long long)maximum));
        else
                *ret = value;
}

bool list_read(struct list *l, struct request *rq, const struct resource *r, bool is_page)
{
        struct problems p;
        problems_init(&p);
        *l = (struct list){.resource = r, .limit = LIMIT_DEFAULT};
        narrowing_read(&l->narrowing, &rq->arena, r, request_argument(rq, "filter"), request_argument(rq, "q"), &p);
        bool sorts = read_sort(l, request_argument(rq, "sort"));
        if (!sorts)
                problems_add(&p, STR("sort"), "not_sortable", STR("Lists can't be ordered by this."));
        if (is_page) {
                struct str cursor = request_argument(rq, "cursor");
                read_number(rq, &p, "limit", 1, ADMIN_PAGE_MAX, &l->limit);
                read_number(rq, &p, "offset", 0, ADMIN_OFFSET_MAX, &l->offset);
                if (cursor.len && sorts && !list_read_cursor(l, &rq->arena, cursor))
                        problems_add(&p, STR("cursor"), "invalid_cursor",
                                     STR("This is no cursor of this list in this order."));
                if (cursor.len && l->offset)
                        problems_add(&p, STR("offset"), "not_allowed", STR("Give a cursor or an offset."));
        }
        return problems_finish(&p, rq);
}

struct str list_cursor(struct arena *a, const struct list *l, struct str value, const struct str *key)
{
        struct buf json;
        buf_init(&json, CURSOR_MAX_BYTES);
        buf_add_char(&json, '[');
        buf_add_json(&json, l->sort_name);
        buf_add_char(&json, ',');
        buf_add_json(&json, value);
        for (unsigned i = 0, n = key_parts(l->resource); i < n; i++) {
                buf_add_char(&json, ',');
                buf_add_json(&json, key[i]);
        }
        buf_add_char(&json, ']');
        size_t size = sodium_base64_ENCODED_LEN(json.len, VARIANT);
        char *text = json.failed ? NULL : arena_alloc(a, 1, size);
        if (text)
                sodium_bin2base64(text, size, (const unsigned char *)json.ptr, json.len, VARIANT);
        buf_release(&json);
        return str_from(text);
}

static bool take_text(struct arena *a, const json_t *value, struct str *ret)
{
        struct str text = {json_string_value(value), json_string_length(value)};
        *ret = arena_copy(a, text);
        return json_is_string(value) && str_is_text(text) && ret->ptr;
}

/* The key is one again that the database can be asked with. */
static bool take_key(struct list *l, struct arena *a, const json_t *array)
{
        struct buf id;
        struct str parts[ADMIN_KEY_MAX];
        buf_init(&id, CURSOR_MAX_BYTES);
        bool fine = true;
        unsigned n = key_parts(l->resource);
        for (unsigned i = 0; fine && i < n; i++) {
                fine = take_text(a, json_array_get(array, i + 2), &l->cursor_key[i]);
                if (fine && i)
                        buf_add_char(&id, ':');
                if (fine)
                        buf_add(&id, l->cursor_key[i]);
        }
        fine = fine && key_parse(l->resource, buf_str(&id), parts);
        buf_release(&id);
        return fine;
}

bool list_read_cursor(struct list *l, struct arena *a, struct str cursor)
{
        unsigned char bytes[CURSOR_MAX_BYTES];
        size_t length = 0;
        struct str sort;
        const char *end;
        if (sodium_base642bin(bytes, sizeof bytes, cursor.ptr, cursor.len, NULL, &length, &end, VARIANT) != 0 ||
            end != cursor.ptr + cursor.len)
                return false;
        json_t *root = json_text_read((struct str){(const char *)bytes, length});
        bool fine = json_is_array(root) && json_array_size(root) == 2 + key_parts(l->resource) &&
                    take_text(a, json_array_get(root, 0), &sort) && str_eq(sort, l->sort_name) && take_key(l, a, root);
        const json_t *value = json_array_get(root, 1);
        l->cursor_is_null = json_is_null(value);
        if (fine && !l->cursor_is_null)
                fine = take_text(a, value, &l->cursor_value);
        if (fine && !l->sort)
                fine = l->cursor_is_null;
        json_decref(root);
        l->has_cursor = fine;
        return fine;
}
