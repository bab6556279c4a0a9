/* The way out of newsletters and campaigns, and back. GET changes nothing: scanners follow the links of mails. */
#include "campaigns/unsubscribe_http.h"

#include <stddef.h>

#include "accounts/accounts.h"
#include "campaigns/mail_code.h"
#include "campaigns/one_click.h"
#include "http/decode.h"
#include "http/store.h"
#include "unsubscribe_queries.h"

enum { COMMENT_MAX = 1000 /* characters, as in the table */ };

/* What a link names, as queries take it: a mail's number, or a person's code. STR_NULL, with the error replied, for one
 * that is not ours. */
static struct str named_by_link(struct request *rq)
{
        struct str key = store_settings(rq)->secret_key, token = rq->params[0], code = STR_NULL;
        struct mail_code mail;
        enum err e = ERR_TOKEN_INVALID;
        if (mail_code_read(key, MAIL_CODE_UNSUBSCRIBE, token, &mail)) {
                code = arena_printf(&rq->arena, "%lld", (long long)mail.message_id);
                e = ERR_NO_MEMORY;
        } else if (!account_unsubscribe_token_read(key, token, &code)) {
                code = STR_NULL;
        }
        if (!code.ptr)
                reply_error(rq, e, STR_NULL);
        return code;
}

void unsubscribe_get_link(struct request *rq)
{
        if (!named_by_link(rq).ptr)
                return;
        struct str url = arena_printf(&rq->arena, "%.*s/unsubscribe/%.*s", STR_ARG(store_settings(rq)->public_url),
                                      STR_ARG(rq->params[0]));
        rq->reply.status = 303;
        reply_header(rq, "Location", url.ptr);
        reply_header(rq, "Cache-Control", "no-store");
}

/* Whether the recipient is still known or not: nothing is sent to that address any more, as was wished. */
static void on_left(struct request *rq, const struct outcome *o)
{
        (void)o;
        reply_json(rq, 200, STR("You get no more newsletters.\n"));
        rq->reply.content_type = "text/plain; charset=utf-8";
}

void unsubscribe_one_click(struct request *rq)
{
        struct str code = named_by_link(rq);
        if (!code.ptr)
                return;
        if (!one_click_is_asked(request_header(rq, "Content-Type"), buf_str(&rq->body))) {
                reply_error(rq, ERR_BAD_REQUEST, STR("The body must be List-Unsubscribe=One-Click (RFC 8058)."));
                return;
        }
        struct unit *u = request_unit(rq);
        q_unsubscribe_add(u, code);
        request_run(rq, u, on_left);
}

static void on_view(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_RECIPIENT_GONE);
}

static void run_and_view(struct request *rq, struct unit *u, struct str code)
{
        q_unsubscribe_view(u, code);
        request_run(rq, u, on_view);
}

void unsubscription_get(struct request *rq)
{
        struct str code = named_by_link(rq);
        if (code.ptr)
                run_and_view(rq, request_unit(rq), code);
}

void unsubscription_put(struct request *rq)
{
        struct str code = named_by_link(rq);
        if (!code.ptr)
                return;
        struct unit *u = request_unit(rq);
        q_unsubscribe_add(u, code);
        run_and_view(rq, u, code);
}

void unsubscription_delete(struct request *rq)
{
        struct str code = named_by_link(rq);
        if (!code.ptr)
                return;
        struct unit *u = request_unit(rq);
        q_unsubscribe_take_back(u, code);
        run_and_view(rq, u, code);
}

struct reason {
        struct str reason, comment;
};

void unsubscription_put_reason(struct request *rq)
{
        static const char *const reasons[] = {
                "no_longer_wanted", "never_signed_up", "too_often", "inappropriate", "spam", "other", NULL};
        static const struct field fields[] = {
                {"reason", FIELD_TEXT, offsetof(struct reason, reason), .minimum = 1, .maximum = 20,
                 .choices = reasons},
                {"comment", FIELD_TEXT, offsetof(struct reason, comment), .minimum = 0, .maximum = COMMENT_MAX,
                 .optional = true, .characters = true},
        };
        struct reason in = {.comment = STR("")};
        if (!request_decode(rq, fields, &in))
                return;
        struct str code = named_by_link(rq);
        if (!code.ptr)
                return;
        struct unit *u = request_unit(rq);
        q_unsubscribe_reason(u, code, in.reason, in.comment);
        run_and_view(rq, u, code);
}
