/* Forgotten passwords and usernames, and verified addresses. What was asked for is written down the same way whether
 * there is such an account or not; a job answers by mail. */
#include "accounts/recovery_http.h"

#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/replies.h"
#include "accounts/secrets.h"
#include "credentials_queries.h"
#include "http/decode.h"
#include "http/quota.h"
#include "mail/address.h"
#include "members_queries.h"
#include "sessions_queries.h"

struct asked {
        struct str subject; /* username or address, as accounts are compared */
};

static void ask_reset(struct request *rq)
{
        const struct asked *in = rq->state;
        struct unit *u = request_unit(rq);
        q_credential_ask(u, STR("reset_password"), in->subject);
        request_run(rq, u, reply_status_accepted);
}

/* By whom it is asked for, so that nobody is flooded with mails, and by who asks, so that we are not. */
static void ask(struct request *rq, const char *name, struct str subject, void (*next)(struct request *rq))
{
        const struct store_settings *s = store_settings(rq);
        const struct quota quotas[] = {
                {"forgotten-address", request_client(rq), s->message_limit},
                {name, subject, s->reset_limit},
        };
        quota_take(rq, quotas, 2, QUOTA_REFUSE, next);
}

static struct asked *take(struct request *rq, const struct field *field)
{
        struct asked *in = arena_new(&rq->arena, struct asked);
        rq->state = in;
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        return in && request_decode_fields(rq, field, 1, in) ? in : NULL;
}

void password_resets_post(struct request *rq)
{
        static const struct field field = {"username",        FIELD_TEXT, 0, .minimum = 1, .maximum = USERNAME_MAX,
                                           .characters = true};
        struct asked *in = take(rq, &field);
        if (!in)
                return;
        in->subject = login_key(rq, in->subject);
        if (!in->subject.ptr) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        ask(rq, "reset-username", in->subject, ask_reset);
}

static void ask_reminder(struct request *rq)
{
        const struct asked *in = rq->state;
        struct unit *u = request_unit(rq);
        q_credential_ask(u, STR("username_reminder"), in->subject);
        request_run(rq, u, reply_status_accepted);
}

void username_reminders_post(struct request *rq)
{
        static const struct field field = {"email", FIELD_TEXT, 0, .minimum = 1, .maximum = MAIL_ADDRESS_MAX};
        struct asked *in = take(rq, &field);
        if (!in)
                return;
        struct str problem = email_normalise(&rq->arena, in->subject, &in->subject);
        if (problem.ptr) {
                reply_field_error(rq, STR("email"), STR("invalid_email"), problem);
                return;
        }
        ask(rq, "reminder-email", in->subject, ask_reminder);
}

static void on_reset(struct request *rq, const struct outcome *o)
{
        reply_with_row_or(rq, o, ERR_TOKEN_INVALID);
}

void password_reset_get(struct request *rq)
{
        struct str id = token_id(rq, purpose_reset, rq->params[0]);
        if (!id.ptr) {
                reply_error(rq, ERR_TOKEN_INVALID, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        q_credential_reset_of(u, id);
        request_run(rq, u, on_reset);
}

struct reset {
        struct str token_id, password, password_again;
};

/* False: the error is replied. */
static bool check_reset(struct request *rq, struct worker *w, const struct reset *in)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        q_credential_reset_of(u, in->token_id);
        run_in_worker(w, u, &o);
        const PGresult *r = outcome_last(&o);
        bool fine = false;
        if (o.error != ERR_NONE) {
                reply_outcome(rq, &o);
        } else if (PQntuples(r) == 0) {
                reply_error(rq, ERR_TOKEN_INVALID, STR_NULL);
        } else {
                struct field_errors e = field_errors(rq);
                field_errors_add_password(
                        &e, in->password, in->password_again,
                        &(struct password_owner){result_str(r, 0, "username"), result_str(r, 0, "first_name"),
                                                 result_str(r, 0, "last_name"), result_str(r, 0, "email")});
                fine = !field_errors_reply(&e);
        }
        outcome_release(&o);
        return fine;
}

static void reset(struct request *rq, struct worker *w)
{
        const struct reset *in = rq->state;
        if (!check_reset(rq, w, in))
                return;
        struct str hash = password_hash_new(rq, in->password);
        if (!hash.ptr)
                return;
        struct unit *u = request_unit(rq);
        q_credential_reset_password(u, in->token_id, hash);
        q_credential_end_sessions(u, in->token_id);
        run_and_reply(rq, w, u, reply_status);
}

void password_reset_put(struct request *rq)
{
        static const struct field fields[] = {
                {"password", FIELD_TEXT, offsetof(struct reset, password), .minimum = 1, .maximum = PASSWORD_INPUT_MAX},
                {"password_again", FIELD_TEXT, offsetof(struct reset, password_again), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
        };
        struct reset *in = arena_new(&rq->arena, struct reset);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_decode(rq, fields, in))
                return;
        in->token_id = token_id(rq, purpose_reset, rq->params[0]);
        if (in->token_id.ptr)
                request_defer(rq, reset);
        else
                reply_error(rq, ERR_TOKEN_INVALID, STR_NULL);
}

static void send_verification(struct request *rq, struct worker *w)
{
        struct unit *u = request_unit(rq);
        q_credential_request_verification(u, rq->session, VERIFY_SECONDS);
        run_and_reply(rq, w, u, reply_status_accepted);
}

void email_verifications_post(struct request *rq)
{
        try_as_user(rq, "verification", store_settings(rq)->reset_limit, send_verification);
}

void email_verification_put(struct request *rq)
{
        struct str id = token_id(rq, purpose_verify, rq->params[0]);
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        if (id.ptr)
                q_credential_verify_email(u, rq->session, id);
        else
                q_credential_refuse_token(u);
        q_credential_convert_prospect(u, rq->session);
        q_member_view(u, rq->session);
        request_run(rq, u, reply_with_row);
}
