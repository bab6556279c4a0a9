/* The store's settings: /api/admin/settings. */
#ifndef ADMIN_SETTINGS_HTTP_H
#define ADMIN_SETTINGS_HTTP_H

struct request;

void settings_get(struct request *rq);
void settings_put(struct request *rq);

#endif
