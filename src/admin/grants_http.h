/* Who may do what: the permissions of groups and of single users. Only superusers see and change them. */
#ifndef ADMIN_GRANTS_HTTP_H
#define ADMIN_GRANTS_HTTP_H

struct request;

void grants_get_group(struct request *rq); /* GET /api/admin/groups/{id}/permissions */
void grants_put_group(struct request *rq);
void grants_get_user(struct request *rq); /* GET /api/admin/users/{id}/permissions */
void grants_put_user(struct request *rq);

#endif
