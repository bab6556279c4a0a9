/* The gate of campaigns. */
#include "campaigns/gate.h"

#include "base/clock.h"
#include "campaigns/domain_check.h"
#include "mail/address.h"

enum { LISTED_MAX = 5 /* links or names in a message */ };

static const char *const names[GATE_CHECKS] = {"content",  "templates", "merge_fields", "links", "unsubscribe",
                                               "audience", "sender",    "spf",          "dkim",  "dmarc"};

/* What the mails that were written tell. */
struct sampling {
        struct trial trial;
        struct arena mail; /* of the one that is written */
        size_t written, broken, without_html, without_text, heaviest;
        struct str first_problem;
};

static void find(struct gate *g, enum gate_check check, bool passed, struct str message)
{
        g->findings[check] = (struct gate_finding){.passed = passed, .message = message.ptr ? message : STR("")};
}

/* Writing it for some of them. */

static struct gate_link *link_of(struct gate *g, struct str url)
{
        for (size_t i = 0; i < g->link_count; i++)
                if (str_eq(g->links[i].url, url))
                        return &g->links[i];
        if (g->link_count == CAMPAIGN_LINKS_MAX) {
                g->links_full = true;
                return NULL;
        }
        struct str kept = arena_copy(g->arena, url);
        if (!kept.ptr)
                return NULL;
        g->links[g->link_count] = (struct gate_link){.url = kept};
        return &g->links[g->link_count++];
}

static void collect_links(struct gate *g, struct sampling *s, const struct campaign_mail *what)
{
        struct campaign_links found = {.arena = &s->mail};
        struct campaign_rendering of = {what->made[LETTER_HTML], what->made[LETTER_TEXT], what->unsubscribe_url,
                                        what->preferences_url};
        campaign_links_of(&found, &of);
        g->links_full |= found.full;
        for (size_t i = 0; i < found.count; i++) {
                struct gate_link *link = link_of(g, found.all[i].url);
                if (link)
                        link->mails++;
        }
}

/* What stands in the template for a few recipients may be in none of the mails that were written. */
static void collect_literal_links(struct gate *g)
{
        struct campaign_links found = {.arena = g->arena};
        campaign_links_of_source(&found, g->draft.html, true);
        campaign_links_of_source(&found, g->draft.text, false);
        g->links_full |= found.full;
        for (size_t i = 0; i < found.count; i++) {
                struct gate_link *link = link_of(g, found.all[i].url);
                if (link)
                        link->is_literal = true;
        }
}

/* Of a part that could be made. */
static bool lacks_link(struct str html, struct str url)
{
        return html.ptr && !campaign_links_lead(html, url);
}

static bool lacks(struct str text, struct str what)
{
        return text.ptr && !memmem(text.ptr, text.len, what.ptr, what.len);
}

static struct str name_of(struct gate *g, int row)
{
        struct str member = result_str(g->people, row, "member_id"),
                   prospect = result_str(g->people, row, "prospect_id");
        if (member.ptr)
                return arena_printf(g->arena, "member %.*s", STR_ARG(member));
        if (prospect.ptr)
                return arena_printf(g->arena, "prospect %.*s", STR_ARG(prospect));
        return STR("somebody made up");
}

static void note(struct gate *g, struct sampling *s, int row, enum err e, const struct campaign_mail *what)
{
        s->written++;
        s->without_html += lacks_link(what->made[LETTER_HTML], what->unsubscribe_url);
        s->without_text += lacks(what->made[LETTER_TEXT], what->unsubscribe_url);
        if (what->made[LETTER_HTML].len > s->heaviest)
                s->heaviest = what->made[LETTER_HTML].len;
        collect_links(g, s, what);
        if (e == ERR_NONE || s->broken++)
                return;
        struct str problem = campaign_mail_problem(&s->mail, what);
        s->first_problem = arena_printf(g->arena, "%.*s (for %.*s)", STR_ARG(problem), STR_ARG(name_of(g, row)));
}

