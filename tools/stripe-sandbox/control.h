/* /_sandbox: how tests steer the sandbox. JSON in and out. Called with the lock held. */
#ifndef SANDBOX_CONTROL_H
#define SANDBOX_CONTROL_H

#include "request.h"

void control_faults_show(struct request *rq);
void control_faults_set(struct request *rq);
void control_faults_reset(struct request *rq);
void control_pay(struct request *rq);
void control_expire(struct request *rq);
void control_refund(struct request *rq);
void control_dispute(struct request *rq);
void control_deliver(struct request *rq);
void control_requests_show(struct request *rq);
void control_requests_clear(struct request *rq);
void control_state(struct request *rq);

/* The body as a JSON object, a new reference; an empty body is {}. NULL: it is none, replied. */
json_t *control_body(struct request *rq);

#endif
