/* Sets of compiled templates: one, and what it includes and extends by a literal name. */
#include <stdlib.h>

#include "mail/template/render.h"

struct template_set {
        struct arena arena;
        const struct template_loader *loader;
        struct template_file *files; /* newest first; the one that was asked for last of all */
        const struct template_file *main;
        unsigned count;
        bool has_problem;
        struct template_error problem;
};

const struct template_file *set_find(const struct template_set *set, struct str name)
{
        if (!name.ptr)
                return set->main;
        for (const struct template_file *f = set->files; f; f = f->next)
                if (str_eq(f->name, name))
                        return f;
        return NULL;
}

const struct template_file *set_files(const struct template_set *set)
{
        return set->files;
}

struct str set_load(const struct template_set *set, struct arena *a, struct str name)
{
        return set->loader ? set->loader->load(set->loader->context, a, name) : STR_NULL;
}

static void note_problem(struct template_set *set, const struct template_error *e)
{
        if (!set->has_problem)
                set->problem = *e;
        set->has_problem = true;
}

/* Source and name must stay as long as the set. */
static struct template_file *add(struct template_set *set, struct str name, struct str source,
                                 const struct reference **ret_references, struct template_error *ret_error)
{
        struct template_file *f = parser_compile(&set->arena, name, source, ret_references, ret_error);
        if (!f)
                return NULL;
        f->next = set->files;
        set->files = f;
        set->count++;
        return f;
}

static void add_all(struct template_set *set, const struct reference *references, unsigned depth);

static void add_referenced(struct template_set *set, const struct reference *wanted, unsigned depth)
{
        const struct reference *more = NULL;
        struct template_error e = {0};
        if (set_find(set, wanted->name) || set->count >= TEMPLATE_FILES_MAX)
                return;
        struct str source = set_load(set, &set->arena, wanted->name);
        if (!source.ptr) {
                snprintf(e.message, sizeof e.message, "there is no template \"%.*s\"", STR_ARG(wanted->name));
                error_place(&e, wanted->from, wanted->line);
                note_problem(set, &e);
        } else if (!add(set, wanted->name, source, &more, &e)) {
                note_problem(set, &e);
        } else {
                add_all(set, more, depth + 1);
        }
}

static void add_all(struct template_set *set, const struct reference *references, unsigned depth)
{
        if (depth <= TEMPLATE_INCLUDE_MAX)
                for (const struct reference *each = references; each; each = each->next)
                        add_referenced(set, each, depth);
}

static bool compile_main(struct template_set *set, struct str name, struct str source, struct template_error *ret_error)
{
        const struct reference *references = NULL;
        name = arena_copy(&set->arena, name);
        if (!source.ptr)
                source = set_load(set, &set->arena, name);
        else if (source.len <= TEMPLATE_SOURCE_MAX) /* a larger one is refused by the parser, which needs no copy */
                source = arena_copy(&set->arena, source);
        if (!name.ptr || !source.ptr) {
                snprintf(ret_error->message, sizeof ret_error->message, "there is no such template");
                error_place(ret_error, name, 0);
                return false;
        }
        set->main = add(set, name, source, &references, ret_error);
        if (set->main)
                add_all(set, references, 1);
        return set->main != NULL;
}

struct template_set *template_compile(struct str name, struct str source, const struct template_loader *loader,
                                      struct template_error *ret_error)
{
        struct template_set *set = calloc(1, sizeof *set);
        *ret_error = (struct template_error){0};
        if (!set) {
                snprintf(ret_error->message, sizeof ret_error->message, "there is no memory for the template");
                error_place(ret_error, name, 0);
                return NULL;
        }
        arena_init(&set->arena, TEMPLATE_MEMORY_MAX);
        set->loader = loader;
        if (compile_main(set, name, source, ret_error))
                return set;
        template_release(set);
        return NULL;
}

void template_release(struct template_set *t)
{
        if (!t)
                return;
        arena_release(&t->arena);
        free(t);
}

bool template_problem(const struct template_set *t, struct template_error *ret_error)
{
        if (t->has_problem)
                *ret_error = t->problem;
        return t->has_problem;
}
