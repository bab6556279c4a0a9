/* A campaign as it would arrive: shown, and sent to a few addresses. */
#include <stddef.h>

#include <jansson.h>

#include "admin/admin.h"
#include "campaign_mail_queries.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"
#include "campaigns/preview.h"
#include "campaigns/trial.h"
#include "http/decode.h"
#include "http/store.h"

enum {
        TESTS_AN_HOUR = 30,
        TEST_ADDRESSES_MAX = 5,
        ADDRESSES_MAX_BYTES = 4096,
        ID_MAX = 20,                        /* digits of a bigint */
        REPLY_MAX_BYTES = 40 * 1024 * 1024, /* three bodies of 2 MB, each byte escaped */
};

struct wish_sample {
        struct str member_id, prospect_id;
};

struct wish {
        struct str subject, preheader, html, text, addresses; /* STR_NULL: what is kept */
        struct wish_sample sample;
        int64_t member_id, prospect_id; /* 0: nobody */
};

/* What a trial was made of, and what came of it. */
struct showing {
        struct arena arena;
        struct outcome told;
        unsigned first; /* of its results: the store, the draft, its links, the person */
        struct campaign_draft draft;
        struct campaign_person person;
        struct trial trial;
        struct mail_message message;
        struct campaign_mail what;
};

static bool read_id(struct request *rq, const char *field, struct str text, int64_t *ret)
{
        if (!text.ptr || (str_to_int64(text, ret) && *ret > 0))
                return true;
        reply_field_error(rq, str_from(field), STR("unknown_reference"), STR("There is nobody with this key."));
        return false;
}

static bool read_sample(struct request *rq, struct wish *in)
{
        if (!read_id(rq, "sample.member_id", in->sample.member_id, &in->member_id) ||
            !read_id(rq, "sample.prospect_id", in->sample.prospect_id, &in->prospect_id))
                return false;
        if (!in->member_id || !in->prospect_id)
                return true;
        reply_field_error(rq, STR("sample"), STR("not_allowed"), STR("Choose one sample."));
        return false;
}

static const struct field sample_fields[] = {
        {"member_id", FIELD_TEXT, offsetof(struct wish_sample, member_id), 1, ID_MAX, .optional = true},
        {"prospect_id", FIELD_TEXT, offsetof(struct wish_sample, prospect_id), 1, ID_MAX, .optional = true},
};

static bool decode_preview(struct request *rq, struct wish *in)
{
        static const struct field fields[] = {
                {"subject", FIELD_TEXT, offsetof(struct wish, subject), 0, MAIL_SUBJECT_MAX, .optional = true},
                {"preheader", FIELD_TEXT, offsetof(struct wish, preheader), 0, 300, .optional = true,
                 .characters = true},
                {"html", FIELD_TEXT, offsetof(struct wish, html), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"text", FIELD_TEXT, offsetof(struct wish, text), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"sample", FIELD_OBJECT, offsetof(struct wish, sample), .optional = true, .fields = sample_fields,
                 .field_count = sizeof sample_fields / sizeof *sample_fields},
        };
        return request_decode(rq, fields, in) && read_sample(rq, in);
}

/* Whoever may not is told so before anything is read: a draft is large. */
static bool may(struct request *rq, struct worker *w, struct unit *u)
{
        struct outcome o;
        blocking_try(&w->db, u, &o);
        bool fine = o.error == ERR_NONE;
        if (!fine)
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
        return fine;
}

/* Somebody made up, when nobody was chosen. */
static struct campaign_person made_up(bool is_member)
{
        if (!is_member)
                return (struct campaign_person){.pr_cd = STR("pr_sample"), .email = STR("somebody@post.example")};
        return (struct campaign_person){.mb_cd = STR("mb_sample"),
                                        .first_name = STR("Ada"),
                                        .last_name = STR("Byron"),
                                        .username = STR("ada"),
                                        .email = STR("ada@post.example")};
}

static bool ask(struct request *rq, struct worker *w, enum admin_verb verb, const struct wish *in, struct showing *s)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", verb);
        if (in->member_id)
                admin_unit_require(u, "members", ADMIN_VIEW);
        if (in->prospect_id)
                admin_unit_require(u, "prospects", ADMIN_VIEW);
        s->first = u ? u->count : 0;
        letter_ask(u);
        q_campaign_mail_draft(u, work->id);
        q_campaign_mail_links(u, work->id);
        q_campaign_mail_person(u, in->member_id ? &in->member_id : NULL, in->prospect_id ? &in->prospect_id : NULL);
        blocking_try(&w->db, u, &s->told);
        if (s->told.error != ERR_NONE)
                admin_reply_outcome(rq, NULL, &s->told);
        return s->told.error == ERR_NONE;
}

