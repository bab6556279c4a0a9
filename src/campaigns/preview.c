/* Previews of mails. */
#include "campaigns/preview.h"

#include <stdatomic.h>

#include "accounts/accounts.h"
#include "admin/admin.h"
#include "campaigns/campaign_mail.h"
#include "campaigns/campaigns.h"
#include "campaigns/sample.h"
#include "drafts_queries.h"
#include "http/store.h"
#include "orders/orders.h"

enum {
        PREVIEW_MEMORY_MAX = 32 * 1024 * 1024, /* bodies of 2 MB, and what they tell */
        IDS_SIZE = 32,
};

const struct str preview_parts[LETTER_PARTS] = {STR("subject"), STR("html"), STR("text")};

static atomic_int running;

/* What the database knows of a wish. */
struct subject {
        bool known, is_mail;
        int64_t message_id, email_id, order_id, order_message_id, refund_message_id, user_id;
        struct str message_kind, currency;
        struct sample_person person;
};

static struct str keep(struct preview *p, const PGresult *r, const char *column)
{
        return arena_copy(&p->arena, result_str(r, 0, column));
}

static void add_rights(struct unit *u, const struct preview_wish *wish)
{
        if (wish->order_id)
                admin_unit_require(u, "orders", ADMIN_VIEW);
        if (wish->member_id)
                admin_unit_require(u, "members", ADMIN_VIEW);
        if (wish->message_id)
                admin_unit_require(u, "email_messages", ADMIN_VIEW);
}

/* Whoever may look at the outbox may see its mails; drafts need more. */
static struct unit *begin(struct request *rq, const struct preview_wish *wish)
{
        bool is_draft = wish->template.ptr || !wish->message_id;
        if (wish->is_permitted)
                return request_unit(rq);
        struct unit *u = admin_unit(rq, is_draft ? "emails" : "email_messages", ADMIN_VIEW);
        add_rights(u, wish);
        return u;
}

static bool read_subject(struct request *rq, struct worker *w, const struct preview_wish *wish, struct preview *p,
                         struct subject *ret)
{
        struct outcome o;
        struct unit *u = begin(rq, wish);
        const int64_t *order = wish->order_id ? &wish->order_id : NULL;
        const int64_t *member = wish->member_id ? &wish->member_id : NULL;
        const int64_t *message = wish->message_id ? &wish->message_id : NULL;
        q_draft_preview_of(u, wish->template, order, member, message);
        blocking_try(&w->db, u, &o);
        const PGresult *r = outcome_last(&o);
        bool fine = o.error == ERR_NONE;
        if (fine)
                *ret = (struct subject){
                        .known = result_str(r, 0, "is_mail").ptr || str_eq(wish->template, STR(SAMPLE_CAMPAIGN)),
                        .is_mail = result_bool(r, 0, "is_mail") || str_eq(wish->template, STR(SAMPLE_CAMPAIGN)),
                        .message_id = result_int64(r, 0, "message_id"),
                        .email_id = result_int64(r, 0, "email_id"),
                        .order_id = result_int64(r, 0, "order_id"),
                        .order_message_id = result_int64(r, 0, "order_message_id"),
                        .refund_message_id = result_int64(r, 0, "refund_message_id"),
                        .user_id = result_int64(r, 0, "user_id"),
                        .message_kind = keep(p, r, "message_kind"),
                        .currency = keep(p, r, "currency"),
                        .person = {keep(p, r, "username"), keep(p, r, "name"), keep(p, r, "email")},
                };
        else
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
        return fine;
}

static bool refuse(struct request *rq, const char *field, const char *message)
{
        reply_field_error(rq, str_from(field), STR("unknown_reference"), str_from(message));
        return false;
}

static bool is_of_order(struct str template)
{
        return str_starts(template, STR("order_"));
}

/* The kind of mail that a template writes. */
static struct str kind_of(struct str template)
{
        return str_starts(template, STR("order_confirmation")) ? STR("order_confirmation") : template;
}

/* A mail that a part stands in. */
static struct str mail_with(struct str part)
{
        return str_eq(part, STR("greeting")) ? STR("reset_password") : STR("order_confirmation_member");
}

/* Which mail is shown, and which row of the outbox tells what it tells; 0: names are made up. */
static bool choose(struct request *rq, const struct preview_wish *wish, const struct subject *s, struct preview *p,
                   struct str *ret_kind, int64_t *ret_message)
{
        *ret_message = s->message_id;
        if (wish->template.ptr && !s->known)
                return refuse(rq, "template", "There is no such template.");
        if (wish->message_id && !s->message_id)
                return refuse(rq, "sample.message_id", "There is no such mail.");
        if (wish->order_id && !s->order_id)
                return refuse(rq, "sample.order_id", "There is no such order.");
        if (wish->member_id && !s->user_id)
                return refuse(rq, "sample.member_id", "There is no such member.");
        if (!wish->template.ptr && !s->message_id)
                return refuse(rq, "template", "Name a template, or a mail as the sample.");
        if (s->email_id && wish->template.ptr)
                return refuse(rq, "sample.message_id",
                              "This mail is a campaign's, whose page has a preview of its own.");
        if (s->message_id && (!wish->template.ptr || !s->is_mail || str_eq(kind_of(wish->template), s->message_kind))) {
                *ret_kind = p->template = s->message_kind;
                return true;
        }
        if (s->message_id)
                return refuse(rq, "sample.message_id", "This mail is of another kind.");
        p->template = s->is_mail ? wish->template : wish->shown.ptr ? wish->shown : mail_with(wish->template);
        *ret_kind = kind_of(p->template);
        if (!wish->order_id)
                return true;
        if (!is_of_order(p->template))
                return refuse(rq, "sample.order_id", "This mail is not about an order.");
        *ret_message = str_eq(*ret_kind, STR("order_refunded")) ? s->refund_message_id : s->order_message_id;
        return *ret_message != 0 || refuse(rq, "sample.order_id",
                                           "This order has no mail of that kind yet; take another one as the sample.");
}

