/* One recipient's mail of a campaign. */
#include "campaigns/campaign_mail.h"

#include "base/log.h"
#include "campaign_mail_queries.h"
#include "campaigns/mail_code.h"
#include "mail/html_scan.h"
#include "mail/letter_campaign.h"

enum { TOLD_STORE, TOLD_DRAFTS, TOLD_LINKS, TOLD_PEOPLE }; /* the statements of ask() */
enum { HEADERS = 3, BODY_MAX = MAIL_BODY_MAX, UNIT_MEMORY_MAX = 64 * 1024 };

/* One mail on its way. */
struct writing {
        struct letter *letter;
        const struct campaign_draft *draft;
        const struct campaign_person *person;
        struct str *addresses; /* of the draft's links, once they were asked for; NULL: they stay */
};

/* Nothing that is signed with this is believed: keys have 32 characters. */
static struct str key_of(const struct writing *w)
{
        return w->person->message_id ? letter_secret_key(w->letter) : STR("preview");
}

static struct str code_url(const struct writing *w, const char *path, enum mail_code_kind kind, int64_t link,
                           const char *suffix)
{
        char code[SIGNED_TEXT_SIZE];
        mail_code_make(key_of(w), kind, (struct mail_code){w->person->message_id, link}, code);
        return letter_url(w->letter, arena_printf(w->letter->arena, "%s%s%s", path, code, suffix));
}

static struct str or_empty(struct str s)
{
        return s.ptr ? s : STR("");
}

static struct str full_name(struct arena *a, const struct campaign_person *p)
{
        struct str first = or_empty(p->first_name), last = or_empty(p->last_name);
        return arena_printf(a, "%.*s%s%.*s", STR_ARG(first), first.len && last.len ? " " : "", STR_ARG(last));
}

static void set_recipient(struct writing *w, struct str name)
{
        enum { ENTRIES = 6 };
        struct value dict;
        const struct campaign_person *p = w->person;
        const struct dict_entry all[ENTRIES] = {
                {.key = STR("first_name"), .value = value_text(or_empty(p->first_name))},
                {.key = STR("last_name"), .value = value_text(or_empty(p->last_name))},
                {.key = STR("name"), .value = value_text(name)},
                {.key = STR("email"), .value = value_text(p->email)},
                {.key = STR("username"), .value = value_text(or_empty(p->username))},
                {.key = STR("code"), .value = value_text(or_empty(p->mb_cd.ptr ? p->mb_cd : p->pr_cd))},
        };
        struct dict_entry *kept = arena_array(w->letter->arena, struct dict_entry, ENTRIES);
        if (kept)
                memcpy(kept, all, sizeof all);
        w->letter->full |= !kept || !value_dict(w->letter->arena, kept, ENTRIES, &dict);
        if (!w->letter->full)
                letter_set(w->letter, "recipient", dict);
}

/* docs/campaigns.md has them. */
static void set_names(struct writing *w, const struct campaign_mail *what)
{
        struct letter *l = w->letter;
        const struct campaign_person *p = w->person;
        struct str name = full_name(l->arena, p);
        letter_set_text(l, "recipient_first_name", or_empty(p->first_name));
        letter_set_text(l, "recipient_last_name", or_empty(p->last_name));
        letter_set_text(l, "recipient_name", name);
        letter_set_text(l, "recipient_email", p->email);
        letter_set_text(l, "recipient_username", or_empty(p->username));
        set_recipient(w, name);
        letter_set_text(l, "em_cd", w->draft->em_cd);
        letter_set_text(l, "mb_cd", or_empty(p->mb_cd));
        letter_set_text(l, "pr_cd", or_empty(p->pr_cd));
        letter_set_text(l, "site_url", letter_url(l, STR("")));
        letter_set_text(l, "preheader", or_empty(w->draft->preheader));
        letter_set_text(l, "unsubscribe_url", what->unsubscribe_url);
        letter_set_text(l, "preferences_url", what->preferences_url);
}

/* Links. */

/* Made once a mail: HTML and text have the same. */
static struct str link_address(void *context, const struct campaign_link *link)
{
        struct writing *w = context;
        struct str *address = &w->addresses[link - w->draft->links.all];
        if (!address->ptr)
                *address = code_url(w, "/e/c/", MAIL_CODE_CLICK, link->id, "");
        w->letter->full |= !address->ptr;
        return *address;
}

static bool begin_links(struct writing *w)
{
        w->addresses = arena_array(w->letter->arena, struct str, w->draft->links.count + 1);
        w->letter->full |= !w->addresses;
        return w->addresses;
}

static void replace_links(struct writing *w, struct buf *out, struct str of, bool is_html)
{
        static const struct campaign_links none;
        campaign_links_replace(out, of, is_html, w->addresses ? &w->draft->links : &none, link_address, w);
}

