/* One case of the tables in test/data: a template with all that its rendering needs, as JSON. See
 * test/data/django_oracle.py. */
#ifndef TEMPLATE_CASE_H
#define TEMPLATE_CASE_H

#include <jansson.h>

#include "mail/template/template.h"

struct outcome {
        bool compiled, rendered;
        struct buf text; /* release it */
        struct template_error error;
};

void template_case_run(const json_t *c, struct outcome *ret);

/* The text under a key; STR_NULL: there is none. It lives as long as the object. */
struct str template_case_text(const json_t *object, const char *key);

#endif
