/* What users go through before the admin writes them. */
#include "accounts/user_prepare.h"

#include "accounts/identity.h"
#include "accounts/password_rules.h"
#include "accounts/secrets.h"
#include "members_queries.h"

/* The user's names as they will be: what is given, else what is there. */
struct user_names {
        struct str username, first_name, last_name, email;
};

static bool gives(const struct admin_write *write, const char *field)
{
        return admin_write_gives(write, field) && admin_write_value(write, field).ptr;
}

static void refuse_identity(struct admin_write *write, const char *field, enum identity_problem p)
{
        admin_write_refuse(write, field, identity_problem_code(p), identity_problem_message(p));
}

static void prepare_username(struct request *rq, struct admin_write *write)
{
        struct username name;
        enum identity_problem p = username_normalise(&rq->arena, admin_write_value(write, "username"), &name);
        if (p != IDENTITY_FINE) {
                refuse_identity(write, "username", p);
                return;
        }
        admin_write_set(write, "username", name.display);
        admin_write_set(write, "username_key", name.key);
        admin_write_set(write, "username_skeleton", name.skeleton);
}

static void prepare_person_name(struct request *rq, struct admin_write *write, const char *field)
{
        struct str name;
        enum identity_problem p =
                person_name_normalise(&rq->arena, admin_write_value(write, field), PERSON_NAME_MAX, true, &name);
        if (p != IDENTITY_FINE)
                refuse_identity(write, field, p);
        else
                admin_write_set(write, field, name);
}

static struct str either(struct request *rq, const struct admin_write *write, const char *field, const PGresult *known)
{
        if (gives(write, field))
                return admin_write_value(write, field);
        return known && PQntuples(known) ? arena_copy(&rq->arena, result_str(known, 0, field)) : STR_NULL;
}

/* False: the error is replied. */
static bool read_names(struct request *rq, struct worker *w, const struct admin_write *write, struct user_names *ret)
{
        int64_t id;
        struct outcome o;
        struct unit *u = request_unit(rq);
        if (!str_to_int64(admin_write_id(write), &id))
                id = 0; /* nobody's: a new one */
        q_member_names(u, id);
        run_in_worker(w, u, &o);
        bool fine = o.error == ERR_NONE;
        if (fine) {
                const PGresult *known = outcome_last(&o);
                *ret = (struct user_names){either(rq, write, "username", known), either(rq, write, "first_name", known),
                                           either(rq, write, "last_name", known), either(rq, write, "email", known)};
        } else {
                reply_outcome(rq, &o);
        }
        outcome_release(&o);
        return fine;
}

static void prepare_password(struct request *rq, struct worker *w, struct admin_write *write)
{
        struct user_names names;
        enum password_attribute similar;
        struct str password = admin_write_value(write, "password");
        if (!read_names(rq, w, write, &names))
                return;
        unsigned broken = password_rules_broken(
                password, &(struct password_owner){names.username, names.first_name, names.last_name, names.email},
                &similar);
        for (enum password_rule rule = 0; rule < PASSWORD_RULES; rule++)
                if (broken & (1u << rule))
                        admin_write_refuse(write, "password", password_rule_code(rule),
                                           password_rule_message(rule, similar));
        if (broken)
                return;
        struct str hash = password_hash_new(rq, password);
        if (hash.ptr)
                admin_write_set(write, "password_hash", hash);
}

void user_prepare(struct request *rq, struct worker *w, struct admin_write *write)
{
        if (gives(write, "username"))
                prepare_username(rq, write);
        if (gives(write, "first_name"))
                prepare_person_name(rq, write, "first_name");
        if (gives(write, "last_name"))
                prepare_person_name(rq, write, "last_name");
        if (gives(write, "password"))
                prepare_password(rq, w, write);
}
