/* The state file: one record a line, the newest of an id wins. */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.h"
#include "fields.h"

enum { REWRITE_BYTES = 64 * 1024 * 1024 }; /* smaller files are only rewritten at start */

static bool complain(const char *what, const char *path)
{
        log_error(what, LOG_CSTR("file", path), LOG_CSTR("error", strerror(errno)));
        return false;
}

static bool read_lines(struct store *store, FILE *file)
{
        char *line = NULL;
        size_t size = 0;
        ssize_t n;
        while ((n = getline(&line, &size, file)) > 0) {
                json_t *record = json_loadb(line, (size_t)n, JSON_ALLOW_NUL, NULL);
                if (json_is_object(record))
                        store_save(store, record);
                else
                        log_warn("a line of the state file is not a record, ignored");
                json_decref(record);
        }
        free(line);
        return !ferror(file);
}

static bool load(struct journal *j)
{
        FILE *file = fopen(j->path, "re");
        if (!file)
                return errno == ENOENT || complain("the state file can't be read", j->path);
        bool ok = read_lines(j->store, file) || complain("the state file can't be read", j->path);
        fclose(file);
        return ok;
}

static bool write_all(const struct store *store, FILE *file)
{
        for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
                for (size_t i = store_first(store, kind); i < store_end(store, kind); i++) {
                        const struct object *o = store_at(store, kind, i);
                        if (!o->deleted && fprintf(file, "%s\n", o->json) < 0)
                                return false;
                }
        }
        return fflush(file) == 0 && fsync(fileno(file)) == 0;
}

/* A fresh file under the name, open for more. */
static bool rewrite(struct journal *j)
{
        char fresh[sizeof j->path + 8];
        snprintf(fresh, sizeof fresh, "%s.new", j->path);
        int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
        FILE *file = fd < 0 ? NULL : fdopen(dup(fd), "a");
        bool ok = file && write_all(j->store, file);
        if (file)
                j->bytes = ftell(file);
        if (file && fclose(file))
                ok = false;
        if (!ok || rename(fresh, j->path)) {
                complain("the state file can't be written", fresh);
                if (fd >= 0)
                        close(fd);
                return false;
        }
        if (j->fd >= 0)
                close(j->fd);
        j->fd = fd;
        j->rewrite_at = j->bytes > REWRITE_BYTES / 2 ? j->bytes * 2 : REWRITE_BYTES;
        return true;
}

static void append(void *arg, const char *json)
{
        struct journal *j = arg;
        struct iovec parts[] = {{(char *)json, strlen(json)}, {"\n", 1}};
        ssize_t want = (ssize_t)(parts[0].iov_len + 1);
        if (writev(j->fd, parts, 2) != want)
                complain("the state file can't be written", j->path);
        j->bytes += want;
        if (j->bytes > j->rewrite_at && !rewrite(j))
                j->rewrite_at = j->bytes * 2;
}

bool journal_open(struct journal *j, struct store *store, const char *path)
{
        *j = (struct journal){.store = store, .fd = -1};
        if (!*path)
                return true;
        if (!str_to_c(str_from(path), j->path, sizeof j->path) || !load(j) || !rewrite(j))
                return false;
        store->on_save_arg = j;
        store->on_save = append;
        return true;
}

void journal_close(struct journal *j)
{
        if (j->fd >= 0)
                close(j->fd);
}
