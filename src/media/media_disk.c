/* Pictures in a directory. A file appears whole or not at all, also when the power goes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "media/media_internal.h"

#define UNFINISHED ".new-"

enum { UNFINISHED_SECONDS = 3600, PATH_SIZE = 4096, NAME_SIZE = 128 };

/* What was being written when a server died. */
static void remove_unfinished(int directory)
{
        struct stat info;
        int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *all = fd >= 0 ? fdopendir(fd) : NULL;
        if (!all && fd >= 0)
                close(fd);
        for (struct dirent *each; all && (each = readdir(all));)
                if (str_starts(str_from(each->d_name), STR(UNFINISHED)) &&
                    fstatat(directory, each->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
                    info.st_mtime < time(NULL) - UNFINISHED_SECONDS)
                        unlinkat(directory, each->d_name, 0);
        if (all)
                closedir(all);
}

/* The directory and the one above it, VAR_DIR. */
int media_disk_open(const char *path)
{
        char above[PATH_SIZE];
        const char *slash = strrchr(path, '/');
        if (slash && slash > path && str_to_c((struct str){path, (size_t)(slash - path)}, above, sizeof above))
                mkdir(above, 0700);
        mkdir(path, 0755);
        int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (directory >= 0)
                remove_unfinished(directory);
        return directory;
}

static bool write_all(int fd, struct str bytes)
{
        while (bytes.len) {
                ssize_t n = write(fd, bytes.ptr, bytes.len);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return false;
                bytes = str_from_offset(bytes, (size_t)n);
        }
        return fsync(fd) == 0;
}

static bool write_new(int directory, const char *name, struct str bytes)
{
        int fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (fd < 0)
                return false;
        bool written = write_all(fd, bytes);
        int error = errno;
        if (close(fd) != 0 && written) {
                written = false;
                error = errno;
        }
        errno = error;
        return written;
}

bool media_disk_put(int directory, struct str name, struct str bytes, bool *ret_is_new, char *problem)
{
        char path[NAME_SIZE], unfinished[NAME_SIZE];
        struct stat info;
        if (directory < 0 || !str_to_c(name, path, sizeof path)) {
                snprintf(problem, MEDIA_PROBLEM_SIZE, "VAR_DIR/media can't be opened");
                return false;
        }
        *ret_is_new = false;
        if (fstatat(directory, path, &info, 0) == 0)
                return true;
        snprintf(unfinished, sizeof unfinished, UNFINISHED "%08x%08x", randombytes_random(), randombytes_random());
        bool fine = write_new(directory, unfinished, bytes);
        if (fine) { /* link() gives the name only once, whoever comes first */
                *ret_is_new = linkat(directory, unfinished, directory, path, 0) == 0;
                fine = *ret_is_new || errno == EEXIST;
        }
        if (!fine)
                snprintf(problem, MEDIA_PROBLEM_SIZE, "VAR_DIR/media can't be written: %s", strerror(errno));
        unlinkat(directory, unfinished, 0);
        fsync(directory);
        return fine;
}
