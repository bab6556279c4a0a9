/* Files below a directory that nobody is led out of. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/buf.h"

#include <sys/stat.h>

/* Opens a regular file strictly below the directory `root` for reading; follows no link out of it. -1 when there is
 * none. */
int file_open_below(int root, const char *path, struct stat *ret);

/* All of an open file; STR_NULL when it has more than `max` bytes, can't be read, or the arena is full. */
struct str file_read(struct arena *a, int fd, size_t max) __attribute__((warn_unused_result));

#endif