static const struct outbox_source *source_of(struct str kind)
{
        if (str_eq(kind, STR(SAMPLE_CAMPAIGN)))
                return &campaign_mails;
        return str_eq(kind, STR("test")) ? &test_mails : is_of_order(kind) ? &order_mails : &account_mails;
}

static enum err write_from_outbox(struct letters *letters, struct preview *p, struct str kind, int64_t message,
                                  int64_t email, const struct outcome *o, struct mail_message *ret)
{
        struct outbox_mail m = {.id = message, .email_id = email, .kind = kind, .recipient = STR("preview")};
        enum err e = source_of(kind)->compose(letters, &p->arena, &m, o, ret);
        return e == ERR_INVALID_INPUT ? ERR_NONE : e; /* p->letter has its problems */
}

static enum err write_sample(struct letters *letters, struct preview *p, const struct subject *s,
                             const struct outcome *o, struct mail_message *ret)
{
        struct letter l;
        letter_open(&l, letters, &p->arena, o->results[0]);
        if (!sample_set(&l, p->template, s->currency, &s->person))
                return ERR_NOT_FOUND;
        return letter_write(&l, p->template, ret);
}

static bool reply_failure(struct request *rq, enum err e)
{
        if (e == ERR_NOT_FOUND)
                return refuse(rq, "sample", "What this mail tells of is not there any more.");
        reply_error(rq, e, STR_NULL);
        return false;
}

static bool write(struct request *rq, struct worker *w, const struct subject *s, struct str kind, int64_t message,
                  struct preview *p)
{
        char ids[IDS_SIZE];
        struct outcome o;
        struct mail_message made = {0};
        struct letters_settings settings = {&w->db, store_settings(rq)->public_url, STR(""), &p->letter};
        struct unit *u = request_unit(rq);
        snprintf(ids, sizeof ids, "{%lld}", (long long)message);
        if (message)
                source_of(kind)->ask(u, str_from(ids));
        else
                letter_ask(u);
        blocking_try(&w->db, u, &o);
        if (o.error != ERR_NONE) {
                admin_reply_outcome(rq, NULL, &o);
                outcome_release(&o);
                return false;
        }
        struct letters *letters = letters_open(&settings);
        enum err e = !letters  ? ERR_NO_MEMORY
                     : message ? write_from_outbox(letters, p, kind, message, s->email_id, &o, &made)
                               : write_sample(letters, p, s, &o, &made);
        letters_close(letters);
        outcome_release(&o);
        p->subject = made.subject;
        p->html = made.html;
        p->text = made.text;
        if (p->letter.shown.ptr)
                p->template = p->letter.shown;
        return e == ERR_NONE || reply_failure(rq, e);
}

static bool make(struct request *rq, struct worker *w, const struct preview_wish *wish, struct preview *p)
{
        struct subject s;
        struct str kind;
        int64_t message;
        if (!read_subject(rq, w, wish, p, &s) || !choose(rq, wish, &s, p, &kind, &message))
                return false;
        p->letter = (struct letter_preview){
                .template = wish->template,
                .is_part = wish->template.ptr && !s.is_mail,
                .subject = wish->subject,
                .html = wish->html,
                .text = wish->text,
        };
        return write(rq, w, &s, kind, message, p);
}

bool preview_begin(struct request *rq)
{
        if (atomic_fetch_add(&running, 1) < PREVIEWS_AT_ONCE)
                return true;
        preview_end();
        reply_error(rq, ERR_OVERLOADED, STR("Other drafts are being rendered; try again in a moment."));
        return false;
}

void preview_end(void)
{
        atomic_fetch_sub(&running, 1);
}

bool preview_make(struct request *rq, struct worker *w, const struct preview_wish *wish, struct preview *ret)
{
        *ret = (struct preview){.template = STR_NULL};
        arena_init(&ret->arena, PREVIEW_MEMORY_MAX);
        if (!preview_begin(rq))
                return false;
        bool fine = make(rq, w, wish, ret);
        preview_end();
        return fine;
}

void preview_release(struct preview *p)
{
        arena_release(&p->arena);
}

struct str preview_problem(struct request *rq, const struct preview *p, enum letter_part part)
{
        const struct template_error *e = &p->letter.problems[part].error;
        if (!p->letter.problems[part].failed)
                return STR_NULL;
        if (e->line == 0)
                return arena_printf(&rq->arena, "%s: %s", e->name, e->message);
        return arena_printf(&rq->arena, "%s, line %u: %s", e->name, e->line, e->message);
}
