/* What stands behind the point of a path. */
#include "mail/template/text_method.h"
#include "mail/template/utf8.h"
#include "mail/template/value.h"

static const struct dict empty_dict = {0};

/* list.0, text.0 */
static bool at_index(struct value v, struct str name, struct value *ret)
{
        int64_t index;
        if (!str_to_int64(name, &index) || index < 0)
                return false;
        if (v.kind == VALUE_LIST && (uint64_t)index < v.list->count) {
                *ret = v.list->items[index];
                return true;
        }
        if (v.kind == VALUE_TEXT && (uint64_t)index < v.text.len) {
                struct str rest = str_from_offset(v.text, utf8_offset(v.text, (size_t)index));
                *ret = value_text((struct str){rest.ptr, utf8_width(rest)});
                return rest.len > 0;
        }
        return false;
}

static bool forloop_attribute(const struct forloop *loop, struct str name, struct value *ret)
{
        const struct {
                struct str name;
                struct value value;
        } attributes[] = {
                {STR("counter"), value_int((int64_t)loop->index + 1)},
                {STR("counter0"), value_int((int64_t)loop->index)},
                {STR("revcounter"), value_int((int64_t)(loop->count - loop->index))},
                {STR("revcounter0"), value_int((int64_t)(loop->count - loop->index) - 1)},
                {STR("first"), value_bool(loop->index == 0)},
                {STR("last"), value_bool(loop->index + 1 == loop->count)},
                {STR("parentloop"), loop->parent ? (struct value){.kind = VALUE_FORLOOP, .forloop = loop->parent}
                                                 : (struct value){.kind = VALUE_DICT, .dict = &empty_dict}},
        };
        for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
                if (str_eq(attributes[i].name, name)) {
                        *ret = attributes[i].value;
                        return true;
                }
        return false;
}

enum dict_part { DICT_KEYS, DICT_VALUES, DICT_ITEMS };

static bool dict_part(struct arena *a, const struct dict *d, enum dict_part part, struct value *ret)
{
        struct value *items = arena_array(a, struct value, d->count);
        for (size_t i = 0; items && i < d->count; i++) {
                struct value key = value_text(d->entries[i].key);
                items[i] = part == DICT_KEYS ? key : d->entries[i].value;
                if (part == DICT_ITEMS && !value_tuple(a, key, d->entries[i].value, &items[i]))
                        return false;
        }
        return items && value_list(a, items, d->count, ret);
}

static bool dict_method(struct arena *a, const struct dict *d, struct str name, struct value *ret, bool *ret_full)
{
        static const struct {
                struct str name;
                enum dict_part part;
        } methods[] = {{STR("items"), DICT_ITEMS}, {STR("keys"), DICT_KEYS}, {STR("values"), DICT_VALUES}};
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
                if (str_eq(methods[i].name, name)) {
                        *ret_full = !dict_part(a, d, methods[i].part, ret);
                        return !*ret_full;
                }
        return false;
}

static bool group_attribute(const struct list *group, struct str name, struct value *ret)
{
        bool list = str_eq(name, STR("list"));
        if (group->kind != LIST_GROUP || (!list && !str_eq(name, STR("grouper"))))
                return false;
        *ret = group->items[list];
        return true;
}

static bool moment_part(const struct moment *m, struct str name, struct value *ret)
{
        int64_t part;
        if (!moment_attribute(m, name, &part))
                return false;
        *ret = value_int(part);
        return true;
}

bool value_lookup(struct arena *a, struct value v, struct str name, uint32_t hash, struct value *ret, bool *ret_full)
{
        const struct value *found;
        *ret_full = false;
        switch (v.kind) {
        case VALUE_DICT:
                found = dict_get(v.dict, name, hash);
                if (found)
                        *ret = *found;
                return found || dict_method(a, v.dict, name, ret, ret_full);
        case VALUE_LIST: return group_attribute(v.list, name, ret) || at_index(v, name, ret);
        case VALUE_TEXT: return at_index(v, name, ret) || text_method(a, v.text, name, ret, ret_full);
        case VALUE_FORLOOP: return forloop_attribute(v.forloop, name, ret);
        case VALUE_MOMENT: return moment_part(v.moment, name, ret);
        default: return false;
        }
}

static bool characters(struct arena *a, struct str text, struct list *ret)
{
        size_t count = utf8_length(text), n = 0;
        struct value *items = arena_array(a, struct value, count);
        while (items && text.len > 0 && n < count) {
                size_t width = utf8_width(text);
                items[n++] = value_text((struct str){text.ptr, width});
                text = str_from_offset(text, width);
        }
        *ret = (struct list){.count = n, .items = items};
        return items != NULL;
}

bool value_iterate(struct arena *a, struct value v, struct list *ret, bool *ret_full)
{
        struct value keys;
        *ret_full = false;
        switch (v.kind) {
        case VALUE_LIST: *ret = *v.list; return true;
        case VALUE_TEXT: *ret_full = !characters(a, v.text, ret); return !*ret_full;
        case VALUE_DICT:
                *ret_full = !dict_part(a, v.dict, DICT_KEYS, &keys);
                if (!*ret_full)
                        *ret = *keys.list;
                return !*ret_full;
        default: return false;
        }
}
