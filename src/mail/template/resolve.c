/* Expressions, evaluated. */
#include "mail/template/expression.h"

#include "mail/template/render.h"

static bool missing_value(enum missing missing, struct value *ret)
{
        *ret = missing == MISSING_IS_NONE ? value_none() : VALUE_EMPTY;
        return true;
}

/* *ret_found false: a step of the path isn't there. */
static bool walk(struct render *r, const struct operand *o, struct value *ret, bool *ret_found)
{
        bool full = false;
        *ret_found = scope_get(r, o->steps[0].name, o->steps[0].hash, ret);
        for (size_t i = 1; i < o->count && *ret_found; i++) {
                const struct step *s = &o->steps[i];
                struct value from = *ret;
                if (from.kind == VALUE_BLOCK && str_eq(s->name, STR("super"))) {
                        if (!render_super(r, from.block, ret))
                                return false;
                        continue;
                }
                *ret_found = value_lookup(r->arena, from, s->name, s->hash, ret, &full);
        }
        return !full || render_full(r);
}

static bool resolve(struct render *r, const struct operand *o, struct value *ret, bool *ret_found)
{
        *ret_found = true;
        *ret = o->literal;
        return o->count == 0 || walk(r, o, ret, ret_found);
}

/* A name that isn't there is no argument: Django raises VariableDoesNotExist. */
static bool resolve_argument(struct render *r, const struct application *a, struct value *ret)
{
        bool found;
        if (!resolve(r, &a->argument, ret, &found))
                return false;
        r->argument_missing = !found;
        return found || render_fail(r, "there is no \"%.*s\", which the filter %.*s wants as its argument",
                                    STR_ARG(a->argument.text), STR_ARG(a->filter->name));
}

static bool apply(struct render *r, const struct application *a, struct value in, struct value *ret)
{
        struct value argument;
        const struct filter *f = a->filter;
        struct filter_call call = {.arena = r->arena,
                                   .autoescape = r->autoescape,
                                   .zone = r->settings->zone,
                                   .now = r->now,
                                   .name = f->name,
                                   .error = r->error};
        bool safe = in.kind == VALUE_TEXT && in.safe;
        if (a->has_argument) {
                if (!resolve_argument(r, a, &argument))
                        return false;
                call.argument = &argument;
        }
        if (!render_steps(r, 1 + render_weight(in)))
                return false;
        if (f->takes_text && in.kind != VALUE_TEXT) {
                in = value_text(value_str(r->arena, in));
                if (!in.text.ptr)
                        return render_full(r);
        }
        *ret = VALUE_EMPTY;
        if (!f->apply(&call, in, ret)) {
                r->fatal |= call.full;
                return false;
        }
        if (safe && f->keeps_safe && ret->kind == VALUE_TEXT)
                ret->safe = true;
        return true;
}

static void tell_missing(const struct render *r, const struct operand *o)
{
        if (r->settings->on_missing)
                r->settings->on_missing(r->settings->missing_context, o->text, r->file->name, r->line);
}

bool expression_resolve(struct render *r, const struct expression *e, enum missing missing, struct value *ret)
{
        bool found;
        if (!render_step(r) || !resolve(r, &e->operand, ret, &found))
                return false;
        if (!found) {
                tell_missing(r, &e->operand);
                if (!missing_value(missing, ret))
                        return false;
        }
        for (const struct application *a = e->filters; a; a = a->next)
                if (!apply(r, a, *ret, ret))
                        return false;
        return true;
}
