/* Letters of drafts. */
#include "mail/letter_preview.h"

#include <stdio.h>

#include "mail/letter_internal.h"
#include "mail/templates.h"

static const char *const suffixes[LETTER_PARTS] = {"subject", "html", "txt"};

static struct str builtin(struct arena *a, struct str template, const char *suffix)
{
        struct str name = arena_printf(a, "%.*s.%s", STR_ARG(template), suffix);
        return name.ptr ? templates_builtin(name) : STR_NULL;
}

/* What is in use, with the draft's own sources in their places. */
static struct letter_override draft_of(struct letter_family *f, const struct letter_preview *p)
{
        const struct letter_override *used = letter_override_of(f, p->template);
        struct letter_override draft = {.template = p->template, .subject = STR("")};
        if (used)
                draft = *used;
        if (p->subject.ptr)
                draft.subject = p->subject;
        if (p->html.ptr) {
                draft.html = p->html;
                draft.text = p->text;
        } else if (!used) {
                draft.html = builtin(&f->arena, p->template, "html");
                draft.text = builtin(&f->arena, p->template, "txt");
        }
        return draft;
}

/* Puts the draft before the overrides: the first of a name counts. */
static bool add_draft(struct letter_family *f, const struct letter_preview *p)
{
        if (!p->template.ptr)
                return true;
        struct letter_override *all = arena_array(&f->arena, struct letter_override, f->override_count + 1);
        if (!all)
                return false;
        all[0] = draft_of(f, p);
        if (f->override_count)
                memcpy(all + 1, f->overrides, f->override_count * sizeof *all);
        f->overrides = all;
        f->override_count++;
        return true;
}

static void fail(struct letter_preview *p, enum letter_part part, const struct template_error *e)
{
        p->problems[part].failed = true;
        p->problems[part].error = *e;
}

static void fail_words(struct letter_preview *p, enum letter_part part, struct str template, const char *words)
{
        struct template_error e = {0};
        snprintf(e.message, sizeof e.message, "%s", words);
        snprintf(e.name, sizeof e.name, "%.*s.%s", STR_ARG(template), suffixes[part]);
        fail(p, part, &e);
}

/* One part, compiled and rendered; what was compiled is not kept. */
static void make(struct rendering *r, struct letter_preview *p, enum letter_part part, struct str template)
{
        char name[TEMPLATE_NAME_MAX];
        struct letter_family *f = &r->letter->letters->overridden;
        snprintf(name, sizeof name, "%.*s.%s", STR_ARG(template), suffixes[part]);
        struct template_set *set = template_compile(str_from(name), STR_NULL, &f->loader, &r->error);
        if (!set || template_problem(set, &r->error) || !rendering_run(r, set, part == LETTER_HTML, &p->made[part])) {
                p->made[part] = STR_NULL;
                fail(p, part, &r->error);
        }
        template_release(set);
}

static void make_text(struct rendering *r, struct letter_preview *p, struct str template)
{
        struct letter_family *f = &r->letter->letters->overridden;
        const struct letter_override *o = letter_override_of(f, template);
        bool is_written = o ? o->text.ptr != NULL : builtin(&f->arena, template, suffixes[LETTER_TEXT]).ptr != NULL;
        if (is_written)
                make(r, p, LETTER_TEXT, template);
        else if (p->made[LETTER_HTML].ptr && !rendering_text_from_html(r, p->made[LETTER_HTML], &p->made[LETTER_TEXT]))
                fail_words(p, LETTER_TEXT, template, "the text made of the HTML is too large");
}

/* Nobody means to send what says nothing. */
static void judge(struct rendering *r, struct letter_preview *p, struct str template)
{
        struct str *made = p->made;
        if (made[LETTER_SUBJECT].ptr)
                made[LETTER_SUBJECT] = letter_one_line(r->letter->arena, made[LETTER_SUBJECT], MAIL_SUBJECT_MAX);
        if (made[LETTER_SUBJECT].ptr && made[LETTER_SUBJECT].len == 0)
                fail_words(p, LETTER_SUBJECT, template, "the subject is empty");
        if (made[LETTER_HTML].ptr && str_trim(made[LETTER_HTML]).len == 0)
                fail_words(p, LETTER_HTML, template, "the HTML is empty");
}

enum err letter_preview_write(struct rendering *r, struct str template, struct mail_message *ret)
{
        struct letters *l = r->letter->letters;
        struct letter_preview *p = l->settings.preview;
        if (p->template.ptr && !p->is_part)
                template = p->template;
        if (!add_draft(&l->overridden, p))
                return ERR_NO_MEMORY;
        p->shown = arena_copy(r->letter->arena, template);
        make(r, p, LETTER_SUBJECT, template);
        make(r, p, LETTER_HTML, template);
        make_text(r, p, template);
        judge(r, p, template);
        ret->subject = p->made[LETTER_SUBJECT];
        ret->html = p->made[LETTER_HTML];
        ret->text = p->made[LETTER_TEXT];
        return ERR_NONE;
}
