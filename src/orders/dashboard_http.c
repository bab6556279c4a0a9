/* The dashboard: one statement, whatever the store holds. */
#include "orders/dashboard_http.h"

#include "admin/admin.h"
#include "dashboard_queries.h"

static void view(struct request *rq, struct worker *w)
{
        struct unit *u = admin_staff_unit(rq, false);
        q_dashboard_view(u);
        admin_run(rq, w, NULL, u, reply_with_row);
}

void dashboard_get(struct request *rq)
{
        request_defer(rq, view);
}