static bool choose_person(struct request *rq, const struct wish *in, struct showing *s)
{
        const PGresult *people = s->told.results[s->first + 3], *drafts = s->told.results[s->first + 1];
        if (PQntuples(people) > 0) {
                campaign_person_read(&s->arena, people, 0, &s->person);
                return true;
        }
        s->person = made_up(str_eq(result_str(drafts, 0, "type"), STR("member")));
        if (!in->member_id && !in->prospect_id)
                return true;
        reply_field_error(rq, in->member_id ? STR("sample.member_id") : STR("sample.prospect_id"),
                          STR("unknown_reference"), STR("There is nobody with this key."));
        return false;
}

/* The draft as it stands in the form, over what is kept. */
static void put_over(struct campaign_draft *draft, const struct wish *in)
{
        draft->links.count = 0;
        if (in->subject.ptr || in->html.ptr || in->text.ptr)
                draft->is_fixed = false; /* not what was let through */
        if (in->subject.ptr)
                draft->subject = in->subject;
        if (in->preheader.ptr)
                draft->preheader = in->preheader;
        if (in->html.ptr)
                draft->text = STR_NULL; /* made of the new one */
        if (in->html.ptr)
                draft->html = in->html;
        if (in->text.ptr)
                draft->text = in->text;
}

static bool write_mail(struct request *rq, struct worker *w, struct showing *s)
{
        bool opened = trial_open(&s->trial, &w->db, store_settings(rq)->public_url, &s->arena);
        enum err e = opened ? trial_write(&s->trial, &s->arena, s->told.results[s->first], &s->draft, &s->person,
                                          &s->message, &s->what)
                            : ERR_NO_MEMORY;
        trial_close(&s->trial);
        if (e == ERR_NONE || e == ERR_INVALID_INPUT)
                return true;
        reply_error(rq, e, STR_NULL);
        return false;
}

/* False: the error is replied. The showing must be released either way. */
static bool make(struct request *rq, struct worker *w, enum admin_verb verb, const struct wish *in, struct showing *s)
{
        *s = (struct showing){.first = 0};
        arena_init(&s->arena, TRIAL_MEMORY_MAX);
        if (!ask(rq, w, verb, in, s))
                return false;
        if (PQntuples(s->told.results[s->first + 1]) == 0) {
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR_NULL);
                return false;
        }
        campaign_draft_read(&s->arena, s->told.results[s->first + 1], 0, s->told.results[s->first + 2], &s->draft);
        put_over(&s->draft, in);
        if (!choose_person(rq, in, s) || !preview_begin(rq))
                return false;
        bool fine = write_mail(rq, w, s);
        preview_end();
        return fine;
}

static void release(struct showing *s)
{
        outcome_release(&s->told);
        arena_release(&s->arena);
}

static void add_problems(struct buf *json, const struct campaign_mail *what)
{
        const char *comma = "";
        for (enum letter_part part = 0; part < LETTER_PARTS; part++) {
                const struct template_error *e = &what->problems[part].error;
                if (!what->problems[part].failed)
                        continue;
                buf_printf(json, "%s{\"part\":\"%.*s\",\"line\":%u,\"template\":", comma, STR_ARG(preview_parts[part]),
                           e->line);
                buf_add_json(json, str_from(e->name));
                buf_add(json, STR(",\"message\":"));
                buf_add_json(json, str_from(e->message));
                buf_add_char(json, '}');
                comma = ",";
        }
}

static void add_missing(struct buf *json, const struct missing_names *m)
{
        for (size_t i = 0; i < m->count; i++) {
                buf_add(json, i ? STR(",{\"name\":") : STR("{\"name\":"));
                buf_add_json(json, m->all[i].name);
                buf_add(json, STR(",\"template\":"));
                buf_add_json(json, m->all[i].template);
                buf_printf(json, ",\"line\":%u}", m->all[i].line);
        }
}

