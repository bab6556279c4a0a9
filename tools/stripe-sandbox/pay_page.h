/* The payment page. */
#ifndef SANDBOX_PAY_PAGE_H
#define SANDBOX_PAY_PAGE_H

#include "pay_form.h"

/* Replies with the page, errors included. */
void pay_page_show(struct pay_form *f, unsigned status);

/* What the customer buys: the page's left side. */
void pay_summary_show(struct pay_form *f);
/* The total, as it depends on the chosen shipping. */
void pay_total_show(struct pay_form *f);

#endif
