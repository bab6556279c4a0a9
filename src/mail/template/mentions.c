/* Names that a template mentions, wherever they stand: also where no rendering comes by. */
#include "mail/template/parser.h"

#include "mail/template/render.h"

void parser_mention(struct parser *p, const struct operand *o)
{
        struct mention *m = arena_new(p->arena, struct mention);
        if (!m)
                return; /* without memory nothing is compiled */
        *m = (struct mention){*o, p->token.line, NULL};
        if (p->last_mention)
                p->last_mention->next = m;
        else
                p->mentions = m;
        p->last_mention = m;
}

static void bind(struct parser *p, struct str name)
{
        struct bound *b = arena_new(p->arena, struct bound);
        if (b) {
                *b = (struct bound){name, p->bound};
                p->bound = b;
        }
}

/* "a,b": before `in`. */
static void bind_loop(struct parser *p, struct words words)
{
        for (size_t i = 1; i < words.count && !str_eq(words.at[i], STR("in")); i++)
                for (struct str rest = words.at[i]; rest.ptr;)
                        bind(p, str_cut(&rest, ','));
}

void parser_bind(struct parser *p, struct words words)
{
        if (str_eq(words.at[0], STR("for")))
                bind_loop(p, words);
        if (str_eq(words.at[0], STR("filter")))
                bind(p, STR("var")); /* what its filters are compiled for */
        for (size_t i = 1; i < words.count; i++) {
                struct str rest = words.at[i], name = str_cut(&rest, '=');
                if (rest.ptr && is_name(name))
                        bind(p, name);
                if (str_eq(words.at[i - 1], STR("as")))
                        bind(p, words.at[i]);
        }
}

/* True too when so many were looked at that it is enough. */
static bool is_bound(const struct template_file *files, struct str name, unsigned *steps)
{
        if (str_eq(name, STR("forloop")) || str_eq(name, STR("block")))
                return true;
        for (const struct template_file *f = files; f; f = f->next)
                for (const struct bound *b = f->bound; b; b = b->next)
                        if (++*steps > TEMPLATE_STEPS_MAX || str_eq(b->name, name))
                                return true;
        return false;
}

static bool is_in(struct arena *scratch, struct value context, const struct operand *o)
{
        static const char *const constants[] = {"True", "False", "None"};
        bool found = true, full = false;
        for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++)
                if (str_eq(o->text, str_from(constants[i])))
                        return true;
        for (size_t i = 0; i < o->count && found; i++)
                found = value_lookup(scratch, context, o->steps[i].name, o->steps[i].hash, &context, &full);
        return found || full;
}

void template_tell_missing(const struct template_set *t, const struct template_settings *settings, struct value context,
                           struct arena *scratch)
{
        unsigned steps = 0;
        const struct template_file *files = set_files(t);
        for (const struct template_file *f = files; f; f = f->next)
                for (const struct mention *m = f->mentions; m; m = m->next)
                        if (!is_in(scratch, context, &m->operand) && !is_bound(files, m->operand.steps[0].name, &steps))
                                settings->on_missing(settings->missing_context, m->operand.text, f->name, m->line);
}
