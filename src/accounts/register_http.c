/* POST /api/v1/members: a new account, logged in. Its address may be another account's too, until one of them has
 * verified it; so the reply tells nothing about the address. */
#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/member_http.h"
#include "accounts/replies.h"
#include "accounts/secrets.h"
#include "cart/cart.h"
#include "http/decode.h"
#include "http/quota.h"
#include "http/visitor.h"
#include "mail/address.h"
#include "members_queries.h"

enum { TERMS_MAX = 1000000 };

struct registration {
        struct str username, email, first_name, last_name, password, password_again;
        bool newsletter, remember;
        int64_t terms_version;
        struct username name;
};

static void check_identity(struct field_errors *e, struct registration *in)
{
        struct arena *a = &e->rq->arena;
        enum identity_problem username = username_normalise(a, in->username, &in->name);
        if (username != IDENTITY_FINE)
                field_errors_add(e, STR("username"), identity_problem_code(username),
                                 identity_problem_message(username));
        enum identity_problem first = person_name_normalise(a, in->first_name, PERSON_NAME_MAX, true, &in->first_name);
        if (first != IDENTITY_FINE)
                field_errors_add(e, STR("first_name"), identity_problem_code(first), identity_problem_message(first));
        enum identity_problem last = person_name_normalise(a, in->last_name, PERSON_NAME_MAX, true, &in->last_name);
        if (last != IDENTITY_FINE)
                field_errors_add(e, STR("last_name"), identity_problem_code(last), identity_problem_message(last));
        struct str problem = email_normalise(a, in->email, &in->email);
        if (problem.ptr)
                field_errors_add(e, STR("email"), STR("invalid_email"), problem);
}

static void do_register(struct request *rq, struct worker *w)
{
        struct outcome o;
        struct registration *in = rq->state;
        struct session_life life = session_life(rq, in->remember);
        struct str hash = password_hash_new(rq, in->password);
        struct str before = arena_copy(&rq->arena, rq->session);
        if (!hash.ptr)
                return;
        if ((!rq->visitor.ptr && !visitor_create(rq)) || !session_begin(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        q_member_register(u, in->name.display, in->name.key, in->name.skeleton, in->email, hash, in->first_name,
                          in->last_name, in->newsletter, (int32_t)in->terms_version, rq->session, before, in->remember,
                          life.idle_seconds, life.seconds, request_address(rq), user_agent(rq));
        q_member_welcome(u, rq->session, VERIFY_SECONDS);
        cart_merge_add(u, rq);
        session_view_add(u, rq);
        run_in_worker(w, u, &o);
        if (o.error == ERR_NONE) {
                session_keep(rq, life.cookie_seconds);
                session_reply_created(rq, &o);
        } else {
                reply_outcome(rq, &o);
        }
        outcome_release(&o);
}

static void defer(struct request *rq)
{
        request_defer(rq, do_register);
}

void members_post(struct request *rq)
{
        static const struct field fields[] = {
                {"username", FIELD_TEXT, offsetof(struct registration, username), .minimum = 1, .maximum = USERNAME_MAX,
                 .characters = true},
                {"email", FIELD_TEXT, offsetof(struct registration, email), .minimum = 1, .maximum = MAIL_ADDRESS_MAX},
                {"first_name", FIELD_TEXT, offsetof(struct registration, first_name), .minimum = 0,
                 .maximum = PERSON_NAME_MAX, .optional = true, .characters = true},
                {"last_name", FIELD_TEXT, offsetof(struct registration, last_name), .minimum = 0,
                 .maximum = PERSON_NAME_MAX, .optional = true, .characters = true},
                {"password", FIELD_TEXT, offsetof(struct registration, password), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
                {"password_again", FIELD_TEXT, offsetof(struct registration, password_again), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
                {"newsletter", FIELD_BOOL, offsetof(struct registration, newsletter), .optional = true},
                {"terms_version", FIELD_INT64, offsetof(struct registration, terms_version), .minimum = 1,
                 .maximum = TERMS_MAX},
                {"remember", FIELD_BOOL, offsetof(struct registration, remember), .optional = true},
        };
        struct registration *in = arena_new(&rq->arena, struct registration);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        in->first_name = in->last_name = STR("");
        if (!request_decode(rq, fields, in))
                return;
        struct field_errors e = field_errors(rq);
        check_identity(&e, in);
        field_errors_add_password(&e, in->password, in->password_again,
                                  &(struct password_owner){in->username, in->first_name, in->last_name, in->email});
        if (field_errors_reply(&e))
                return;
        struct quota quota = {"register", request_client(rq), store_settings(rq)->register_limit};
        quota_take(rq, &quota, 1, QUOTA_REFUSE, defer);
}
