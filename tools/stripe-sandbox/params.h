/* Parameters of the API, checked against a table and turned into typed JSON.
 *
 * A table has a line a parameter: `line_items[#][price_data][unit_amount]` is a whole number, `metadata` a map.
 * What no line names is refused, as Stripe does ("Received unknown parameter").
 */
#ifndef SANDBOX_PARAMS_H
#define SANDBOX_PARAMS_H

#include <stdint.h>

#include "request.h"

enum param_kind {
        PARAM_TEXT,    /* at most `max` characters; 5000 when 0 */
        PARAM_INT,     /* min to max, both included */
        PARAM_DECIMAL, /* percent, to hundredths: becomes a whole number of hundredths */
        PARAM_BOOL,
        PARAM_CHOICE, /* one of `choices`, "a|b" */
        PARAM_CURRENCY,
        PARAM_COUNTRY,
        PARAM_URL,
        PARAM_EMAIL,
        PARAM_MAP,  /* metadata: 50 keys of 40 characters, values of 500 */
        PARAM_LIST, /* no value of its own: a list of at most `max` */
};

struct param {
        const char *name; /* # stands for an index */
        enum param_kind kind;
        int64_t min, max;
        const char *choices;
};

/* Puts rq->form into rq->params. `table` ends with a line without name. False: the error has been replied. */
bool params_read(struct request *rq, const struct param *table);

#endif