static void reply_preview(struct request *rq, const struct showing *s)
{
        struct buf json;
        const struct str *made = s->what.made;
        buf_init(&json, REPLY_MAX_BYTES);
        buf_add(&json, STR("{\"template\":\"campaign\",\"subject\":"));
        buf_add_json(&json, made[LETTER_SUBJECT]);
        buf_add(&json, STR(",\"preheader\":"));
        buf_add_json(&json, s->draft.preheader);
        buf_add(&json, STR(",\"html\":"));
        buf_add_json(&json, made[LETTER_HTML]);
        buf_add(&json, STR(",\"text\":"));
        buf_add_json(&json, made[LETTER_TEXT]);
        buf_add(&json, STR(",\"problems\":["));
        add_problems(&json, &s->what);
        buf_add(&json, STR("],\"missing\":["));
        add_missing(&json, &s->trial.missing);
        buf_printf(&json, "],\"bytes\":%zu,\"is_clipped\":%s}", made[LETTER_HTML].len,
                   made[LETTER_HTML].len > CLIPPED_BYTES ? "true" : "false");
        reply_json_buf(rq, 200, &json);
}

static void show(struct request *rq, struct worker *w)
{
        struct showing s;
        struct wish in = {.subject = STR_NULL};
        if (!may(rq, w, admin_unit(rq, "emails", ADMIN_VIEW)) || !decode_preview(rq, &in))
                return;
        if (make(rq, w, ADMIN_VIEW, &in, &s))
                reply_preview(rq, &s);
        release(&s);
}

void campaign_post_preview(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, show);
}

/* Tests. */

static bool decode_test(struct request *rq, struct wish *in)
{
        static const struct field fields[] = {
                {"addresses", FIELD_JSON, offsetof(struct wish, addresses), .maximum = ADDRESSES_MAX_BYTES},
                {"sample", FIELD_OBJECT, offsetof(struct wish, sample), .optional = true, .fields = sample_fields,
                 .field_count = sizeof sample_fields / sizeof *sample_fields},
        };
        return request_decode(rq, fields, in) && read_sample(rq, in);
}

/* The addresses as they travel, as a JSON list; STR_NULL: one can't be used. */
static struct str convert(struct request *rq, struct str given)
{
        size_t i;
        json_t *one, *all = json_text_read(given), *converted = json_array();
        bool fine = json_is_array(all) && json_array_size(all) > 0 && json_array_size(all) <= TEST_ADDRESSES_MAX;
        json_array_foreach(all, i, one)
        {
                struct str address;
                struct str typed = {json_string_value(one), json_string_length(one)};
                fine = fine && typed.ptr && !mail_address_convert(&rq->arena, typed, &address).ptr &&
                       !mail_address_problem(address).ptr &&
                       json_array_append_new(converted, json_stringn(address.ptr, address.len)) == 0;
                if (!fine)
                        break;
        }
        char *text = fine ? json_dumps(converted, JSON_COMPACT) : NULL;
        struct str copy = text ? arena_copy(&rq->arena, str_from(text)) : STR_NULL;
        free(text);
        json_decref(converted);
        json_decref(all);
        return copy;
}

/* The first thing that is wrong with it. */
static bool refuse_broken(struct request *rq, const struct showing *s)
{
        for (enum letter_part part = 0; part < LETTER_PARTS; part++)
                if (s->what.problems[part].failed) {
                        reply_field_error(rq, preview_parts[part], STR("template_broken"),
                                          campaign_mail_problem(&rq->arena, &s->what));
                        return true;
                }
        return false;
}

static void reply_accepted(struct request *rq, const struct outcome *o)
{
        reply_json(rq, 202, result_str(outcome_last(o), 0, "document"));
}

static void send_test(struct request *rq, struct worker *w, const struct showing *s, struct str addresses)
{
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        struct str subject = arena_printf(&rq->arena, "[Test] %.*s", STR_ARG(s->message.subject));
        if (subject.len > MAIL_SUBJECT_MAX)
                subject = STR("[Test]");
        q_campaign_work_test(u, addresses, subject, s->message.html, s->message.text, s->draft.from_name,
                             s->draft.from_address, s->draft.reply_to, TESTS_AN_HOUR);
        admin_run(rq, w, NULL, u, reply_accepted);
}

static void test(struct request *rq, struct worker *w)
{
        struct showing s;
        struct wish in = {.subject = STR_NULL};
        if (!may(rq, w, admin_unit(rq, "emails", ADMIN_CHANGE)) || !decode_test(rq, &in))
                return;
        struct str addresses = convert(rq, in.addresses);
        if (!addresses.ptr) {
                reply_field_error(rq, STR("addresses"), STR("invalid_address"),
                                  STR("Give one to five addresses that mails can be sent to."));
                return;
        }
        if (make(rq, w, ADMIN_CHANGE, &in, &s) && !refuse_broken(rq, &s))
                send_test(rq, w, &s, addresses);
        release(&s);
}

void campaign_post_test(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, test);
}
