/* Requests that wait. */
#include "parking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"

struct parked {
        struct parked *next;
        struct MHD_Connection *connection;
        int64_t until;
        char event[ID_SIZE];
};

void parking_add(struct parking *p, struct MHD_Connection *connection, int64_t until, const char *event)
{
        struct parked *one = must(calloc(1, sizeof *one));
        *one = (struct parked){.next = p->list, .connection = connection, .until = until};
        if (event)
                snprintf(one->event, sizeof one->event, "%s", event);
        MHD_suspend_connection(connection);
        p->list = one;
        p->count++;
}

void parking_event_tried(struct parking *p, const char *event)
{
        for (struct parked *one = p->list; one; one = one->next) {
                if (strcmp(one->event, event) == 0)
                        one->until = 0;
        }
}

int64_t parking_sweep(struct parking *p, int64_t now, bool everybody)
{
        int64_t next = INT64_MAX;
        struct parked **at = &p->list;
        while (*at) {
                struct parked *one = *at;
                if (!everybody && one->until > now) {
                        next = one->until < next ? one->until : next;
                        at = &one->next;
                        continue;
                }
                *at = one->next;
                p->count--;
                MHD_resume_connection(one->connection);
                free(one);
        }
        return next;
}
