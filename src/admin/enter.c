/* Which resource, and who. */
#include "admin/enter.h"

#include "admin_queries.h"

/* What nobody may do, nobody has the permission for; names that nobody knows neither, so that staff alone learn of
 * them. */
static bool may(struct request *rq, struct worker *w, const struct resource *r, enum admin_verb verb,
                struct caller *ret)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        if (r)
                u = admin_unit(rq, r->name, verb);
        else
                q_admin_enter(u, rq->session, false);
        q_admin_caller(u);
        blocking_try(&w->db, u, &o);
        bool fine = o.error == ERR_NONE;
        if (fine)
                *ret = (struct caller){result_int64(outcome_last(&o), 0, "user_id"),
                                       result_bool(outcome_last(&o), 0, "is_superuser")};
        else
                admin_reply_outcome(rq, r, &o);
        outcome_release(&o);
        return fine;
}

bool enter_known(struct request *rq, struct worker *w, const struct resource *r, enum admin_verb verb, bool is_action,
                 struct caller *ret)
{
        if (!may(rq, w, r, verb, ret))
                return false;
        bool can = is_action || r->verbs & 1u << verb;
        if (!can)
                reply_error(rq, ERR_FORBIDDEN, STR("Nobody may do this here."));
        return can;
}

bool enter_staff(struct request *rq, struct worker *w, struct caller *ret)
{
        return may(rq, w, NULL, ADMIN_VIEW, ret);
}

const struct resource *enter_named(struct request *rq, struct worker *w, struct str name, enum admin_verb verb,
                                   struct caller *ret)
{
        const struct resource *r = admin_resource(name);
        if (r)
                return enter_known(rq, w, r, verb, false, ret) ? r : NULL;
        if (enter_staff(rq, w, ret))
                reply_error(rq, ERR_RESOURCE_UNKNOWN, STR_NULL);
        return NULL;
}

const struct resource *enter(struct request *rq, struct worker *w, enum admin_verb verb, struct caller *ret)
{
        return enter_named(rq, w, rq->params[0], verb, ret);
}
