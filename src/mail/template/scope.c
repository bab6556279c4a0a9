/* The context of a rendering: scopes of names above the document that was given. */
#include "mail/template/render.h"

enum { FIRST_ROOM = 32 };

struct scope scope_enter(struct render *r)
{
        struct scope s = {r->count, r->scope};
        r->scope = r->count;
        return s;
}

void scope_leave(struct render *r, struct scope s)
{
        r->count = s.count;
        r->scope = s.scope;
}

static bool is_binding(const struct binding *b, struct str name, uint32_t hash)
{
        return b->hash == hash && str_eq(b->name, name);
}

static struct binding *find(const struct render *r, size_t from, struct str name, uint32_t hash)
{
        for (size_t i = r->count; i > from; i--)
                if (is_binding(&r->bindings[i - 1], name, hash))
                        return &r->bindings[i - 1];
        return NULL;
}

/* `at` grown to hold one more; what it held is copied. */
static bool make_room(struct render *r)
{
        if (r->count < r->room)
                return true;
        size_t room = r->room ? 2 * r->room : FIRST_ROOM;
        struct binding *grown = arena_array(r->arena, struct binding, room);
        if (!grown)
                return render_full(r);
        if (r->count)
                memcpy(grown, r->bindings, r->count * sizeof *grown);
        r->bindings = grown;
        r->room = room;
        return true;
}

bool scope_set(struct render *r, struct str name, struct value v)
{
        uint32_t hash = hash_name(name);
        struct binding *b = find(r, r->scope, name, hash);
        if (!b) {
                if (!make_room(r))
                        return false;
                b = &r->bindings[r->count++];
                *b = (struct binding){.name = name, .hash = hash};
        }
        b->value = v;
        return true;
}

static struct binding *find_raised(const struct render *r, struct str name, uint32_t hash)
{
        for (size_t i = 0; i < r->raised_count; i++)
                if (is_binding(&r->raised[i], name, hash))
                        return &r->raised[i];
        return NULL;
}

/* A name of the document that was given: it can't be written to, so it is hidden. */
static bool raise(struct render *r, struct str name, uint32_t hash, struct value v)
{
        struct binding *b = find_raised(r, name, hash);
        if (!b) {
                struct binding *longer = arena_array(r->arena, struct binding, r->raised_count + 1);
                if (!longer)
                        return render_full(r);
                if (r->raised_count)
                        memcpy(longer, r->raised, r->raised_count * sizeof *longer);
                r->raised = longer;
                b = &longer[r->raised_count++];
                *b = (struct binding){.name = name, .hash = hash};
        }
        b->value = v;
        return true;
}

bool scope_set_upward(struct render *r, struct str name, struct value v)
{
        uint32_t hash = hash_name(name);
        struct binding *b = find(r, r->floor, name, hash);
        if (b) {
                b->value = v;
                return true;
        }
        if (!r->isolated && dict_get(r->context.dict, name, hash))
                return raise(r, name, hash, v);
        return scope_set(r, name, v);
}

static bool constant(struct str name, struct value *ret)
{
        if (str_eq(name, STR("True")) || str_eq(name, STR("False")))
                *ret = value_bool(name.len == 4);
        else if (str_eq(name, STR("None")))
                *ret = value_none();
        else
                return false;
        return true;
}

bool scope_get(const struct render *r, struct str name, uint32_t hash, struct value *ret)
{
        const struct binding *b = find(r, r->floor, name, hash);
        if (!b && !r->isolated)
                b = find_raised(r, name, hash);
        const struct value *v = b ? &b->value : !r->isolated ? dict_get(r->context.dict, name, hash) : NULL;
        if (!v)
                return constant(name, ret);
        *ret = *v;
        return true;
}
