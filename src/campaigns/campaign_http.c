/* The admin's page of a campaign: made, shown, changed, deleted. */
#include <stddef.h>

#include "admin/admin.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"
#include "campaigns/campaigns_resources.h"
#include "http/decode.h"
#include "mail/message.h"
#include "mail/template/template.h"

enum {
        ID_MAX = 20,            /* digits of a bigint */
        LIST_MAX_BYTES = 4096,  /* 250 countries, 100 tags */
        RATE_MAX = 100000,      /* mails a second */
        WINDOW_MAX_S = 2592000, /* 30 days */
        WAIVER_MIN = 3,         /* characters of a reason */
        WINDOW_MAILS_MAX = 1 << 30,
};

struct campaign_work *campaign_work_new(struct request *rq)
{
        struct campaign_work *work = arena_new(&rq->arena, struct campaign_work);
        rq->state = work;
        if (!work)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &work->id))
                return work;
        return NULL;
}

void campaign_reply_page(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

/* Making one. */

struct beginning {
        struct str name, type, copy_of;
        int64_t original;
};

static void reply_created(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
        if (rq->reply.status == 200)
                rq->reply.status = 201;
}

/* Whoever may not is told so before anything is read: a draft is large. */
static bool may(struct request *rq, struct worker *w, enum admin_verb verb)
{
        struct outcome o;
        blocking_try(&w->db, admin_unit(rq, "emails", verb), &o);
        bool fine = o.error == ERR_NONE;
        if (!fine)
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
        return fine;
}

static const char *const types[] = {"member", "prospect", NULL};

static bool decode_beginning(struct request *rq, struct beginning *in)
{
        static const struct field fields[] = {
                {"name", FIELD_TEXT, offsetof(struct beginning, name), 0, 200, .optional = true, .characters = true},
                {"type", FIELD_TEXT, offsetof(struct beginning, type), .optional = true, .choices = types},
                {"copy_of", FIELD_TEXT, offsetof(struct beginning, copy_of), 1, ID_MAX, .optional = true},
        };
        if (!request_decode(rq, fields, in))
                return false;
        if (in->copy_of.ptr && (in->type.ptr || in->name.len))
                reply_field_error(rq, STR("copy_of"), STR("not_allowed"),
                                  STR("A copy has the name and type of what it copies."));
        else if (in->copy_of.ptr && !str_to_int64(in->copy_of, &in->original))
                reply_field_error(rq, STR("copy_of"), STR("unknown_reference"), STR("There is no such campaign."));
        else if (!in->copy_of.ptr && !in->type.ptr)
                reply_field_error(rq, STR("type"), STR("required"), STR("Say whether it is for members or prospects."));
        else
                return true;
        return false;
}

static void create(struct request *rq, struct worker *w)
{
        struct beginning in = {.name = STR("")};
        if (!may(rq, w, ADMIN_ADD) || !decode_beginning(rq, &in))
                return;
        struct unit *u = admin_unit(rq, "emails", ADMIN_ADD);
        if (in.copy_of.ptr)
                q_campaign_work_copy(u, in.original);
        else
                q_campaign_work_create(u, in.name, in.type);
        admin_run(rq, w, &emails_resource, u, reply_created);
}

void campaigns_post(struct request *rq)
{
        request_defer(rq, create);
}

static void show(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_campaign_work_page(u, work->id);
        admin_run(rq, w, NULL, u, campaign_reply_page);
}

void campaign_get_page(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, show);
}

bool campaign_ran_out_of_time(const struct outcome *o)
{
        return str_eq(str_from(o->sqlstate), STR("57014"));
}

static void estimate_audience(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_campaign_work_audience(u, work->id, true);
        admin_run(rq, w, NULL, u, campaign_reply_page);
}

/* Of a million people an estimate has to do. */
static void show_audience(struct request *rq, struct worker *w)
{
        struct outcome o;
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_VIEW);
        q_campaign_work_limit_time(u);
        q_campaign_work_audience(u, work->id, false);
        blocking_try(&w->db, u, &o);
        if (o.error == ERR_NONE)
                campaign_reply_page(rq, &o);
        else if (campaign_ran_out_of_time(&o))
                estimate_audience(rq, w);
        else
                admin_reply_outcome(rq, NULL, &o);
        outcome_release(&o);
}

void campaign_get_audience(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, show_audience);
}

/* Changing one. The table says what may be given; the database reads the body itself, since null means to empty. */