/* What is put into the HTML. */

static bool mentions_preheader(struct str html)
{
        const char *at = html.ptr, *end = html.ptr + html.len;
        while (at < end && (at = memmem(at, (size_t)(end - at), "{{", 2))) {
                struct str inner = str_trim((struct str){at + 2, (size_t)(end - at) - 2});
                if (str_starts(inner, STR("preheader")))
                        return true;
                at += 2;
        }
        return false;
}

/* Where the content of the body begins; the beginning when no body is named. */
static size_t body_start(struct str html)
{
        struct str name, value;
        struct html_scan s = html_scan_start(html);
        for (;;) {
                struct html_piece piece = html_next(&s);
                if (piece.kind == HTML_END)
                        return 0;
                if (piece.kind == HTML_OPEN && str_eq_nocase(piece.text, STR("body")))
                        break;
                if (piece.kind == HTML_OPEN && str_eq_nocase(piece.text, STR("style")))
                        html_skip_raw(&s, piece.text);
        }
        while (html_attribute(&s, &name, &value))
                ;
        return (size_t)(s.at - html.ptr);
}

/* Where the body ends; the end of all when it is not said. */
static size_t body_end(struct str html)
{
        for (size_t at = html.len; at-- > 0;)
                if (html.ptr[at] == '<' && html.len - at >= 6 &&
                    str_eq_nocase((struct str){html.ptr + at, 6}, STR("</body")))
                        return at;
        return html.len;
}

static void add_preheader(struct writing *w, struct buf *out)
{
        buf_add(out, STR("<span style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\" hidden>"));
        buf_add_html(out, w->draft->preheader);
        buf_add(out, STR("</span>"));
}

static void add_pixel(struct writing *w, struct buf *out)
{
        struct str url = code_url(w, "/e/o/", MAIL_CODE_OPEN, 0, ".gif");
        w->letter->full |= !url.ptr;
        buf_printf(out, "<img src=\"%.*s\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block\">",
                   STR_ARG(or_empty(url)));
}

static struct str between(struct str s, size_t from, size_t to)
{
        return (struct str){s.ptr + from, to - from};
}

static struct str finish_html(struct writing *w, struct buf *out, struct str html)
{
        bool hides = w->draft->preheader.len > 0 && !mentions_preheader(w->draft->html);
        size_t start = hides ? body_start(html) : 0, end = w->draft->track_opens ? body_end(html) : html.len;
        if (end < start)
                end = html.len;
        buf_clear(out);
        buf_add(out, between(html, 0, start));
        if (hides)
                add_preheader(w, out);
        replace_links(w, out, between(html, start, end), true);
        if (w->draft->track_opens)
                add_pixel(w, out);
        buf_add(out, between(html, end, html.len));
        return out->failed ? STR_NULL : arena_copy(w->letter->arena, buf_str(out));
}

static struct str finish_text(struct writing *w, struct buf *out, struct str text)
{
        buf_clear(out);
        replace_links(w, out, text, false);
        return out->failed ? STR_NULL : arena_copy(w->letter->arena, buf_str(out));
}

static void say(struct campaign_mail *what, enum letter_part part, const char *words)
{
        what->made[part] = STR_NULL;
        what->problems[part] = (struct letter_problem){.failed = true};
        snprintf(what->problems[part].error.message, sizeof what->problems[part].error.message, "%s", words);
}

/* What was put into a part has made it larger than a mail's may be; it will be so the next time too. */
static void finish_part(struct writing *w, struct campaign_mail *what, struct buf *out, enum letter_part part)
{
        struct str *made = &what->made[part];
        if (!made->ptr)
                return;
        *made = part == LETTER_HTML ? finish_html(w, out, *made) : finish_text(w, out, *made);
        if (out->failed)
                say(what, part, part == LETTER_HTML ? "the HTML is too large" : "the text is too large");
        else
                w->letter->full |= !made->ptr;
}

static bool finish(struct writing *w, struct campaign_mail *what)
{
        if (w->draft->track_clicks && w->draft->links.count > 0 && !begin_links(w))
                return false;
        struct buf out;
        buf_init(&out, BODY_MAX);
        finish_part(w, what, &out, LETTER_HTML);
        finish_part(w, what, &out, LETTER_TEXT);
        buf_release(&out);
        return !w->letter->full;
}

/* Headers. RFC 8058, 2: one click, without a page that asks. Feedback-ID tells complaints of one campaign from
 * another's. */
