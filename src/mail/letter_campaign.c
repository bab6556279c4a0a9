/* Letters of campaigns: templates of their own in the place of the shop's, kept compiled while they are sent. */
#include "mail/letter_campaign.h"

#include <stdio.h>
#include <stdlib.h>

#include "mail/letter_internal.h"
#include "mail/templates.h"

enum { CAMPAIGNS_KEPT = 4 /* that are sent at once, in turns */, STEP_SIZE = 64 };

static const char *const names[LETTER_PARTS] = {"campaign.subject", "campaign.html", "campaign.txt"};

/* One campaign's templates. */
struct letter_campaign {
        int64_t id, version; /* of the overrides that it stands among; 0: of its own */
        struct str stamp;    /* in the family's arena */
        struct letter_family family;
        struct template_loader loader; /* the family's, with names as "layout" too */
        struct template_set *parts[LETTER_PARTS];
        struct letter_problem problems[LETTER_PARTS]; /* of compiling */
        char step[STEP_SIZE];                         /* that `failures` were in */
        unsigned failures;
        struct letter_campaign *next;
};

static void forget(struct letter_campaign *c)
{
        for (int part = 0; part < LETTER_PARTS; part++)
                template_release(c->parts[part]);
        letter_family_clear(&c->family);
        free(c);
}

void letter_campaigns_clear(struct letters *l)
{
        while (l->campaigns) {
                struct letter_campaign *next = l->campaigns->next;
                forget(l->campaigns);
                l->campaigns = next;
        }
}

/* {% extends "layout" %} is the file of that name. */
static struct str load(void *context, struct arena *a, struct str name)
{
        struct letter_campaign *c = context;
        const struct template_loader *family = &c->family.loader;
        if (str_find(name, '.') < name.len)
                return family->load(family->context, a, name);
        struct str file = arena_printf(&c->family.arena, "%.*s.html", STR_ARG(name));
        return file.ptr ? family->load(family->context, a, file) : STR_NULL;
}

static void say(struct letter_problem *p, enum letter_part part, const char *words)
{
        *p = (struct letter_problem){.failed = true};
        snprintf(p->error.message, sizeof p->error.message, "%s", words);
        snprintf(p->error.name, sizeof p->error.name, "%s", names[part]);
}

static void compile(struct letter_campaign *c, enum letter_part part, struct str source)
{
        struct letter_problem *p = &c->problems[part];
        if (!source.ptr)
                return;
        c->parts[part] = template_compile(str_from(names[part]), source, &c->loader, &p->error);
        p->failed = !c->parts[part] || template_problem(c->parts[part], &p->error);
}

/* The overrides hold for what it extends and includes. */
static enum err set_overrides(struct letters *l, struct letter_campaign *c, const struct letter_sources *s)
{
        if (s->is_fixed)
                return letter_overrides_of_campaign(l, s->id, &c->family);
        c->family.overrides = l->overridden.overrides;
        c->family.override_count = l->overridden.override_count;
        return ERR_NONE;
}

static enum err prepare(struct letters *l, struct letter_campaign *c, const struct letter_sources *s)
{
        letter_family_init(&c->family);
        c->id = s->id;
        c->version = s->is_fixed ? 0 : l->version;
        c->stamp = arena_copy(&c->family.arena, s->stamp);
        c->loader = (struct template_loader){load, c};
        if (s->stamp.ptr && !c->stamp.ptr)
                return ERR_NO_MEMORY;
        enum err e = set_overrides(l, c, s);
        if (e != ERR_NONE)
                return e;
        compile(c, LETTER_SUBJECT, s->subject);
        compile(c, LETTER_HTML, s->html);
        compile(c, LETTER_TEXT, s->text);
        return ERR_NONE;
}

static bool is_stale(const struct letters *l, const struct letter_campaign *c, const struct letter_sources *s)
{
        if (c->id == 0 || (c->version != 0 && c->version != l->version))
                return true;
        return c->id == s->id && ((c->version == 0) != s->is_fixed || !str_eq(c->stamp, s->stamp));
}

/* Takes out what can't be used again, and what is more than is kept. */
static void drop_stale(struct letters *l, const struct letter_sources *s)
{
        unsigned kept = 0;
        for (struct letter_campaign **at = &l->campaigns; *at;) {
                struct letter_campaign *c = *at;
                if (is_stale(l, c, s) || ++kept > CAMPAIGNS_KEPT) {
                        *at = c->next;
                        forget(c);
                } else {
                        at = &c->next;
                }
        }
}

static struct letter_campaign *find(const struct letters *l, int64_t id)
{
        struct letter_campaign *c = l->campaigns;
        while (c && c->id != id)
                c = c->next;
        return c;
}

