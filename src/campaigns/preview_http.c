/* Drafts of mails: shown, and sent to whoever writes them. */
#include <stddef.h>

#include "admin/admin.h"
#include "campaigns/campaigns_http.h"
#include "campaigns/preview.h"
#include "campaigns/sample.h"
#include "drafts_queries.h"
#include "http/decode.h"
#include "mail/message.h"

enum {
        TESTS_AN_HOUR = 30,
        ID_MAX = 20,                        /* digits of a bigint */
        REPLY_MAX_BYTES = 40 * 1024 * 1024, /* three bodies of 2 MB, each byte escaped */
};

struct sample_wish {
        struct str order_id, member_id, message_id;
};

struct draft_body {
        struct str template, shown, subject, html, text;
        struct sample_wish sample;
        struct preview_wish wish;
};

static bool read_id(struct request *rq, const char *field, struct str text, int64_t *ret)
{
        if (!text.ptr || (str_to_int64(text, ret) && *ret > 0))
                return true;
        reply_field_error(rq, str_from(field), STR("unknown_reference"), STR("There is nothing with this key."));
        return false;
}

static bool read_wish(struct request *rq, struct draft_body *in)
{
        struct preview_wish *wish = &in->wish;
        *wish = (struct preview_wish){.template = in->template,
                                      .shown = in->shown,
                                      .subject = in->subject,
                                      .html = in->html,
                                      .text = in->text};
        if (!read_id(rq, "sample.order_id", in->sample.order_id, &wish->order_id) ||
            !read_id(rq, "sample.member_id", in->sample.member_id, &wish->member_id) ||
            !read_id(rq, "sample.message_id", in->sample.message_id, &wish->message_id))
                return false;
        if ((wish->order_id != 0) + (wish->member_id != 0) + (wish->message_id != 0) > 1) {
                reply_field_error(rq, STR("sample"), STR("not_allowed"), STR("Choose one sample."));
                return false;
        }
        return true;
}

/* NULL: the error is replied. In a worker, and of staff alone: a draft is large. */
static struct draft_body *read_draft(struct request *rq)
{
        static const char *const mails[] = {"welcome",
                                            "verify_email",
                                            "reset_password",
                                            "password_changed",
                                            "username_reminder",
                                            "email_changing",
                                            "order_confirmation_member",
                                            "order_confirmation_prospect",
                                            "order_shipped",
                                            "order_refunded",
                                            "message_received",
                                            NULL};
        static const struct field ids[] = {
                {"order_id", FIELD_TEXT, offsetof(struct sample_wish, order_id), .minimum = 1, .maximum = ID_MAX,
                 .optional = true},
                {"member_id", FIELD_TEXT, offsetof(struct sample_wish, member_id), .minimum = 1, .maximum = ID_MAX,
                 .optional = true},
                {"message_id", FIELD_TEXT, offsetof(struct sample_wish, message_id), .minimum = 1, .maximum = ID_MAX,
                 .optional = true},
        };
        static const struct field fields[] = {
                {"template", FIELD_TEXT, offsetof(struct draft_body, template), 1, 100, .optional = true},
                {"shown", FIELD_TEXT, offsetof(struct draft_body, shown), .optional = true, .choices = mails},
                {"subject", FIELD_TEXT, offsetof(struct draft_body, subject), 0, MAIL_SUBJECT_MAX, .optional = true},
                {"html", FIELD_TEXT, offsetof(struct draft_body, html), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"text", FIELD_TEXT, offsetof(struct draft_body, text), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"sample", FIELD_OBJECT, offsetof(struct draft_body, sample), .optional = true, .fields = ids,
                 .field_count = sizeof ids / sizeof ids[0]},
        };
        struct draft_body *in = arena_new(&rq->arena, struct draft_body);
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        return in && request_decode(rq, fields, in) && read_wish(rq, in) ? in : NULL;
}

static void add_problems(struct buf *json, const struct preview *p)
{
        const char *comma = "";
        for (enum letter_part part = 0; part < LETTER_PARTS; part++) {
                const struct template_error *e = &p->letter.problems[part].error;
                if (!p->letter.problems[part].failed)
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

static void reply_preview(struct request *rq, const struct preview *p)
{
        struct buf json;
        buf_init(&json, REPLY_MAX_BYTES);
        buf_add(&json, STR("{\"template\":"));
        buf_add_json(&json, p->template);
        buf_add(&json, STR(",\"subject\":"));
        buf_add_json(&json, p->subject);
        buf_add(&json, STR(",\"html\":"));
        buf_add_json(&json, p->html);
        buf_add(&json, STR(",\"text\":"));
        buf_add_json(&json, p->text);
        buf_add(&json, STR(",\"problems\":["));
        add_problems(&json, p);
        buf_add(&json, STR("]}"));
        reply_json_buf(rq, 200, &json);
}

/* Whoever may not is told so before anything is read of a draft. */
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

static void show(struct request *rq, struct worker *w)
{
        struct preview p;
        struct draft_body *in = may(rq, w, admin_staff_unit(rq, false)) ? read_draft(rq) : NULL;
        if (!in)
                return;
        if (preview_make(rq, w, &in->wish, &p))
                reply_preview(rq, &p);
        preview_release(&p);
}

void mail_preview_post(struct request *rq)
{
        request_defer(rq, show);
}

static void reply_accepted(struct request *rq, const struct outcome *o)
{
        reply_json(rq, 202, result_str(outcome_last(o), 0, "document"));
}

/* The first thing that is wrong; STR_NULL: nothing. */
static bool refuse_broken(struct request *rq, const struct preview *p)
{
        for (enum letter_part part = 0; part < LETTER_PARTS; part++)
                if (p->letter.problems[part].failed) {
                        reply_field_error(rq, preview_parts[part], STR("template_broken"),
                                          preview_problem(rq, p, part));
                        return true;
                }
        return false;
}

static void send_test(struct request *rq, struct worker *w, const struct preview *p)
{
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        struct str subject = arena_printf(&rq->arena, "[Test] %.*s", STR_ARG(p->subject));
        if (subject.len > MAIL_SUBJECT_MAX)
                subject = STR("[Test]");
        q_draft_test_add(u, subject, p->html, p->text, TESTS_AN_HOUR);
        admin_run(rq, w, NULL, u, reply_accepted);
}

static void test(struct request *rq, struct worker *w)
{
        struct preview p;
        struct draft_body *in = may(rq, w, admin_unit(rq, "emails", ADMIN_CHANGE)) ? read_draft(rq) : NULL;
        if (!in)
                return;
        if (preview_make(rq, w, &in->wish, &p) && !refuse_broken(rq, &p))
                send_test(rq, w, &p);
        preview_release(&p);
}

void mail_test_post(struct request *rq)
{
        request_defer(rq, test);
}
