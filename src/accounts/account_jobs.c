/* Jobs of accounts. */
#include "accounts/accounts.h"
#include "accounts/secrets.h"
#include "credentials_queries.h"

enum { REQUESTS_AT_ONCE = 100, MEMORY_MAX = 256 * 1024 };

static bool run(struct blocking *db, struct unit *u, struct outcome *ret)
{
        blocking_run(db, u, ret);
        if (ret->error != ERR_NONE)
                outcome_log(ret);
        return ret->error == ERR_NONE;
}

void account_answer_requests(struct blocking *db)
{
        for (int answered = REQUESTS_AT_ONCE; answered == REQUESTS_AT_ONCE;) {
                struct arena a;
                struct outcome o;
                arena_init(&a, MEMORY_MAX);
                struct unit *u = unit_new(&a);
                q_credential_answer_requests(u, REQUESTS_AT_ONCE, RESET_SECONDS);
                answered = run(db, u, &o) ? PQntuples(outcome_last(&o)) : 0;
                outcome_release(&o);
                arena_release(&a);
        }
}

void account_clean_up(struct blocking *db)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_credential_clean_up(u);
        run(db, u, &o);
        outcome_release(&o);
        arena_release(&a);
}
