/* Handlers of everything that people look at. Called with the lock held. */
#ifndef SANDBOX_PAGES_H
#define SANDBOX_PAGES_H

#include "request.h"

void pay_show(struct request *rq);
void pay_submit(struct request *rq);
void pay_style(struct request *rq);
void home_show(struct request *rq);
void no_icon(struct request *rq);
void health_show(struct request *rq);

#endif