static enum err get(struct letters *l, const struct letter_sources *s, struct letter_campaign **ret)
{
        drop_stale(l, s);
        *ret = find(l, s->id);
        if (*ret)
                return ERR_NONE;
        struct letter_campaign *c = calloc(1, sizeof *c);
        if (!c)
                return ERR_NO_MEMORY;
        enum err e = prepare(l, c, s);
        if (e != ERR_NONE) {
                forget(c);
                return e;
        }
        c->next = l->campaigns;
        *ret = l->campaigns = c;
        return ERR_NONE;
}

unsigned letter_count_failures(struct letters *l, const struct letter_sources *s, bool failed)
{
        struct letter_campaign *c = find(l, s->id);
        if (!c)
                return failed;
        if (!failed || !str_eq(str_from(c->step), s->step)) {
                c->failures = 0;
                snprintf(c->step, sizeof c->step, "%.*s", STR_ARG(s->step));
        }
        return failed ? ++c->failures : 0;
}

/* All recipients have the same names, so one of them tells for those whose mail takes other branches. */
static void tell_missing(const struct rendering *r, const struct template_set *set)
{
        struct arena scratch;
        if (!r->settings.on_missing)
                return;
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        template_tell_missing(set, &r->settings, r->context, &scratch);
        arena_release(&scratch);
}

/* Tries one part; the text is STR_NULL when it failed. */
static struct str render(struct rendering *r, const struct letter_campaign *c, enum letter_part part,
                         struct letter_problem *p)
{
        struct str made = STR_NULL;
        *p = c->problems[part];
        if (p->failed || !c->parts[part])
                return STR_NULL;
        p->failed = !rendering_run(r, c->parts[part], part == LETTER_HTML, &made);
        tell_missing(r, c->parts[part]);
        if (p->failed)
                p->error = r->error;
        r->letter->full |= !p->failed && !made.ptr;
        return made;
}

static void render_text(struct rendering *r, const struct letter_campaign *c, struct letter_made *ret)
{
        struct letter_problem *p = &ret->problems[LETTER_TEXT];
        ret->parts[LETTER_TEXT] = render(r, c, LETTER_TEXT, p);
        if (c->parts[LETTER_TEXT] || p->failed || !ret->parts[LETTER_HTML].ptr)
                return;
        if (!rendering_text_from_html(r, ret->parts[LETTER_HTML], &ret->parts[LETTER_TEXT]))
                say(p, LETTER_TEXT, "the text made of the HTML is too large");
}

/* Nobody means to send what says nothing. */
static void judge(struct letter *l, struct letter_made *ret)
{
        struct str *subject = &ret->parts[LETTER_SUBJECT], html = ret->parts[LETTER_HTML];
        if (subject->ptr)
                *subject = letter_one_line(l->arena, *subject, MAIL_SUBJECT_MAX);
        if (subject->ptr && subject->len == 0)
                say(&ret->problems[LETTER_SUBJECT], LETTER_SUBJECT, "the subject is empty");
        if (html.ptr && str_trim(html).len == 0)
                say(&ret->problems[LETTER_HTML], LETTER_HTML, "the HTML is empty");
}

enum err letter_render(struct letter *l, const struct letter_sources *s, struct letter_made *ret)
{
        struct rendering r = {.letter = l};
        *ret = (struct letter_made){0};
        if (l->full || !value_dict(l->arena, l->names, l->count, &r.context))
                return ERR_NO_MEMORY;
        enum err e = letter_overrides_refresh(l->letters, l->version);
        if (e != ERR_NONE)
                return e;
        struct letter_campaign *c;
        e = get(l->letters, s, &c);
        if (e != ERR_NONE)
                return e;
        r.settings.zone = letter_zone(l);
        ret->parts[LETTER_SUBJECT] = render(&r, c, LETTER_SUBJECT, &ret->problems[LETTER_SUBJECT]);
        ret->parts[LETTER_HTML] = render(&r, c, LETTER_HTML, &ret->problems[LETTER_HTML]);
        render_text(&r, c, ret);
        judge(l, ret);
        if (l->letters->settings.preview)
                memcpy(l->letters->settings.preview->problems, ret->problems, sizeof ret->problems);
        return l->full ? ERR_NO_MEMORY : ERR_NONE;
}

enum err letter_set_envelope(struct letter *l, const struct letter_sources *s, struct mail_message *ret)
{
        const struct letter_override envelope = {
                .from_name = s->from_name, .from_address = s->from_address, .reply_to = s->reply_to};
        letter_set_sender(l, ret);
        return letter_set_override(l, &envelope, ret) ? ERR_NONE : ERR_NO_MEMORY;
}
