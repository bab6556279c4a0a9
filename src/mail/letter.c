/* The shop's own mails, written from templates. */
#include "mail/letter.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "letter_queries.h"
#include "mail/html_text.h"
#include "mail/letter_internal.h"

enum { SLOW_MS = 1000 /* for one mail; a mail takes 0.1 */ };

struct letters *letters_open(const struct letters_settings *s)
{
        struct letters *l = calloc(1, sizeof *l);
        if (!l)
                return NULL;
        l->settings = *s;
        letter_family_init(&l->own);
        letter_family_init(&l->overridden);
        buf_init(&l->out, TEMPLATE_OUTPUT_MAX);
        return l;
}

void letters_close(struct letters *l)
{
        if (!l)
                return;
        letter_campaigns_clear(l);
        letter_family_clear(&l->own);
        letter_family_clear(&l->overridden);
        zone_release(l->zone);
        buf_release(&l->out);
        free(l);
}

void letter_ask(struct unit *u)
{
        q_letter_store(u);
}

void letter_open(struct letter *l, struct letters *letters, struct arena *a, const PGresult *store)
{
        struct value shown;
        struct dict_entry *entries = arena_array(a, struct dict_entry, (size_t)PQnfields(store) + 1);
        size_t count = 0;
        *l = (struct letter){
                .letters = letters,
                .arena = a,
                .store_name = arena_copy(a, result_str(store, 0, "name")),
                .time_zone = arena_copy(a, result_str(store, 0, "_time_zone")),
                .reply_to = arena_copy(a, result_str(store, 0, "support_email")),
                .version = result_int64(store, 0, "_version"),
        };
        l->full = !entries || !letter_row(a, store, 0, entries, (size_t)PQnfields(store), &count);
        if (l->full)
                return;
        entries[count++] = (struct dict_entry){.key = STR("url"), .value = value_text(letters->settings.public_url)};
        l->full = !value_dict(a, entries, count, &shown);
        letter_set(l, "store", shown);
}

void letter_set(struct letter *l, const char *name, struct value value)
{
        l->full |= l->count == LETTER_NAMES_MAX || (value.kind == VALUE_TEXT && !value.text.ptr);
        if (!l->full)
                l->names[l->count++] = (struct dict_entry){.key = str_from(name), .value = value};
}

void letter_set_text(struct letter *l, const char *name, struct str text)
{
        letter_set(l, name, value_text(text));
}

struct str letter_url(const struct letter *l, struct str path)
{
        if (!path.ptr)
                return STR_NULL;
        return arena_printf(l->arena, "%.*s%.*s", STR_ARG(l->letters->settings.public_url), STR_ARG(path));
}

/* Nothing that is signed with this is believed: keys have 32 characters. */
static const struct str preview_key = STR("preview");

struct str letter_secret_key(const struct letter *l)
{
        return l->letters->settings.preview ? preview_key : l->letters->settings.secret_key;
}

struct blocking *letter_database(const struct letter *l)
{
        return l->letters->settings.db;
}

struct str letter_secret(const struct letter *l, struct str secret)
{
        return l->letters->settings.preview && secret.ptr ? preview_key : secret;
}

void letter_unsubscribe(struct letter *l, struct str url)
{
        l->unsubscribe = url.ptr ? arena_printf(l->arena, "<%.*s>", STR_ARG(url)) : STR_NULL;
        l->full |= !l->unsubscribe.ptr;
}

void letter_reply_to(struct letter *l, struct str address)
{
        l->reply_to = address;
}

static const struct zone *zone_of(struct letters *l, struct str name)
{
        if (str_eq(str_from(l->zone_name), name))
                return l->zone;
        zone_release(l->zone);
        l->zone = zone_open(name);
        if (!str_to_c(name, l->zone_name, sizeof l->zone_name))
                l->zone_name[0] = 0;
        if (!l->zone && !str_eq(name, STR("UTC")))
                log_warn("mails show times in UTC: the time zone has no file here", LOG_STR("time_zone", name));
        return l->zone;
}

