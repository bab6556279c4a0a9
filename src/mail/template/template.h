/* Django's template language: compiled once, rendered many times.
 *
 * A template that was compiled is never changed again, so any number of threads may render it at once. Compiling also
 * compiles what it includes and extends by a literal name. What a template may cost is bounded below; whatever passes a
 * bound ends in an error that names template, line and reason, and in no output that may be sent.
 * The language: docs/templates.md. https://docs.djangoproject.com/en/stable/ref/templates/language/
 */
#ifndef MAIL_TEMPLATE_TEMPLATE_H
#define MAIL_TEMPLATE_TEMPLATE_H

#include "mail/template/value.h"

enum {
        TEMPLATE_SOURCE_MAX = 1024 * 1024,      /* bytes of one template; a long newsletter has 0.2 MB */
        TEMPLATE_OUTPUT_MAX = 2 * 1024 * 1024,  /* bytes; what a mail's body may have (MAIL_BODY_MAX) */
        TEMPLATE_MEMORY_MAX = 32 * 1024 * 1024, /* bytes that one compilation or one rendering may take besides */
        TEMPLATE_NESTING_MAX = 100,             /* tags within tags, terms of an expression */
        TEMPLATE_INCLUDE_MAX = 30,              /* templates within templates, also by extends */
        TEMPLATE_FILES_MAX = 200,               /* templates that one refers to, directly or not */
        TEMPLATE_STEPS_MAX = 2 * 1000 * 1000,   /* nodes rendered and rounds of loops; a large mail has thousands */
        TEMPLATE_MS_MAX = 5000,                 /* for one rendering; a mail takes 0.02 */
        TEMPLATE_ERROR_MAX = 400,
        TEMPLATE_NAME_MAX = 200,        /* bytes of a template's name */
        TEMPLATE_TAG_MAX = 8 * 1024,    /* bytes between the braces of one tag */
        TEMPLATE_NAMES_MAX = 500,       /* blocks of one template; cycles with a name */
        TEMPLATE_COMPILE_MS_MAX = 5000, /* for one template; a mail's takes 0.1 */
};

struct template_error {
        char message[TEMPLATE_ERROR_MAX]; /* one line of text */
        char name[TEMPLATE_NAME_MAX + 1]; /* of the template it stands in */
        unsigned line;                    /* from 1; 0: no line in particular */
};

/* Appends "name:line: message". */
void template_error_write(struct buf *out, const struct template_error *e);

/* Where templates come from. `load` gives the source, which must stay as long as the arena `a`; STR_NULL: there is none
 * of that name. It may be called from any thread that renders. */
struct template_loader {
        struct str (*load)(void *context, struct arena *a, struct str name);
        void *context;
};

struct template_set;

/* Compiles `source`, or what the loader has under `name` when source is STR_NULL. The loader may be NULL. The result
 * owns copies of all it needs but the loader. NULL: *ret_error says why. */
struct template_set *template_compile(struct str name, struct str source, const struct template_loader *loader,
                                      struct template_error *ret_error) __attribute__((warn_unused_result));
void template_release(struct template_set *t);

/* What it includes or extends by a literal name is looked for when it is compiled, but missed only when a rendering
 * comes there, as in Django. True: something is missing or has an error, the first of which is in *ret_error. */
bool template_problem(const struct template_set *t, struct template_error *ret_error);

struct template_settings {
        bool autoescape;         /* for HTML; not for text and subjects */
        const struct zone *zone; /* the store's; NULL: UTC */
        struct moment now;       /* aware; zeroed: the clock's */
        /* Told of each name that isn't there, as it was written, also where a filter or a tag makes something of it.
         * NULL: nobody asks. */
        void (*on_missing)(void *context, struct str name, struct str template, unsigned line);
        void *missing_context;
};

/* Appends to `out`. `context` is a DICT. `scratch` takes what filters and tags make; its cap bounds them, and nothing
 * in it is needed afterwards. False: *ret_error says why; what `out` holds must not be sent. */
bool template_render(const struct template_set *t, const struct template_settings *settings, struct value context,
                     struct arena *scratch, struct buf *out, struct template_error *ret_error)
        __attribute__((warn_unused_result));

/* Tells on_missing of each name that the set mentions and that neither the context has nor a tag makes, also where no
 * rendering with this context comes by. `scratch` is as above. */
void template_tell_missing(const struct template_set *t, const struct template_settings *settings, struct value context,
                           struct arena *scratch);

#endif
