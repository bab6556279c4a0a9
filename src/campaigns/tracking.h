/* Counting what people do with campaigns and ads: gathered in each loop and written together, five times a second, so
 * that nobody waits for it. A server that is killed loses what it gathered last; one that is stopped writes it first.
 *
 * Bounds: of one link of one mail ten requests a second are counted in a loop, of one mail a thousand (the database's
 * tracking_count); when the database is away, what does not fit any more is not counted.
 */
#ifndef CAMPAIGNS_TRACKING_H
#define CAMPAIGNS_TRACKING_H

#include "campaigns/landing.h"
#include "campaigns/lookup.h"
#include "http/server.h"

struct request;

/* For server_options; its context is a struct store_settings. */
extern const struct loop_side tracking_side;

enum { PERSON_CODE_MAX = 40 /* of em_cd and its like; ours have 12 */ };

/* In the loop's thread: */

struct landings *tracking_landings(const struct request *rq);
struct lookups *tracking_lookups(const struct request *rq);
/* link_id 0: the mail was opened. */
void tracking_count(struct request *rq, int64_t message_id, int64_t link_id);
void tracking_count_visit(struct request *rq, int64_t ad_id);
/* A page of the shop was seen by somebody whom a mail brought: the click that was made before is one of a person.
 * STR_NULL for the code that he has not; codes that are none of ours do nothing. */
void tracking_saw_person(struct request *rq, struct str em_cd, struct str mb_cd, struct str pr_cd);

#endif