const struct zone *letter_zone(struct letter *l)
{
        return zone_of(l->letters, l->time_zone);
}

bool rendering_run(struct rendering *r, const struct template_set *set, bool is_html, struct str *ret)
{
        struct buf *out = &r->letter->letters->out;
        struct arena scratch;
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        buf_clear(out);
        r->settings.autoescape = is_html;
        const struct letter_preview *preview = r->letter->letters->settings.preview;
        if (preview) {
                r->settings.on_missing = preview->on_missing;
                r->settings.missing_context = preview->missing_context;
        }
        bool fine = template_render(set, &r->settings, r->context, &scratch, out, &r->error);
        *ret = fine ? arena_copy(r->letter->arena, buf_str(out)) : STR_NULL;
        arena_release(&scratch);
        return fine;
}

bool rendering_text_from_html(struct rendering *r, struct str html, struct str *ret)
{
        struct buf *out = &r->letter->letters->out;
        buf_clear(out);
        html_text(out, html);
        *ret = out->failed ? STR_NULL : arena_copy(r->letter->arena, buf_str(out));
        if (out->failed)
                snprintf(r->error.message, sizeof r->error.message, "the text made of the HTML is too large");
        return !out->failed;
}

struct str letter_one_line(struct arena *a, struct str text, size_t max)
{
        text = str_trim(text);
        size_t n = text.len < max ? text.len : max;
        while (n < text.len && n > 0 && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
                n--;
        char *copy = arena_array(a, char, n + 1);
        if (!copy)
                return STR_NULL;
        for (size_t i = 0; i < n; i++)
                copy[i] = (unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f ? ' ' : text.ptr[i];
        return (struct str){copy, n};
}

/* False with a message in r->error: the templates fail. *ret_full: memory ran out. */
static bool write_bodies(struct rendering *r, const struct letter_templates *t, struct mail_message *ret,
                         bool *ret_full)
{
        struct str subject;
        r->error = t->error;
        if (t->broken || !rendering_run(r, t->subject, false, &subject) ||
            !rendering_run(r, t->html, true, &ret->html) || (t->text && !rendering_run(r, t->text, false, &ret->text)))
                return false;
        if (!t->text && !rendering_text_from_html(r, ret->html, &ret->text))
                return false;
        ret->subject = letter_one_line(r->letter->arena, subject, MAIL_SUBJECT_MAX);
        *ret_full = !ret->subject.ptr || !ret->html.ptr || !ret->text.ptr;
        return true;
}

/* Machines don't answer what a machine wrote (RFC 3834, 5). */
static void set_headers(struct letter *l, struct mail_message *ret)
{
        struct mail_header *headers = arena_array(l->arena, struct mail_header, 2);
        l->full |= !headers;
        if (!headers)
                return;
        headers[ret->header_count++] = (struct mail_header){STR("Auto-Submitted"), STR("auto-generated")};
        if (l->unsubscribe.ptr)
                headers[ret->header_count++] = (struct mail_header){STR("List-Unsubscribe"), l->unsubscribe};
        ret->headers = headers;
}

void letter_set_sender(struct letter *l, struct mail_message *ret)
{
        struct str reply_to;
        ret->from.name = letter_one_line(l->arena, l->store_name, MAIL_DISPLAY_NAME_MAX);
        if (!mail_address_convert(l->arena, l->reply_to, &reply_to).ptr)
                ret->reply_to.address = reply_to;
}

/* As it travels; one that can't is left as it is, and is found wrong with the whole message. */
static struct str address_of(struct arena *a, struct str typed)
{
        struct str converted;
        return mail_address_convert(a, typed, &converted).ptr ? arena_copy(a, typed) : converted;
}

static bool add_copies(struct arena *a, struct str bcc, struct mail_message *ret)
{
        struct mail_address *all = arena_array(a, struct mail_address, MAIL_BCC_MAX);
        for (struct str rest = bcc; all && rest.len && ret->bcc_count < MAIL_BCC_MAX;)
                all[ret->bcc_count++].address = address_of(a, str_cut(&rest, ','));
        ret->bcc = all;
        return all != NULL;
}

bool letter_set_override(struct letter *l, const struct letter_override *o, struct mail_message *ret)
{
        if (o->from_name.ptr)
                ret->from.name = arena_copy(l->arena, o->from_name);
        if (o->from_address.ptr)
                ret->from.address = address_of(l->arena, o->from_address);
        if (o->reply_to.ptr)
                ret->reply_to.address = address_of(l->arena, o->reply_to);
        return add_copies(l->arena, o->bcc, ret);
}

/* Nobody means to send what says nothing. STR_NULL: the message can go out. */
static struct str problem_of(const struct mail_message *m)
{
        if (m->subject.len == 0)
                return STR("the subject is empty");
        if (str_trim(m->html).len == 0)
                return STR("the HTML is empty");
        return mail_message_problem(m);
}

static bool say(struct rendering *r, struct str template, struct str why)
{
        r->error = (struct template_error){0};
        snprintf(r->error.message, sizeof r->error.message, "%.*s", STR_ARG(why));
        snprintf(r->error.name, sizeof r->error.name, "%.*s", STR_ARG(template));
        return false;
}

/* False with a message in r->error: they fail, or what they make can't be sent. */
static bool try_overridden(struct rendering *r, struct str name, const struct letter_templates *t,
                           struct mail_message *ret)
{
        bool full = false;
        const struct letter_override *o = letter_override_of(&r->letter->letters->overridden, name);
        if (!write_bodies(r, t, ret, &full))
                return false;
        if (full || (o && !letter_set_override(r->letter, o, ret)))
                return say(r, name, STR("what it makes is larger than a mail may be"));
        struct str problem = problem_of(ret);
        return problem.ptr ? say(r, name, problem) : true;
}

/* With the overrides. False, after somebody was told why: not with them. One that is slow to fail is not tried again
 * until the overrides change. */
static bool write_overridden(struct rendering *r, struct str name, struct mail_message *ret)
{
        struct letters *l = r->letter->letters;
        struct mail_message m = *ret;
        int64_t began_ms = clock_ms();
        struct letter_templates *t = l->overridden.override_count ? letter_templates_get(&l->overridden, name) : NULL;
        if (!t)
                return false;
        if (try_overridden(r, name, t, &m)) {
                *ret = m;
                return true;
        }
        letter_overrides_tell(l, t, &r->error);
        if (!t->broken && clock_ms() - began_ms > SLOW_MS) {
                t->broken = true;
                t->error = r->error;
        }
        return false;
}

/* With the program's own templates, which hold: test/unit/test_letters.c renders all of them. */
static enum err write_own(struct rendering *r, struct str name, struct mail_message *ret, bool *ret_full)
{
        struct letter_templates *t = letter_templates_get(&r->letter->letters->own, name);
        if (!t)
                return ERR_NO_MEMORY;
        if (write_bodies(r, t, ret, ret_full))
                return ERR_NONE;
        letter_overrides_tell(r->letter->letters, t, &r->error);
        return ERR_INTERNAL;
}

enum err letter_write(struct letter *l, struct str template, struct mail_message *ret)
{
        bool full = false;
        struct rendering r = {.letter = l};
        set_headers(l, ret);
        if (l->full || !value_dict(l->arena, l->names, l->count, &r.context))
                return ERR_NO_MEMORY;
        enum err e = letter_overrides_refresh(l->letters, l->version);
        if (e != ERR_NONE)
                return e;
        r.settings.zone = letter_zone(l);
        if (l->letters->settings.preview)
                return letter_preview_write(&r, template, ret);
        letter_set_sender(l, ret);
        if (!write_overridden(&r, template, ret))
                e = write_own(&r, template, ret, &full);
        return full ? ERR_NO_MEMORY : e;
}
