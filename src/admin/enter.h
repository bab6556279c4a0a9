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

#endif