static bool set_headers(struct writing *w, const struct campaign_mail *what, struct mail_message *ret)
{
        struct arena *a = w->letter->arena;
        struct mail_header *all = arena_array(a, struct mail_header, HEADERS);
        struct str leave = arena_printf(a, "<%.*s>", STR_ARG(what->unsubscribe_url));
        struct str feedback = arena_printf(a, "%.*s:%s:campaign:startupwebapp", STR_ARG(w->draft->em_cd),
                                           w->person->pr_cd.ptr ? "prospect" : "member");
        if (!all || !leave.ptr || !feedback.ptr)
                return false;
        all[0] = (struct mail_header){STR("List-Unsubscribe"), leave};
        all[1] = (struct mail_header){STR("List-Unsubscribe-Post"), STR("List-Unsubscribe=One-Click")};
        all[2] = (struct mail_header){STR("Feedback-ID"), feedback};
        ret->headers = all;
        ret->header_count = HEADERS;
        return true;
}

static bool has_problem(const struct campaign_mail *what)
{
        for (int part = 0; part < LETTER_PARTS; part++)
                if (what->problems[part].failed)
                        return true;
        return false;
}

static struct letter_sources sources_of(const struct campaign_draft *d)
{
        return (struct letter_sources){.id = d->id,
                                       .stamp = d->stamp,
                                       .step = d->step,
                                       .is_fixed = d->is_fixed,
                                       .subject = d->subject,
                                       .html = d->html,
                                       .text = d->text,
                                       .from_name = d->from_name,
                                       .from_address = d->from_address,
                                       .reply_to = d->reply_to};
}

static enum err render(struct writing *w, struct campaign_mail *what)
{
        struct letter_made made;
        struct letter_sources sources = sources_of(w->draft);
        enum err e = letter_render(w->letter, &sources, &made);
        memcpy(what->made, made.parts, sizeof what->made);
        memcpy(what->problems, made.problems, sizeof what->problems);
        return e == ERR_NONE && !finish(w, what) ? ERR_NO_MEMORY : e;
}

enum err campaign_mail_write(struct letter *l, const struct campaign_draft *draft, const struct campaign_person *person,
                             struct mail_message *ret, struct campaign_mail *what)
{
        struct writing w = {.letter = l, .draft = draft, .person = person};
        struct letter_sources sources = sources_of(draft);
        *what = (struct campaign_mail){0};
        what->unsubscribe_url = code_url(&w, "/e/u/", MAIL_CODE_UNSUBSCRIBE, 0, "");
        what->preferences_url = code_url(&w, "/preferences/", MAIL_CODE_UNSUBSCRIBE, 0, "");
        l->full |= !what->unsubscribe_url.ptr || !what->preferences_url.ptr;
        set_names(&w, what);
        enum err e = l->full ? ERR_NO_MEMORY : render(&w, what);
        if (e != ERR_NONE)
                return e;
        ret->subject = what->made[LETTER_SUBJECT];
        ret->html = what->made[LETTER_HTML];
        ret->text = what->made[LETTER_TEXT];
        if (letter_set_envelope(l, &sources, ret) != ERR_NONE || !set_headers(&w, what, ret))
                return ERR_NO_MEMORY;
        return has_problem(what) ? ERR_INVALID_INPUT : ERR_NONE;
}

struct str campaign_mail_problem(struct arena *a, const struct campaign_mail *what)
{
        static const char *const parts[LETTER_PARTS] = {"subject", "html", "text"};
        for (int part = 0; part < LETTER_PARTS; part++) {
                const struct template_error *e = &what->problems[part].error;
                if (!what->problems[part].failed)
                        continue;
                if (e->line == 0)
                        return arena_printf(a, "%s: %s", parts[part], e->message);
                return arena_printf(a, "%s, line %u: %s", parts[part], e->line, e->message);
        }
        return STR_NULL;
}

/* Rows of the database. */

void campaign_person_read(struct arena *a, const PGresult *r, int row, struct campaign_person *ret)
{
        *ret = (struct campaign_person){
                .message_id = result_int64(r, row, "message_id"),
                .mb_cd = arena_copy(a, result_str(r, row, "mb_cd")),
                .pr_cd = arena_copy(a, result_str(r, row, "pr_cd")),
                .first_name = arena_copy(a, result_str(r, row, "first_name")),
                .last_name = arena_copy(a, result_str(r, row, "last_name")),
                .username = arena_copy(a, result_str(r, row, "username")),
                .email = arena_copy(a, result_str(r, row, "email")),
        };
}

