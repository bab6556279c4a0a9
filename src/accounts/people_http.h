/* Members and prospects in the admin: their pages, and what is done with their accounts. */
#ifndef ACCOUNTS_PEOPLE_HTTP_H
#define ACCOUNTS_PEOPLE_HTTP_H

struct request;

void people_get_member(struct request *rq);            /* GET /api/admin/members/{id}/page */
void people_get_member_timeline(struct request *rq);   /* GET /api/admin/members/{id}/timeline */
void people_get_prospect(struct request *rq);          /* GET /api/admin/prospects/{id}/page */
void people_get_prospect_timeline(struct request *rq); /* GET /api/admin/prospects/{id}/timeline */
void people_post_password_reset(struct request *rq);   /* POST /api/admin/users/{id}/password-reset */
void people_post_verification(struct request *rq);     /* POST /api/admin/users/{id}/verification */
void people_delete_sessions(struct request *rq);       /* DELETE /api/admin/users/{id}/sessions */
void people_get_terms(struct request *rq);             /* GET /api/admin/terms */

#endif
