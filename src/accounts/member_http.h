/* The member's own account: /api/v1/members, /api/v1/member and below, /api/v1/terms. */
#ifndef ACCOUNTS_MEMBER_HTTP_H
#define ACCOUNTS_MEMBER_HTTP_H

struct request;

void members_post(struct request *rq);

void member_get(struct request *rq);
void member_put(struct request *rq);
void member_put_preferences(struct request *rq);
void member_get_addresses(struct request *rq);
void member_put_addresses(struct request *rq);
void member_put_password(struct request *rq);
void member_put_email(struct request *rq);

void member_get_two_factor(struct request *rq);
void member_post_two_factor(struct request *rq);
void member_put_two_factor(struct request *rq);
void member_post_recovery_codes(struct request *rq);
void member_post_two_factor_removal(struct request *rq);

void terms_get(struct request *rq);
void terms_post_agreement(struct request *rq);

#endif
