/* The running store: settings, its database (private or not), and what its parts are given. */
#ifndef APP_STORE_H
#define APP_STORE_H

#include "app/cluster.h"
#include "app/settings.h"
#include "http/store.h"

struct store_app {
        struct settings settings;
        struct cluster cluster; /* unused with DATABASE_URL */
        bool is_private;
        const char *conninfo, *database; /* database NULL: as conninfo says */
        struct store_settings store;
};

/* Reads the settings, starts the log and, without DATABASE_URL, the private cluster. On failure the reason has been
 * printed, and *ret_status is what the process should end with: 2 for wrong settings, 1 otherwise. */
bool store_open(struct store_app *s, int *ret_status) __attribute__((warn_unused_result));
void store_close(struct store_app *s);

#endif
