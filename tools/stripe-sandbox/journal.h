/* The state file: one record a line, the newest of an id wins.
 *
 * A change appends one line with one write, so a program that is killed loses nothing it has answered for. Half
 * a line at the end (the power went) is ignored. Opening rewrites the file without what was replaced, to a new
 * file that then takes the old one's name; so does a file that grew to twice its size.
 */
#ifndef SANDBOX_JOURNAL_H
#define SANDBOX_JOURNAL_H

#include "store.h"

struct journal {
        struct store *store;
        char path[1024];
        int fd; /* -1: no state file */
        int64_t bytes, rewrite_at;
};

/* Reads `path` (which may not exist yet) into the store and keeps it from then on. An empty path does nothing.
 * False, with a line in the log, when the file can't be read or written. */
bool journal_open(struct journal *j, struct store *store, const char *path);
void journal_close(struct journal *j);

#endif
