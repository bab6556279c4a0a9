/* Routes of the admin's engine, for every resource; docs/admin.md tells what they do. */
#ifndef ADMIN_ADMIN_HTTP_H
#define ADMIN_ADMIN_HTTP_H

#include "http/request.h"

enum { ADMIN_BODY_MAX = 1536 * 1024 }; /* a mail's template has up to 1 MB */

void admin_get_schema(struct request *rq);
void admin_get_list(struct request *rq);
void admin_get_object(struct request *rq);
void admin_post_object(struct request *rq);
void admin_patch_object(struct request *rq);
void admin_delete_object(struct request *rq);
void admin_post_bulk(struct request *rq);
void admin_get_export(struct request *rq);
void admin_get_history(struct request *rq);
void admin_get_changes(struct request *rq);
void admin_get_change(struct request *rq);
void admin_post_undo(struct request *rq);
void admin_get_saved_filters(struct request *rq);
void admin_post_saved_filter(struct request *rq);
void admin_delete_saved_filter(struct request *rq);

#endif