/* Borrows what the results hold. */
static void read_draft(const PGresult *r, int row, struct campaign_draft *ret)
{
        *ret = (struct campaign_draft){
                .id = result_int64(r, row, "id"),
                .stamp = result_str(r, row, "stamp"),
                .step = result_str(r, row, "step"),
                .is_fixed = result_bool(r, row, "is_fixed"),
                .em_cd = result_str(r, row, "em_cd"),
                .preheader = result_str(r, row, "preheader"),
                .subject = result_str(r, row, "subject"),
                .html = result_str(r, row, "html"),
                .text = result_str(r, row, "text"),
                .from_name = result_str(r, row, "from_name"),
                .from_address = result_str(r, row, "from_address"),
                .reply_to = result_str(r, row, "reply_to"),
                .track_opens = result_bool(r, row, "track_opens"),
                .track_clicks = result_bool(r, row, "track_clicks"),
        };
}

static void read_links(struct arena *a, const PGresult *links, struct campaign_draft *d)
{
        d->links = (struct campaign_links){.arena = a};
        d->links.all = arena_array(a, struct campaign_link, (size_t)PQntuples(links));
        for (int i = 0; d->links.all && i < PQntuples(links); i++)
                if (result_int64(links, i, "email_id") == d->id)
                        d->links.all[d->links.count++] =
                                (struct campaign_link){result_int64(links, i, "id"), result_str(links, i, "url")};
        d->links.full = !d->links.all;
}

void campaign_draft_read(struct arena *a, const PGresult *draft, int row, const PGresult *links,
                         struct campaign_draft *ret)
{
        read_draft(draft, row, ret);
        struct str *const texts[] = {&ret->stamp, &ret->step, &ret->em_cd,     &ret->preheader,    &ret->subject,
                                     &ret->html,  &ret->text, &ret->from_name, &ret->from_address, &ret->reply_to};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
                *texts[i] = arena_copy(a, *texts[i]);
        read_links(a, links, ret);
        for (size_t i = 0; i < ret->links.count; i++)
                ret->links.all[i].url = arena_copy(a, ret->links.all[i].url);
}

/* The outbox. */

static void ask(struct unit *u, struct str ids)
{
        letter_ask(u);
        q_campaign_mail_drafts(u, ids);
        q_campaign_mail_draft_links(u, ids);
        q_campaign_mail_letters(u, ids);
}

static int row_of_draft(const PGresult *drafts, int64_t id)
{
        int row = 0;
        while (row < PQntuples(drafts) && result_int64(drafts, row, "id") != id)
                row++;
        return row;
}

static void stop(struct letter *l, const struct campaign_draft *draft, struct str why)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_campaign_mail_broken(u, draft->id, CAMPAIGN_BROKEN_MAILS, why);
        blocking_run(letter_database(l), u, &o);
        if (o.error == ERR_NONE)
                log_error("CAMPAIGN_BROKEN", LOG_INT("campaign", draft->id), LOG_STR("why", why));
        outcome_release(&o);
        arena_release(&a);
}

/* A mail could not be written. After too many of them the campaign waits for somebody to look at it, and so do those
 * who come next: they don't fail for good, whether they were claimed before that or told after it. */
static enum err fail(struct letter *l, const struct campaign_draft *draft, struct str why)
{
        if (!draft->step.ptr)
                return ERR_CAMPAIGN_STEP;
        struct letter_sources sources = sources_of(draft);
        unsigned failures = letter_count_failures(l->letters, &sources, true);
        if (failures % CAMPAIGN_BROKEN_MAILS == 0)
                stop(l, draft, why);
        return failures > CAMPAIGN_BROKEN_MAILS ? ERR_CAMPAIGN_STEP : ERR_INVALID_INPUT;
}

static enum err compose(void *context, struct arena *a, const struct outbox_mail *m, const struct outcome *told,
                        struct mail_message *ret)
{
        struct letter l;
        struct campaign_draft draft;
        struct campaign_person person;
        struct campaign_mail what;
        const PGresult *drafts = told->results[TOLD_DRAFTS], *people = told->results[TOLD_PEOPLE];
        int row = letter_row_of(people, m->id), of = row_of_draft(drafts, m->email_id);
        if (row == PQntuples(people) || of == PQntuples(drafts))
                return ERR_NOT_FOUND;
        read_draft(drafts, of, &draft);
        read_links(a, told->results[TOLD_LINKS], &draft);
        campaign_person_read(a, people, row, &person);
        letter_open(&l, context, a, told->results[TOLD_STORE]);
        enum err e = campaign_mail_write(&l, &draft, &person, ret, &what);
        if (e == ERR_NONE) {
                struct letter_sources sources = sources_of(&draft);
                letter_count_failures(l.letters, &sources, false);
        }
        if (!m->ret_why) /* a preview */
                return e;
        if (e == ERR_NO_MEMORY && a->is_full)
                *m->ret_why = STR("the mail is too large");
        else if (e == ERR_INVALID_INPUT)
                *m->ret_why = campaign_mail_problem(a, &what);
        else
                return e;
        return fail(&l, &draft, or_empty(*m->ret_why));
}

const struct outbox_source campaign_mails = {ask, compose};
