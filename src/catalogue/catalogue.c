/* Sort orders and cursors of the product list. */
#include "catalogue/catalogue.h"

#include <sodium.h>

static const struct str names[SORT_COUNT] = {
        [SORT_BEST] = STR("best"),   [SORT_NEWEST] = STR("newest"),
        [SORT_PRICE] = STR("price"), [SORT_PRICE_DESCENDING] = STR("-price"),
        [SORT_TITLE] = STR("title"),
};

struct str product_sort_name(enum product_sort sort)
{
        return names[sort];
}

bool product_sort_parse(struct str word, enum product_sort *ret)
{
        for (enum product_sort s = SORT_NEWEST; s < SORT_COUNT; s++)
                if (str_eq(word, names[s])) {
                        *ret = s;
                        return true;
                }
        return false;
}

struct str product_cursor_write(struct arena *a, enum product_sort sort, struct product_cursor c)
{
        struct str plain =
                arena_printf(a, "%.*s|%lld|%.*s", STR_ARG(names[sort]), (long long)c.id, STR_ARG(c.position));
        size_t size = sodium_base64_ENCODED_LEN(plain.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        char *text = plain.ptr ? arena_alloc(a, 1, size) : NULL;
        if (!text)
                return STR_NULL;
        sodium_bin2base64(text, size, (const unsigned char *)plain.ptr, plain.len,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        return str_from(text);
}

bool product_cursor_read(struct arena *a, enum product_sort sort, struct str text, struct product_cursor *ret)
{
        unsigned char *plain = arena_alloc(a, 1, text.len + 1);
        size_t n;
        if (!plain || sodium_base642bin(plain, text.len, text.ptr, text.len, NULL, &n, NULL,
                                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
                return false;
        struct str rest = {(char *)plain, n}, name = str_cut(&rest, '|'), id = str_cut(&rest, '|');
        ret->position = rest;
        return rest.ptr && str_is_text(rest) && str_eq(name, names[sort]) && str_to_int64(id, &ret->id);
}
