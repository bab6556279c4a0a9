/* Replies that several account handlers give. */
#include "accounts/replies.h"

#include "cart/cart.h"
#include "http/visitor.h"
#include "sessions_queries.h"

enum { ENTRY_MAX = 2048 }; /* messages are literals of a line or two */

struct field_errors field_errors(struct request *rq)
{
        return (struct field_errors){.rq = rq, .entries = STR("")};
}

void field_errors_add(struct field_errors *e, struct str field, struct str code, struct str message)
{
        struct buf entry;
        buf_init(&entry, ENTRY_MAX);
        buf_add(&entry, STR("{\"field\":"));
        buf_add_json(&entry, field);
        buf_add(&entry, STR(",\"code\":"));
        buf_add_json(&entry, code);
        buf_add(&entry, STR(",\"message\":"));
        buf_add_json(&entry, message);
        buf_add_char(&entry, '}');
        e->entries = arena_printf(&e->rq->arena, "%.*s%s%.*s", STR_ARG(e->entries), e->entries.len ? "," : "",
                                  STR_ARG(buf_str(&entry)));
        buf_release(&entry);
}

void field_errors_add_password(struct field_errors *e, struct str password, struct str again,
                               const struct password_owner *owner)
{
        enum password_attribute similar;
        unsigned broken = password_rules_broken(password, owner, &similar);
        for (enum password_rule rule = 0; rule < PASSWORD_RULES; rule++)
                if (broken & (1u << rule))
                        field_errors_add(e, STR("password"), password_rule_code(rule),
                                         password_rule_message(rule, similar));
        if (!str_eq(password, again))
                field_errors_add(e, STR("password_again"), STR("different"), STR("The two passwords differ."));
}

bool field_errors_reply(const struct field_errors *e)
{
        if (e->entries.ptr && e->entries.len == 0)
                return false;
        if (e->entries.ptr)
                reply_field_errors(e->rq, e->entries);
        else
                reply_error(e->rq, ERR_NO_MEMORY, STR_NULL);
        return true;
}

void session_view_add(struct unit *u, const struct request *rq)
{
        q_session_view(u, rq->session);
        cart_count_add(u, rq);
}

struct str session_document(struct request *rq, const struct outcome *o)
{
        const PGresult *who = o->results[o->count - 2], *cart = o->results[o->count - 1];
        struct str member = result_str(who, 0, "document");
        if (!member.ptr && rq->session.ptr)
                session_clear(rq);
        struct str token = csrf_issue(rq);
        if (!token.ptr)
                return STR_NULL;
        return arena_printf(
                &rq->arena,
                "{\"kind\":\"%s\",\"member\":%.*s,\"csrf_token\":\"%.*s\",\"cart_items\":%lld,\"store\":%.*s}",
                member.ptr ? "member" : "visitor", STR_ARG(member.ptr ? member : STR("null")), STR_ARG(token),
                (long long)result_int64(cart, 0, "items"), STR_ARG(result_str(cart, 0, "store")));
}

static void reply_session(struct request *rq, unsigned status, struct str document)
{
        if (document.ptr)
                reply_json(rq, status, document);
        else
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
}

void session_reply(struct request *rq, const struct outcome *o)
{
        reply_session(rq, 200, session_document(rq, o));
}

void session_reply_created(struct request *rq, const struct outcome *o)
{
        reply_session(rq, 201, session_document(rq, o));
}

static const struct str status_ok = STR("{\"status\":\"ok\"}");

void reply_status(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_json(rq, 200, status_ok);
}

void reply_status_accepted(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_json(rq, 202, status_ok);
}

void reply_status_created(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_json(rq, 201, status_ok);
}
