/* Compares payments: what Stripe has, and what we have. */
#ifndef CHECKOUT_RECONCILIATION_H
#define CHECKOUT_RECONCILIATION_H

#include "base/buf.h"
#include "checkout/settle.h"

enum {
        RECONCILIATION_PAGES = 10,         /* of 100 sessions, in one go: Stripe needs about half a second for each */
        RECONCILIATION_MS = 20 * 1000,     /* no further page after so long: somebody waits */
        RECONCILIATION_FINDINGS = 500,     /* that are told */
        RECONCILIATION_FACTS = 1024 * 1024 /* bytes; a fact has about 300 */
};

/* The sessions that Stripe has of a time, as reconciliation_compare (reconciliation.sql) reads them. */
struct reconciliation {
        struct buf facts;  /* a JSON array */
        int64_t since;     /* unix; later than was asked for when there were too many */
        int64_t until;     /* unix, not of it any more */
        bool is_cut_short; /* `since` was moved */
};

/* Asks Stripe, page after page. Release it in any case. */
enum err reconciliation_read(struct payments *p, int64_t since, int64_t until, struct reconciliation *ret)
        __attribute__((warn_unused_result));
/* One session alone; `until` is 0 then. */
enum err reconciliation_read_one(struct payments *p, struct str session, struct reconciliation *ret)
        __attribute__((warn_unused_result));
/* Adds the comparison with what we have: one row, {document, to_tell, fine}. */
void reconciliation_compare_add(struct unit *u, const struct payments *p, const struct reconciliation *r);
void reconciliation_release(struct reconciliation *r);
/* For the job: compares the last two days and raises an alert for each difference. */
void reconciliation_watch(struct payments *p, struct blocking *db);

#endif