static enum err write_for(struct gate *g, struct sampling *s, int row, const struct campaign_person *person)
{
        struct mail_message message;
        struct campaign_mail what;
        enum err e = trial_write(&s->trial, &s->mail, g->store, &g->draft, person, &message, &what);
        if (e == ERR_NONE || e == ERR_INVALID_INPUT) {
                note(g, s, row, e, &what);
                return ERR_NONE;
        }
        return e;
}

static enum err write_all(struct gate *g, struct sampling *s)
{
        static const struct campaign_person nobody = {.first_name = STR("Ada"),
                                                      .last_name = STR("Byron"),
                                                      .username = STR("ada"),
                                                      .email = STR("ada@post.example")};
        int64_t until_ms = clock_ms() + GATE_RENDER_MS;
        int count = PQntuples(g->people);
        enum err e = ERR_NONE;
        for (int row = 0; e == ERR_NONE && row < (count ? count : 1) && clock_ms() < until_ms; row++) {
                struct campaign_person person = nobody;
                arena_init(&s->mail, TRIAL_MEMORY_MAX);
                if (count)
                        campaign_person_read(&s->mail, g->people, row, &person);
                e = write_for(g, s, row, &person);
                arena_release(&s->mail);
        }
        return e;
}

/* What that told. */

static void judge_content(struct gate *g, const struct sampling *s)
{
        const struct campaign_draft *d = &g->draft;
        if (str_trim(d->subject).len == 0)
                find(g, GATE_CONTENT, false, STR("It has no subject."));
        else if (str_trim(d->html).len == 0)
                find(g, GATE_CONTENT, false, STR("It has no HTML."));
        else if (s->heaviest > CLIPPED_BYTES)
                find(g, GATE_CONTENT, true,
                     arena_printf(g->arena, "The HTML weighs %zu KB; Gmail hides what is behind 102 KB.",
                                  s->heaviest / 1024));
        else
                find(g, GATE_CONTENT, true, STR("Subject and HTML are there."));
}

static void judge_templates(struct gate *g, const struct sampling *s)
{
        if (s->broken && s->written == 1)
                find(g, GATE_TEMPLATES, false,
                     arena_printf(g->arena, "The mail could not be written: %.*s", STR_ARG(s->first_problem)));
        else if (s->broken)
                find(g, GATE_TEMPLATES, false,
                     arena_printf(g->arena, "Of %zu mails %zu could not be written: %.*s", s->written, s->broken,
                                  STR_ARG(s->first_problem)));
        else
                find(g, GATE_TEMPLATES, true,
                     s->written == 1 ? STR("1 mail was written without a problem.")
                                     : arena_printf(g->arena, "%zu mails were written without a problem.", s->written));
}

static void judge_merge_fields(struct gate *g, const struct sampling *s)
{
        struct buf words;
        const struct missing_names *m = &s->trial.missing;
        if (m->count == 0) {
                find(g, GATE_MERGE_FIELDS, true, STR("All names are known."));
                return;
        }
        buf_init(&words, GATE_MEMORY_MAX);
        buf_add(&words, STR("There is no "));
        for (size_t i = 0; i < m->count && i < LISTED_MAX; i++)
                buf_printf(&words, "%s%.*s (%.*s, line %u)", i ? ", " : "", STR_ARG(m->all[i].name),
                           STR_ARG(m->all[i].template), m->all[i].line);
        if (m->count > LISTED_MAX)
                buf_add(&words, STR(", and more"));
        find(g, GATE_MERGE_FIELDS, false, arena_copy(g->arena, buf_str(&words)));
        buf_release(&words);
}

static void judge_unsubscribe(struct gate *g, const struct sampling *s)
{
        if (s->without_html)
                find(g, GATE_UNSUBSCRIBE, false,
                     STR("The HTML lacks a link to {{ unsubscribe_url }}; the shop's layout has one."));
        else if (s->without_text)
                find(g, GATE_UNSUBSCRIBE, false, STR("The text lacks the link: {{ unsubscribe_url }}."));
        else if (str_starts(g->public_url, STR("https://")))
                find(g, GATE_UNSUBSCRIBE, true, STR("The link is in HTML and text."));
        else
                find(g, GATE_UNSUBSCRIBE, true,
                     STR("The link is in HTML and text. Mail programs show a button of their own only when PUBLIC_URL "
                         "begins with https."));
}

