/* What users go through before the admin writes them: names in their one form, a hash for a password. */
#ifndef ACCOUNTS_USER_PREPARE_H
#define ACCOUNTS_USER_PREPARE_H

#include "admin/admin.h"

/* For struct resource. The rules are those of registration. */
void user_prepare(struct request *rq, struct worker *w, struct admin_write *write);

#endif
