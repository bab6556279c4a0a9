/* The member's data: names, preferences, address, terms. */
#include "accounts/member_http.h"

#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/replies.h"
#include "http/decode.h"
#include "members_queries.h"
#include "sessions_queries.h"

enum {
        LINE_MAX_CHARACTERS = 200,
        CITY_MAX_CHARACTERS = 100,
        POSTAL_CODE_MAX = 20,
        PHONE_MAX = 40,
        TERMS_MAX = 1000000,
};

static struct unit *require(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_require(u, rq->session);
        return u;
}

static void run_and_view(struct request *rq, struct unit *u)
{
        q_member_view(u, rq->session);
        request_run(rq, u, reply_with_row);
}

void member_get(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        run_and_view(rq, u);
}

struct names {
        struct str first_name, last_name;
};

static void check_name(struct field_errors *e, struct str field, struct str *name)
{
        enum identity_problem p = person_name_normalise(&e->rq->arena, *name, PERSON_NAME_MAX, true, name);
        if (p != IDENTITY_FINE)
                field_errors_add(e, field, identity_problem_code(p), identity_problem_message(p));
}

void member_put(struct request *rq)
{
        static const struct field fields[] = {
                {"first_name", FIELD_TEXT, offsetof(struct names, first_name), .minimum = 0, .maximum = PERSON_NAME_MAX,
                 .characters = true},
                {"last_name", FIELD_TEXT, offsetof(struct names, last_name), .minimum = 0, .maximum = PERSON_NAME_MAX,
                 .characters = true},
        };
        struct names in = {0};
        if (!request_decode(rq, fields, &in))
                return;
        struct field_errors e = field_errors(rq);
        check_name(&e, STR("first_name"), &in.first_name);
        check_name(&e, STR("last_name"), &in.last_name);
        if (field_errors_reply(&e))
                return;
        struct unit *u = require(rq);
        q_member_set_names(u, rq->session, in.first_name, in.last_name);
        run_and_view(rq, u);
}

void member_put_preferences(struct request *rq)
{
        static const struct field fields[] = {{"newsletter", FIELD_BOOL, .offset = 0}};
        bool newsletter = false;
        if (!request_decode(rq, fields, &newsletter))
                return;
        struct unit *u = require(rq);
        q_member_set_newsletter(u, rq->session, newsletter);
        run_and_view(rq, u);
}

struct address {
        bool given;
        struct str name, line1, line2, city, state, postal_code, country, phone;
};

static void run_and_view_addresses(struct request *rq, struct unit *u)
{
        q_member_addresses(u, rq->session);
        request_run(rq, u, reply_with_row);
}

void member_get_addresses(struct request *rq)
{
        run_and_view_addresses(rq, require(rq));
}

/* Text of people that is kept as it is: control characters have no place in it, an empty one is none. */
static void check_line(struct field_errors *e, struct str field, struct str *text)
{
        *text = str_trim(*text);
        for (size_t i = 0; i < text->len; i++)
                if ((unsigned char)text->ptr[i] < ' ' || text->ptr[i] == 0x7f) {
                        field_errors_add(e, field, STR("invalid_characters"), STR("Please write this on one line."));
                        return;
                }
}

static bool is_country(struct str code)
{
        return code.len == 2 && code.ptr[0] >= 'A' && code.ptr[0] <= 'Z' && code.ptr[1] >= 'A' && code.ptr[1] <= 'Z';
}

static void check_required(struct field_errors *e, struct str field, struct str text)
{
        if (text.len == 0)
                field_errors_add(e, field, STR("required"), STR("Please fill this in."));
}

static bool check_address(struct request *rq, struct address *in)
{
        struct field_errors e = field_errors(rq);
        check_line(&e, STR("shipping.name"), &in->name);
        check_line(&e, STR("shipping.line1"), &in->line1);
        check_line(&e, STR("shipping.line2"), &in->line2);
        check_line(&e, STR("shipping.city"), &in->city);
        check_line(&e, STR("shipping.state"), &in->state);
        check_line(&e, STR("shipping.postal_code"), &in->postal_code);
        check_line(&e, STR("shipping.phone"), &in->phone);
        check_required(&e, STR("shipping.name"), in->name);
        check_required(&e, STR("shipping.line1"), in->line1);
        check_required(&e, STR("shipping.city"), in->city);
        if (!is_country(in->country))
                field_errors_add(&e, STR("shipping.country"), STR("invalid_country"),
                                 STR("This must be a country's code of two capitals, such as US."));
        return !field_errors_reply(&e);
}

void member_put_addresses(struct request *rq)
{
#define AT(member) offsetof(struct address, member)
        static const struct field lines[] = {
                {"name", FIELD_TEXT, AT(name), .minimum = 1, .maximum = PERSON_NAME_MAX, .characters = true},
                {"line1", FIELD_TEXT, AT(line1), .minimum = 1, .maximum = LINE_MAX_CHARACTERS, .characters = true},
                {"line2", FIELD_TEXT, AT(line2), .minimum = 0, .maximum = LINE_MAX_CHARACTERS, .characters = true,
                 .optional = true},
                {"city", FIELD_TEXT, AT(city), .minimum = 1, .maximum = CITY_MAX_CHARACTERS, .characters = true},
                {"state", FIELD_TEXT, AT(state), .minimum = 0, .maximum = CITY_MAX_CHARACTERS, .characters = true,
                 .optional = true},
                {"postal_code", FIELD_TEXT, AT(postal_code), .minimum = 0, .maximum = POSTAL_CODE_MAX,
                 .characters = true, .optional = true},
                {"country", FIELD_TEXT, AT(country), .minimum = 2, .maximum = 2},
                {"phone", FIELD_TEXT, AT(phone), .minimum = 0, .maximum = PHONE_MAX, .characters = true,
                 .optional = true},
        };
        static const struct field fields[] = {
                {"shipping", FIELD_OBJECT, 0, .nullable = true, .fields = lines,
                 .field_count = sizeof lines / sizeof lines[0], .given_at = AT(given) + 1},
        };
#undef AT
        struct address in = {.line2 = STR(""), .state = STR(""), .postal_code = STR(""), .phone = STR("")};
        if (!request_decode(rq, fields, &in) || (in.given && !check_address(rq, &in)))
                return;
        struct unit *u = require(rq);
        if (in.given)
                q_member_set_address(u, rq->session, in.name, in.line1, in.line2, in.city, in.state, in.postal_code,
                                     in.country, in.phone);
        else
                q_member_set_address(u, rq->session, STR_NULL, STR_NULL, STR_NULL, STR_NULL, STR_NULL, STR_NULL,
                                     STR_NULL, STR_NULL);
        run_and_view_addresses(rq, u);
}

void terms_get(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_member_terms(u);
        request_run(rq, u, reply_with_row);
}

void terms_post_agreement(struct request *rq)
{
        static const struct field fields[] = {{"version", FIELD_INT64, 0, .minimum = 1, .maximum = TERMS_MAX}};
        int64_t version = 0;
        if (!request_decode(rq, fields, &version))
                return;
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_member_agree(u, rq->session, (int32_t)version);
        run_and_view(rq, u);
}
