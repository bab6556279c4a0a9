/* Parameters of the API, checked against a table. */
#include "params.h"

#include <string.h>

#include "fields.h"
#include "param_value.h"

/* Does the pattern name these steps, all of them? A map's line also matches one step below it. */
static bool matches(const struct param *p, const struct form_field *f, unsigned depth)
{
        const char *at = p->name;
        for (unsigned i = 0; i < depth; i++) {
                size_t n = strcspn(at, "[]");
                struct str step = f->steps[i], want = {at, n};
                int64_t index;
                if (n == 0)
                        return p->kind == PARAM_MAP && i + 1 == depth && step.len;
                if (str_eq(want, STR("#")) ? step.len && !str_to_int64(step, &index) : !str_eq(step, want))
                        return false;
                at += n;
                at += strspn(at, "[]");
        }
        return !*at && p->kind != PARAM_MAP;
}

static const struct param *find(const struct param *table, const struct form_field *f, unsigned depth, bool list)
{
        for (; table->name; table++) {
                if ((table->kind == PARAM_LIST) == list && matches(table, f, depth))
                        return table;
        }
        return NULL;
}

static bool fail_unknown(struct request *rq, const struct form_field *f)
{
        reply_invalid(rq, "parameter_unknown", f->name.ptr, "Received unknown parameter: %s", f->name.ptr);
        return false;
}

/* The element of a list that a step names, made when it is the next one. Borrowed. */
static json_t *list_element(struct request *rq, const struct param *list, json_t *array, const struct form_field *f,
                            unsigned step, json_t *fresh)
{
        if (!json_is_array(array)) {
                json_decref(fresh);
                return NULL;
        }
        size_t size = json_array_size(array), limit = list ? (size_t)list->max : 100;
        int64_t index = (int64_t)size;
        bool leaf = step + 1 == f->depth;
        if (f->steps[step].len && !str_to_int64(f->steps[step], &index))
                index = -1;
        struct str after = leaf ? STR_NULL : f->steps[step + 1];
        json_t *newest = size ? json_array_get(array, size - 1) : NULL;
        if (!f->steps[step].len && !leaf && newest && !json_object_getn(newest, after.ptr, after.len))
                index = (int64_t)size - 1; /* a[][b]=1&a[][c]=2 is one element */
        if (index < 0 || index > (int64_t)size) {
                json_decref(fresh);
                reply_invalid(rq, NULL, f->name.ptr, "Invalid array: indices must count up from 0 without gaps");
                return NULL;
        }
        if (index < (int64_t)size) {
                json_decref(fresh);
                return json_array_get(array, (size_t)index);
        }
        if (size >= limit) {
                json_decref(fresh);
                reply_invalid(rq, NULL, list ? list->name : f->name.ptr,
                              "Array %s exceeded maximum %zu allowed elements.", list ? list->name : f->name.ptr,
                              limit);
                return NULL;
        }
        json_array_append_new(array, fresh);
        return fresh;
}

/* The object or list at the key, made when missing. Borrowed. */
static json_t *child(json_t *parent, struct str key, bool list)
{
        json_t *found = json_object_getn(parent, key.ptr, key.len);
        if (found || !json_is_object(parent))
                return found;
        found = must(list ? json_array() : json_object());
        json_object_setn_new(parent, key.ptr, key.len, found);
        return found;
}

static bool is_index(const struct param *p, unsigned step)
{
        const char *at = p->name;
        for (; step; step--) {
                at += strcspn(at, "[");
                at += *at == '[';
        }
        return *at == '#';
}

static bool put(struct request *rq, const struct param *table, const struct param *p, const struct form_field *f,
                json_t *value)
{
        json_t *at = rq->params;
        for (unsigned i = 0; at && i + 1 < f->depth; i++) {
                bool list = is_index(p, i + 1);
                if (is_index(p, i))
                        at = list_element(rq, find(table, f, i, true), at, f, i,
                                          must(list ? json_array() : json_object()));
                else
                        at = child(at, f->steps[i], list);
        }
        unsigned last = f->depth - 1;
        if (at && is_index(p, last)) {
                if (list_element(rq, find(table, f, last, true), at, f, last, json_incref(value)) != value)
                        at = NULL;
        } else if (json_is_object(at))
                json_object_setn(at, f->steps[last].ptr, f->steps[last].len, value);
        json_decref(value);
        if (!at && !rq->status)
                reply_invalid(rq, NULL, f->name.ptr, "Invalid parameter: %s was given twice", f->name.ptr);
        return at;
}

bool params_read(struct request *rq, const struct param *table)
{
        json_decref(rq->params);
        rq->params = must(json_object());
        for (size_t i = 0; i < rq->form.count; i++) {
                const struct form_field *f = &rq->form.fields[i];
                const struct param *p = find(table, f, f->depth, false);
                if (!p)
                        return fail_unknown(rq, f);
                json_t *value = param_value(rq, p, f);
                if (!value && rq->status)
                        return false;
                if (value && !put(rq, table, p, f, value))
                        return false;
        }
        return true;
}