struct given_audience {
        struct str bought, bought_since, joined_since, joined_before, countries, tags, not_tags;
        bool all_members, verified_only;
};
struct given_delivery {
        int64_t rate, window_mails, window_seconds;
        bool track_opens, track_clicks;
};
struct given {
        struct str version, name, type, subject, preheader, html, text, from_name, from_address, reply_to,
                domain_waiver;
        struct given_audience audience;
        struct given_delivery delivery;
};

static bool decode_change(struct request *rq, struct given *in)
{
        static const char *const bought[] = {"any", "bought", "not_bought", NULL};
#define AT(member) offsetof(struct given_audience, member)
        static const struct field audience[] = {
                {"all_members", FIELD_BOOL, AT(all_members), .optional = true},
                {"verified_only", FIELD_BOOL, AT(verified_only), .optional = true},
                {"bought", FIELD_TEXT, AT(bought), .optional = true, .choices = bought},
                {"bought_since", FIELD_TEXT, AT(bought_since), 1, 40, .optional = true},
                {"joined_since", FIELD_TEXT, AT(joined_since), 1, 40, .optional = true},
                {"joined_before", FIELD_TEXT, AT(joined_before), 1, 40, .optional = true},
                {"countries", FIELD_JSON, AT(countries), .maximum = LIST_MAX_BYTES, .optional = true},
                {"tags", FIELD_JSON, AT(tags), .maximum = LIST_MAX_BYTES, .optional = true},
                {"not_tags", FIELD_JSON, AT(not_tags), .maximum = LIST_MAX_BYTES, .optional = true},
        };
#undef AT
#define AT(member) offsetof(struct given_delivery, member)
        static const struct field delivery[] = {
                {"rate", FIELD_INT64, AT(rate), 1, RATE_MAX, .optional = true},
                {"window_mails", FIELD_INT64, AT(window_mails), 1, WINDOW_MAILS_MAX, .optional = true},
                {"window_seconds", FIELD_INT64, AT(window_seconds), 1, WINDOW_MAX_S, .optional = true},
                {"track_opens", FIELD_BOOL, AT(track_opens), .optional = true},
                {"track_clicks", FIELD_BOOL, AT(track_clicks), .optional = true},
        };
#undef AT
#define AT(member) offsetof(struct given, member)
        static const struct field fields[] = {
                {"version", FIELD_TEXT, AT(version), .minimum = 1, .maximum = CAMPAIGN_VERSION_MAX},
                {"name", FIELD_TEXT, AT(name), 0, 200, .optional = true, .characters = true},
                {"type", FIELD_TEXT, AT(type), .optional = true, .choices = types},
                {"subject", FIELD_TEXT, AT(subject), 0, MAIL_SUBJECT_MAX, .optional = true},
                {"preheader", FIELD_TEXT, AT(preheader), 0, 300, .optional = true, .characters = true},
                {"html", FIELD_TEXT, AT(html), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"text", FIELD_TEXT, AT(text), 0, TEMPLATE_SOURCE_MAX, .optional = true},
                {"from_name", FIELD_TEXT, AT(from_name), 0, 300, .optional = true, .characters = true},
                {"from_address", FIELD_TEXT, AT(from_address), 0, 254, .optional = true},
                {"reply_to", FIELD_TEXT, AT(reply_to), 0, 254, .optional = true},
                {"domain_waiver", FIELD_TEXT, AT(domain_waiver), 0, 500, .optional = true, .characters = true},
                {"audience", FIELD_OBJECT, AT(audience), .optional = true, .fields = audience,
                 .field_count = sizeof audience / sizeof *audience},
                {"delivery", FIELD_OBJECT, AT(delivery), .optional = true, .fields = delivery,
                 .field_count = sizeof delivery / sizeof *delivery},
        };
#undef AT
        if (!request_decode(rq, fields, in))
                return false;
        if (!in->domain_waiver.len || in->domain_waiver.len >= WAIVER_MIN)
                return true;
        reply_field_error(rq, STR("domain_waiver"), STR("out_of_range"), STR("Say why in a few words."));
        return false;
}

static void change(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct given in = {.version = STR_NULL};
        if (!may(rq, w, ADMIN_CHANGE) || !decode_change(rq, &in))
                return;
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        q_campaign_work_change(u, work->id, in.version, buf_str(&rq->body));
        q_campaign_work_page(u, work->id);
        admin_run(rq, w, &emails_resource, u, campaign_reply_page);
}

void campaign_patch(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, change);
}

static void delete (struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = admin_unit(rq, "emails", ADMIN_DELETE);
        q_campaign_work_delete(u, work->id, request_argument(rq, "version"));
        admin_run(rq, w, &emails_resource, u, campaign_reply_page);
}

void campaign_delete(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, delete);
}
