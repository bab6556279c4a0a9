/* Which address a link of a mail leads to, asked of the database: one question for all requests of a loop's turn that
 * ask, since a question costs more than what it asks for. Loop's thread only. */
#ifndef CAMPAIGNS_LOOKUP_H
#define CAMPAIGNS_LOOKUP_H

#include "campaigns/mail_code.h"
#include "http/request.h"

struct lookups;

/* Answers one request from a row of tracking_click_targets; row -1: there is no such link. */
typedef void lookup_answer(struct request *rq, const PGresult *r, int row);

/* NULL when memory runs out. */
struct lookups *lookups_new(struct pipeline *p);
void lookups_free(struct lookups *l);

/* From a handler: the request is answered later, by `answer` or with what went wrong. */
void lookup_ask(struct lookups *l, struct request *rq, struct mail_code code, lookup_answer *answer);
/* At the end of a turn. */
void lookups_turn(struct lookups *l);

#endif
