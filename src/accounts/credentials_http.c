/* The member's password and address: changes that ask for the password again. */
#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/member_http.h"
#include "accounts/replies.h"
#include "accounts/secrets.h"
#include "credentials_queries.h"
#include "http/decode.h"
#include "http/visitor.h"
#include "mail/address.h"
#include "members_queries.h"
#include "sessions_queries.h"

struct change {
        struct str current_password, password, password_again, email;
};

static void set_password(struct request *rq, struct worker *w, const struct own_credentials *own, struct str hash)
{
        struct outcome o;
        struct str before = arena_copy(&rq->arena, rq->session);
        if (!before.ptr || !session_begin(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, before);
        q_credential_set_password(u, before, rq->session, own->password_hash, hash);
        q_session_end_others(u, rq->session);
        session_view_add(u, rq);
        run_in_worker(w, u, &o);
        if (o.error == ERR_NONE) {
                session_keep(rq, session_life(rq, own->remembered).cookie_seconds);
                session_reply(rq, &o);
        } else {
                reply_outcome(rq, &o);
        }
        outcome_release(&o);
}

static void change_password(struct request *rq, struct worker *w)
{
        struct own_credentials own;
        const struct change *in = rq->state;
        if (!own_password_check(rq, w, in->current_password, STR("current_password"), &own))
                return;
        struct field_errors e = field_errors(rq);
        field_errors_add_password(&e, in->password, in->password_again,
                                  &(struct password_owner){own.username, own.first_name, own.last_name, own.email});
        if (field_errors_reply(&e))
                return;
        struct str hash = password_hash_new(rq, in->password);
        if (hash.ptr)
                set_password(rq, w, &own, hash);
}

void member_put_password(struct request *rq)
{
        static const struct field fields[] = {
                {"current_password", FIELD_TEXT, offsetof(struct change, current_password), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
                {"password", FIELD_TEXT, offsetof(struct change, password), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
                {"password_again", FIELD_TEXT, offsetof(struct change, password_again), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
        };
        struct change *in = arena_new(&rq->arena, struct change);
        rq->state = in;
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_decode(rq, fields, in))
                try_as_user(rq, "password", store_settings(rq)->login_limit, change_password);
}

static void change_email(struct request *rq, struct worker *w)
{
        struct own_credentials own;
        const struct change *in = rq->state;
        if (!own_password_check(rq, w, in->password, STR("password"), &own))
                return;
        struct unit *u = request_unit(rq);
        q_session_require(u, rq->session);
        q_credential_change_email(u, rq->session, in->email, VERIFY_SECONDS);
        q_member_view(u, rq->session);
        run_and_reply(rq, w, u, reply_with_row);
}

void member_put_email(struct request *rq)
{
        static const struct field fields[] = {
                {"email", FIELD_TEXT, offsetof(struct change, email), .minimum = 1, .maximum = MAIL_ADDRESS_MAX},
                {"password", FIELD_TEXT, offsetof(struct change, password), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
        };
        struct change *in = arena_new(&rq->arena, struct change);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_decode(rq, fields, in))
                return;
        struct field_errors e = field_errors(rq);
        struct str problem = email_normalise(&rq->arena, in->email, &in->email);
        if (problem.ptr)
                field_errors_add(&e, STR("email"), STR("invalid_email"), problem);
        if (!field_errors_reply(&e))
                try_as_user(rq, "password", store_settings(rq)->login_limit, change_email);
}
