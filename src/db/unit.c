/* Units of work: statements and their parameters. */
#include "db/unit.h"

#include <endian.h>

struct unit *unit_new(struct arena *a)
{
        struct unit *u = arena_new(a, struct unit);
        if (u)
                u->arena = a;
        return u;
}

static bool allocate_parameters(struct arena *a, struct statement *s)
{
        uint16_t n = s->query->param_count;
        if (n == 0)
                return true;
        s->values = arena_array(a, const char *, n);
        s->lengths = arena_array(a, int, n);
        s->formats = arena_array(a, int, n);
        return s->values && s->lengths && s->formats;
}

struct statement *unit_add(struct unit *u, const struct query *q)
{
        if (!u || u->failed)
                return NULL;
        struct statement *s = u->count < UNIT_STATEMENTS_MAX ? arena_new(u->arena, struct statement) : NULL;
        if (s)
                s->query = q;
        if (!s || !allocate_parameters(u->arena, s)) {
                u->failed = true;
                return NULL;
        }
        if (u->last)
                u->last->next = s;
        else
                u->first = s;
        u->last = s;
        u->count++;
        return s;
}

/* Takes the place of the next parameter; binary numbers and bytea, everything else as text. */
static void add_bytes(struct unit *u, struct statement *s, struct str bytes, bool binary)
{
        if (!s || u->failed)
                return;
        struct str copy = arena_copy(u->arena, bytes);
        if (!copy.ptr || copy.len > INT32_MAX || s->filled >= s->query->param_count) {
                u->failed = true;
                return;
        }
        s->values[s->filled] = copy.ptr;
        s->lengths[s->filled] = (int)copy.len;
        s->formats[s->filled] = binary;
        s->filled++;
}

void unit_add_int64(struct unit *u, struct statement *s, int64_t value)
{
        uint64_t wire = htobe64((uint64_t)value);
        add_bytes(u, s, (struct str){(const char *)&wire, sizeof wire}, true);
}

void unit_add_int32(struct unit *u, struct statement *s, int32_t value)
{
        uint32_t wire = htobe32((uint32_t)value);
        add_bytes(u, s, (struct str){(const char *)&wire, sizeof wire}, true);
}

void unit_add_bool(struct unit *u, struct statement *s, bool value)
{
        char wire = value ? 1 : 0;
        add_bytes(u, s, (struct str){&wire, 1}, true);
}

void unit_add_str(struct unit *u, struct statement *s, struct str value)
{
        if (!s || u->failed)
                return;
        add_bytes(u, s, value, s->query->param_types[s->filled] == QUERY_BYTEA);
}

void unit_add_text(struct unit *u, struct str sql, const struct str *params, size_t count)
{
        if (!u || u->failed)
                return;
        struct query *q = arena_new(u->arena, struct query);
        enum query_param_type *types = arena_array(u->arena, enum query_param_type, count ? count : 1);
        struct str text = arena_copy(u->arena, sql); /* ends in NUL */
        if (!q || !types || !text.ptr || count > UINT16_MAX) {
                u->failed = true;
                return;
        }
        for (size_t i = 0; i < count; i++)
                types[i] = QUERY_TEXT;
        *q = (struct query){.sql = text.ptr, .param_types = types, .param_count = (uint16_t)count, .rows = QUERY_MANY};
        struct statement *s = unit_add(u, q);
        for (size_t i = 0; i < count; i++)
                if (params[i].ptr)
                        unit_add_str(u, s, params[i]);
                else
                        unit_add_null(u, s);
}

void unit_add_null(struct unit *u, struct statement *s)
{
        if (!s || u->failed)
                return;
        if (s->filled >= s->query->param_count)
                u->failed = true;
        else
                s->filled++; /* arena memory is zero: value NULL, length 0, text */
}
