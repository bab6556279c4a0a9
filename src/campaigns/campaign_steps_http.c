/* The steps of a campaign that its page has buttons for; ready is in gate_http.c. */
#include <stddef.h>

#include "admin/admin.h"
#include "campaign_work_queries.h"
#include "campaigns/campaign_admin_http.h"
#include "campaigns/campaign_work.h"
#include "http/decode.h"
#include "http/route.h"

enum { STATES_MAX_BYTES = 100 };

/* Whoever begins to send, or goes on, reaches people: that takes the permission to change the outbox, too. Stopping
 * does not. */
static struct unit *begin(struct request *rq, bool sends)
{
        struct unit *u = admin_unit(rq, "emails", ADMIN_CHANGE);
        if (sends)
                admin_unit_require(u, "email_messages", ADMIN_CHANGE);
        return u;
}

/* The list as PostgreSQL's array. */
static bool read_states(struct str *states)
{
        static const struct {
                struct str json, array;
        } known[] = {
                {STR("[\"failed\"]"), STR("{failed}")},
                {STR("[\"uncertain\"]"), STR("{uncertain}")},
                {STR("[\"failed\",\"uncertain\"]"), STR("{failed,uncertain}")},
                {STR("[\"uncertain\",\"failed\"]"), STR("{failed,uncertain}")},
        };
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
                if (str_eq(*states, known[i].json)) {
                        *states = known[i].array;
                        return true;
                }
        return false;
}

static void run(struct request *rq, struct worker *w, struct unit *u)
{
        const struct campaign_work *work = rq->state;
        q_campaign_work_page(u, work->id);
        admin_run(rq, w, NULL, u, campaign_reply_page);
}

/* Its name is the last word of the address. */
static struct str step_of(const struct request *rq)
{
        struct str rest = str_from(rq->route->path), word = rest;
        while (rest.ptr)
                word = str_cut(&rest, '/');
        return word;
}

static void take(struct request *rq, struct worker *w, bool sends)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = begin(rq, sends);
        q_campaign_work_step(u, work->id, step_of(rq));
        run(rq, w, u);
}

static void stop(struct request *rq, struct worker *w)
{
        take(rq, w, false);
}

static void send(struct request *rq, struct worker *w)
{
        take(rq, w, true);
}

void campaign_post_stop(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, stop);
}

void campaign_post_send(struct request *rq)
{
        if (campaign_work_new(rq))
                request_defer(rq, send);
}

static void resend(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = begin(rq, true);
        q_campaign_work_resend(u, work->id, work->states);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void campaign_post_resend(struct request *rq)
{
        static const struct field fields[] = {
                {"states", FIELD_JSON, offsetof(struct campaign_work, states), .maximum = STATES_MAX_BYTES},
        };
        struct campaign_work *work = campaign_work_new(rq);
        if (!work || !request_decode(rq, fields, work))
                return;
        if (read_states(&work->states))
                request_defer(rq, resend);
        else
                reply_field_error(rq, STR("states"), STR("wrong_type"),
                                  STR("Give a list of failed, uncertain or both."));
}

static void schedule(struct request *rq, struct worker *w)
{
        const struct campaign_work *work = rq->state;
        struct unit *u = begin(rq, true);
        q_campaign_work_schedule(u, work->id, work->at);
        run(rq, w, u);
}

void campaign_post_schedule(struct request *rq)
{
        static const struct field fields[] = {
                {"at", FIELD_TEXT, offsetof(struct campaign_work, at), 1, 40, .nullable = true},
        };
        struct campaign_work *work = campaign_work_new(rq);
        if (work && request_decode(rq, fields, work))
                request_defer(rq, schedule);
}
