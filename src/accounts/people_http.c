/* Pages of people, and what staff do with their accounts. */
#include "accounts/people_http.h"

#include <stddef.h>

#include "accounts/secrets.h"
#include "admin/admin.h"
#include "http/decode.h"
#include "people_queries.h"

enum {
        TIMELINE_ROWS = 50,
        TIMELINE_ROWS_MAX = 200,
        CURSOR_MAX = 100,
        MAILS_AN_HOUR = 5, /* to one account, so that nobody is flooded */
};

/* Where a page of a timeline begins. */
struct place {
        struct str cursor, at, kind;
        int64_t id, rows;
};

struct wish {
        int64_t id;
        struct place place;
};

static void reply_document(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_OBJECT_UNKNOWN);
}

static void reply_queued(struct request *rq, const struct outcome *o)
{
        struct str document = result_str(outcome_last(o), 0, "document");
        if (document.ptr)
                reply_json(rq, 202, document);
        else
                reply_error(rq, ERR_OBJECT_UNKNOWN, STR("There is no such open account, or nothing to be verified."));
}

/* "2026-11-25T19:41:00.000000Z~order~12". PostgreSQL reads the time. */
static bool read_cursor(struct place *p)
{
        struct str rest = p->cursor;
        if (!p->cursor.ptr) {
                p->at = STR("infinity");
                p->kind = STR("");
                return true;
        }
        p->at = str_cut(&rest, '~');
        p->kind = str_cut(&rest, '~');
        return p->at.len && rest.ptr && str_to_int64(rest, &p->id);
}

static bool read_place(struct request *rq, struct place *p)
{
        static const struct field fields[] = {
                {"cursor", FIELD_TEXT, offsetof(struct place, cursor), .minimum = 1, .maximum = CURSOR_MAX,
                 .optional = true},
                {"limit", FIELD_INT64, offsetof(struct place, rows), .minimum = 1, .maximum = TIMELINE_ROWS_MAX,
                 .optional = true},
        };
        p->rows = TIMELINE_ROWS;
        if (!request_decode_query(rq, fields, p))
                return false;
        if (read_cursor(p))
                return true;
        reply_field_error(rq, STR("cursor"), STR("invalid_cursor"), STR("Take it from a page of this list."));
        return false;
}

static void take(struct request *rq, void (*work)(struct request *rq, struct worker *w))
{
        struct wish *wish = arena_new(&rq->arena, struct wish);
        rq->state = wish;
        if (!wish)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_param_int64(rq, 0, ERR_OBJECT_UNKNOWN, &wish->id))
                request_defer(rq, work);
}

static int64_t wished_id(const struct request *rq)
{
        return ((const struct wish *)rq->state)->id;
}

static void member(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "members", ADMIN_VIEW);
        q_people_member(u, wished_id(rq));
        admin_run(rq, w, NULL, u, reply_document);
}

void people_get_member(struct request *rq)
{
        take(rq, member);
}

static void prospect(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "prospects", ADMIN_VIEW);
        q_people_prospect(u, wished_id(rq));
        admin_run(rq, w, NULL, u, reply_document);
}

void people_get_prospect(struct request *rq)
{
        take(rq, prospect);
}

static void member_timeline(struct request *rq, struct worker *w)
{
        struct wish *wish = rq->state;
        struct place *p = &wish->place;
        if (!read_place(rq, p))
                return;
        struct unit *u = admin_unit(rq, "members", ADMIN_VIEW);
        q_people_timeline(u, &wish->id, NULL, p->at, p->kind, p->id, (int32_t)p->rows);
        admin_run(rq, w, NULL, u, reply_document);
}

void people_get_member_timeline(struct request *rq)
{
        take(rq, member_timeline);
}

static void prospect_timeline(struct request *rq, struct worker *w)
{
        struct wish *wish = rq->state;
        struct place *p = &wish->place;
        if (!read_place(rq, p))
                return;
        struct unit *u = admin_unit(rq, "prospects", ADMIN_VIEW);
        q_people_timeline(u, NULL, &wish->id, p->at, p->kind, p->id, (int32_t)p->rows);
        admin_run(rq, w, NULL, u, reply_document);
}

void people_get_prospect_timeline(struct request *rq)
{
        take(rq, prospect_timeline);
}

static void reset_password(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "members", ADMIN_CHANGE);
        q_people_reset_password(u, wished_id(rq), MAILS_AN_HOUR, RESET_SECONDS);
        admin_run(rq, w, NULL, u, reply_queued);
}

void people_post_password_reset(struct request *rq)
{
        take(rq, reset_password);
}

static void send_verification(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "members", ADMIN_CHANGE);
        q_people_send_verification(u, wished_id(rq), MAILS_AN_HOUR, VERIFY_SECONDS);
        admin_run(rq, w, NULL, u, reply_queued);
}

void people_post_verification(struct request *rq)
{
        take(rq, send_verification);
}

static void end_sessions(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "members", ADMIN_CHANGE);
        q_people_lock_account(u, wished_id(rq));
        q_people_end_sessions(u, wished_id(rq));
        admin_run(rq, w, NULL, u, reply_document);
}

void people_delete_sessions(struct request *rq)
{
        take(rq, end_sessions);
}

static void terms(struct request *rq, struct worker *w)
{
        struct unit *u = admin_unit(rq, "terms_of_use_versions", ADMIN_VIEW);
        q_people_terms(u);
        admin_run(rq, w, NULL, u, reply_document);
}

void people_get_terms(struct request *rq)
{
        request_defer(rq, terms);
}
