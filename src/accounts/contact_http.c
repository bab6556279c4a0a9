/* Messages to the shop. */
#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/recovery_http.h"
#include "accounts/replies.h"
#include "http/decode.h"
#include "http/quota.h"
#include "http/store.h"
#include "mail/address.h"
#include "messages_queries.h"

enum { MESSAGE_MAX = 5000, SUBJECT_MAX = 200 };

struct message {
        struct str kind, email, name, message, subject;
};

static void save(struct request *rq)
{
        const struct message *in = rq->state;
        struct unit *u = request_unit(rq);
        q_message_add(u, rq->session, in->kind, in->name, in->email, in->message, in->subject);
        request_run(rq, u, reply_status_created);
}

static bool check(struct request *rq, struct message *in)
{
        struct field_errors e = field_errors(rq);
        struct str problem = email_normalise(&rq->arena, in->email, &in->email);
        if (problem.ptr)
                field_errors_add(&e, STR("email"), STR("invalid_email"), problem);
        enum identity_problem name = person_name_normalise(&rq->arena, in->name, PERSON_NAME_MAX, true, &in->name);
        if (name != IDENTITY_FINE)
                field_errors_add(&e, STR("name"), identity_problem_code(name), identity_problem_message(name));
        if (str_eq(in->kind, STR("contact")) && str_trim(in->message).len == 0)
                field_errors_add(&e, STR("message"), STR("required"), STR("Please write what it is about."));
        return !field_errors_reply(&e);
}

void messages_post(struct request *rq)
{
        static const char *const kinds[] = {"contact", "notify_me", NULL};
        static const struct field fields[] = {
                {"kind", FIELD_TEXT, offsetof(struct message, kind), .minimum = 1, .maximum = 20, .choices = kinds},
                {"email", FIELD_TEXT, offsetof(struct message, email), .minimum = 1, .maximum = MAIL_ADDRESS_MAX},
                {"name", FIELD_TEXT, offsetof(struct message, name), .minimum = 0, .maximum = PERSON_NAME_MAX,
                 .optional = true, .characters = true},
                {"message", FIELD_TEXT, offsetof(struct message, message), .minimum = 0, .maximum = MESSAGE_MAX,
                 .optional = true, .characters = true},
                {"subject", FIELD_TEXT, offsetof(struct message, subject), .minimum = 0, .maximum = SUBJECT_MAX,
                 .optional = true, .characters = true},
        };
        struct message *in = arena_new(&rq->arena, struct message);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        in->name = in->message = in->subject = STR("");
        if (!request_decode(rq, fields, in) || !check(rq, in))
                return;
        struct quota quota = {"messages", request_client(rq), store_settings(rq)->message_limit};
        quota_take(rq, &quota, 1, QUOTA_PASS, save);
}
