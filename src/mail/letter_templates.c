/* Compiled templates of letters. */
#include "mail/letter_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "mail/templates.h"

enum { OVERRIDES_MEMORY_MAX = 64 * 1024 * 1024 /* bytes; twenty templates of two bodies of 1 MB */ };

const struct letter_override *letter_override_of(const struct letter_family *f, struct str template)
{
        for (size_t i = 0; i < f->override_count; i++)
                if (str_eq(f->overrides[i].template, template))
                        return &f->overrides[i];
        return NULL;
}

/* "welcome.html" is the HTML of the override of welcome, or else the program's file. */
static struct str load(void *context, struct arena *a, struct str name)
{
        const struct letter_family *f = context;
        struct str suffix = name, template = str_cut(&suffix, '.');
        const struct letter_override *o = letter_override_of(f, template);
        (void)a;
        if (!o || !suffix.ptr)
                return templates_builtin(name);
        if (str_eq(suffix, STR("html")))
                return o->html;
        if (str_eq(suffix, STR("txt")))
                return o->text;
        return str_eq(suffix, STR("subject")) && o->subject.len ? o->subject : templates_builtin(name);
}

void letter_family_init(struct letter_family *f)
{
        *f = (struct letter_family){.loader = {load, f}};
        arena_init(&f->arena, OVERRIDES_MEMORY_MAX);
}

void letter_family_clear(struct letter_family *f)
{
        while (f->compiled) {
                struct letter_templates *next = f->compiled->next;
                template_release(f->compiled->subject);
                template_release(f->compiled->html);
                template_release(f->compiled->text);
                free(f->compiled);
                f->compiled = next;
        }
        arena_release(&f->arena);
        f->overrides = NULL;
        f->override_count = 0;
}

static struct template_set *compile(struct letter_family *f, struct letter_templates *t, const char *suffix,
                                    bool needed)
{
        char name[TEMPLATE_NAME_MAX];
        if (t->broken)
                return NULL;
        snprintf(name, sizeof name, "%.*s.%s", STR_ARG(t->name), suffix);
        if (!needed && !load(f, NULL, str_from(name)).ptr)
                return NULL;
        struct template_set *set = template_compile(str_from(name), STR_NULL, &f->loader, &t->error);
        t->broken = !set || template_problem(set, &t->error);
        return set;
}

struct letter_templates *letter_templates_get(struct letter_family *f, struct str name)
{
        for (struct letter_templates *t = f->compiled; t; t = t->next)
                if (str_eq(t->name, name))
                        return t;
        struct letter_templates *t = calloc(1, sizeof *t + name.len + 1);
        if (!t)
                return NULL;
        char *copy = (char *)(t + 1);
        if (name.len)
                memcpy(copy, name.ptr, name.len);
        t->name = (struct str){copy, name.len};
        t->subject = compile(f, t, "subject", true);
        t->html = compile(f, t, "html", true);
        t->text = compile(f, t, "txt", false);
        t->next = f->compiled;
        f->compiled = t;
        return t;
}
