/* Files below a directory. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

int file_open_below(int root, const char *path, struct stat *ret)
{
        struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                               .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
        int fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd < 0)
                return -1;
        if (fstat(fd, ret) != 0 || !S_ISREG(ret->st_mode)) {
                close(fd);
                return -1;
        }
        return fd;
}

struct str file_read(struct arena *a, int fd, size_t max)
{
        struct buf b;
        char *piece = arena_array(a, char, PIECE);
        ssize_t n = piece ? 1 : -1;
        buf_init(&b, max);
        while (n > 0 && !b.failed) {
                n = read(fd, piece, PIECE);
                if (n > 0)
                        buf_add(&b, (struct str){piece, (size_t)n});
                else if (n < 0 && errno == EINTR)
                        n = 1;
        }
        struct str all = n == 0 && !b.failed ? arena_copy(a, buf_str(&b)) : STR_NULL;
        buf_release(&b);
        return all;
}