static void judge_audience(struct gate *g)
{
        if (g->reached == 0)
                find(g, GATE_AUDIENCE, false, STR("Nobody would get it."));
        else
                find(g, GATE_AUDIENCE, true,
                     arena_printf(g->arena, "%s%lld would get it.", g->is_exact ? "" : "About ",
                                  (long long)g->reached));
}

/* Links. */

static size_t add_problems(struct buf *words, const struct link_check *checks, size_t count)
{
        size_t wrong = 0;
        for (size_t i = 0; i < count; i++)
                if (checks[i].problem.ptr && ++wrong <= LISTED_MAX)
                        buf_printf(words, "%s%.*s %.*s", wrong > 1 ? "; " : "", STR_ARG(checks[i].url),
                                   STR_ARG(checks[i].problem));
        if (wrong > LISTED_MAX)
                buf_printf(words, "; and %zu more", wrong - LISTED_MAX);
        return wrong;
}

/* Those that only people get to see. */
static void add_refusals(struct buf *words, const struct link_check *checks, size_t count)
{
        size_t refused = 0;
        for (size_t i = 0; i < count; i++)
                if (checks[i].refused && ++refused <= LISTED_MAX)
                        buf_printf(words, " %.*s refused a program's look (%ld): open it yourself.",
                                   STR_ARG(checks[i].url), checks[i].refused);
        if (refused > LISTED_MAX)
                buf_printf(words, " So did %zu more.", refused - LISTED_MAX);
}

static size_t answers(const struct link_check *checks, size_t count)
{
        size_t answering = 0;
        for (size_t i = 0; i < count; i++)
                answering += !checks[i].problem.ptr && !checks[i].refused;
        return answering;
}

static void add_answers(struct buf *words, const struct gate *g, const struct link_check *checks, size_t count)
{
        size_t answering = answers(checks, count);
        if (g->link_count > count)
                buf_printf(words, "Of the first %zu of %zu links %zu answer.", count, g->link_count, answering);
        else
                buf_printf(words, answering == 1 ? "%zu link answers." : "%zu links answer.", answering);
        add_refusals(words, checks, count);
}

static void tell_links(struct gate *g, const struct link_check *checks, size_t count)
{
        struct buf words;
        buf_init(&words, GATE_MEMORY_MAX);
        bool passed = add_problems(&words, checks, count) == 0;
        if (passed)
                add_answers(&words, g, checks, count);
        find(g, GATE_LINKS, passed, arena_copy(g->arena, buf_str(&words)));
        buf_release(&words);
}

static enum err judge_links(struct gate *g)
{
        size_t count = g->link_count < LINK_CHECKS_MAX ? g->link_count : LINK_CHECKS_MAX;
        struct link_check *checks = arena_array(g->arena, struct link_check, count + 1);
        for (size_t i = 0; checks && i < count; i++)
                checks[i].url = g->links[i].url;
        if (!checks || (count && !links_check(g->arena, g->public_url, checks, count)))
                return ERR_NO_MEMORY;
        if (g->links_full)
                find(g, GATE_LINKS, false, STR("There are more than 200 different links."));
        else
                tell_links(g, checks, count);
        return ERR_NONE;
}

/* The sender. */

static struct str sender_problem(struct gate *g, struct str *ret_address)
{
        struct mail_address shop;
        struct str typed = g->draft.from_address, reply_to;
        if (!typed.ptr && mail_address_parse(g->mail_from, &shop))
                typed = shop.address;
        struct str problem = mail_address_convert(g->arena, typed, ret_address);
        if (!problem.ptr)
                problem = mail_address_problem(*ret_address);
        if (!problem.ptr && g->draft.reply_to.ptr) {
                problem = mail_address_convert(g->arena, g->draft.reply_to, &reply_to);
                if (problem.ptr)
                        return arena_printf(g->arena, "Reply-To: %.*s", STR_ARG(problem));
        }
        return problem;
}

