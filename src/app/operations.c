/* /healthz, /readyz, /api/openapi.yaml. */
#include "app/operations.h"

#include "base/embed.h"
#include "http/request.h"
#include "operations_queries.h"

EMBED_DECLARE(documents);

void operations_healthz(struct request *rq)
{
        reply_json(rq, 200, STR("{\"status\":\"ok\"}"));
}

void operations_readyz(struct request *rq)
{
        if (server_is_stopping(rq->server)) {
                reply_error(rq, ERR_STOPPING, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        q_operations_ready(u);
        request_run(rq, u, reply_with_row);
}

void operations_openapi(struct request *rq)
{
        reply_json(rq, 200, (struct str){(const char *)documents_files[0].bytes, documents_files[0].size});
        rq->reply.content_type = "application/yaml";
}
