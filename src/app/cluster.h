/* The private PostgreSQL cluster below VAR_DIR, for those who have no database server: unix socket only, run as an
 * unprivileged user when the program was started by root.
 *
 * Several commands may use it at once: whoever finds it running uses it, and the last one to leave stops it. One that
 * was killed has left, too; so what it left running is stopped by the next one.
 */
#ifndef APP_CLUSTER_H
#define APP_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct cluster {
        char directory[8192]; /* the data directory */
        char socket[256];     /* the directory of its socket */
        char conninfo[512];
        char var_dir[4096];
        char user[64]; /* the system's and PostgreSQL's user that owns it */
        uid_t uid;
        gid_t gid;
        int users; /* a descriptor with a shared lock on VAR_DIR/users for as long as we use it; -1 when we don't */
};

/* Makes it if need be and starts it unless it runs. False, with one line on standard error, when it can't. */
bool cluster_start(struct cluster *c, const char *var_dir) __attribute__((warn_unused_result));
/* Stops it unless another process uses it. */
void cluster_stop(struct cluster *c);

#endif
