/* The one table of what the sandbox answers. */
#ifndef SANDBOX_ROUTES_H
#define SANDBOX_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

struct param;
struct request;

struct route {
        const char *method, *path; /* {id} stands for one step */
        void (*handle)(struct request *rq);
        const struct param *params; /* of the API; NULL outside of it */
};

/* NULL when there is none; the {id} goes to id. */
const struct route *route_find(const char *method, const char *path, char *id, size_t id_size);

#endif
