/* How requests for resources begin: which resource, and whether the caller may, before any input is looked at. */
#ifndef ADMIN_ENTER_H
#define ADMIN_ENTER_H

#include "admin/admin.h"

struct caller {
        int64_t user_id;
        bool is_superuser;
};

/* The resource that the address names first; NULL when the caller may not do this with it, or there is none: the error
 * is replied. */
const struct resource *enter(struct request *rq, struct worker *w, enum admin_verb verb, struct caller *ret);
/* The same for one named elsewhere. */
const struct resource *enter_named(struct request *rq, struct worker *w, struct str name, enum admin_verb verb,
                                   struct caller *ret);
/* The same for one that is known. `is_action`: the permission alone counts, whatever else can be done with it. */
bool enter_known(struct request *rq, struct worker *w, const struct resource *r, enum admin_verb verb, bool is_action,
                 struct caller *ret) __attribute__((warn_unused_result));
/* Any staff: what they may follows from what is found. */
bool enter_staff(struct request *rq, struct worker *w, struct caller *ret) __attribute__((warn_unused_result));

#endif