static struct str domain_of(struct str address)
{
        struct str domain = address;
        str_cut(&domain, '@');
        return domain.ptr ? domain : STR("");
}

static bool is_of_nobody(struct str domain)
{
        struct str rest = domain, last = domain;
        while (rest.ptr)
                last = str_cut(&rest, '.');
        return str_eq_nocase(last, STR("localhost")) || str_eq_nocase(last, STR("localdomain"));
}

static struct str judge_sender(struct gate *g)
{
        struct str address = STR_NULL, problem = sender_problem(g, &address), domain = domain_of(address);
        if (!problem.ptr && is_of_nobody(domain))
                problem = STR("its domain is this machine's own; set MAIL_FROM, or an address of the campaign");
        if (problem.ptr)
                find(g, GATE_SENDER, false, arena_printf(g->arena, "%.*s: %.*s", STR_ARG(address), STR_ARG(problem)));
        else
                find(g, GATE_SENDER, true, address);
        return problem.ptr ? STR_NULL : domain;
}

static void judge_domain(struct gate *g, struct str domain)
{
        static const enum gate_check checks[DOMAIN_RECORDS] = {GATE_SPF, GATE_DKIM, GATE_DMARC};
        struct domain_finding found[DOMAIN_RECORDS];
        const struct domain_settings settings = {g->dns_server, g->dkim_selector};
        if (domain.ptr)
                domain_check(g->arena, &settings, domain, found);
        for (int i = 0; i < DOMAIN_RECORDS; i++) {
                if (domain.ptr)
                        find(g, checks[i], found[i].passed, found[i].message);
                else
                        find(g, checks[i], false, STR("The sender's address comes first."));
                g->findings[checks[i]].waived = !g->findings[checks[i]].passed && g->waiver.ptr;
        }
}

enum err gate_run(struct gate *g, struct blocking *db)
{
        struct sampling s = {.first_problem = STR("")};
        g->links = arena_array(g->arena, struct gate_link, CAMPAIGN_LINKS_MAX);
        if (!g->links || !trial_open(&s.trial, db, g->public_url, g->arena))
                return ERR_NO_MEMORY;
        enum err e = write_all(g, &s);
        trial_close(&s.trial);
        if (e != ERR_NONE)
                return e;
        collect_literal_links(g);
        judge_content(g, &s);
        judge_templates(g, &s);
        judge_merge_fields(g, &s);
        judge_unsubscribe(g, &s);
        judge_audience(g);
        judge_domain(g, judge_sender(g));
        return judge_links(g);
}

bool gate_is_open(const struct gate *g)
{
        for (int i = 0; i < GATE_CHECKS; i++)
                if (!g->findings[i].passed && !g->findings[i].waived)
                        return false;
        return true;
}

void gate_write(struct buf *json, const struct gate *g)
{
        for (int i = 0; i < GATE_CHECKS; i++) {
                const struct gate_finding *f = &g->findings[i];
                buf_printf(json, "%s{\"name\":\"%s\",\"passed\":%s,\"waived\":%s,\"message\":", i ? "," : "[", names[i],
                           f->passed ? "true" : "false", f->waived ? "true" : "false");
                buf_add_json(json, f->message);
                buf_add_char(json, '}');
        }
        buf_add_char(json, ']');
}

void gate_write_links(struct buf *json, const struct gate *g)
{
        const char *comma = "";
        buf_add_char(json, '[');
        for (size_t i = 0; i < g->link_count; i++)
                if (g->links[i].is_literal || g->links[i].mails > 1 || PQntuples(g->people) <= 1) {
                        buf_add(json, str_from(comma));
                        buf_add_json(json, g->links[i].url);
                        comma = ",";
                }
        buf_add_char(json, ']');
}
