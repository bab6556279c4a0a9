/* Templates in a folder. */
#include "mail/template/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

static struct str load(void *context, struct arena *a, struct str name)
{
        const struct template_folder *f = context;
        char path[TEMPLATE_NAME_MAX + 1];
        struct stat info;
        if (!str_to_c(name, path, sizeof path))
                return STR_NULL;
        int fd = file_open_below(f->directory, path, &info);
        if (fd < 0)
                return STR_NULL;
        struct str source = file_read(a, fd, TEMPLATE_SOURCE_MAX);
        close(fd);
        return source;
}

bool template_folder_open(struct template_folder *f, const char *path)
{
        f->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        f->loader = (struct template_loader){load, f};
        return f->directory >= 0;
}

void template_folder_close(struct template_folder *f)
{
        if (f->directory >= 0)
                close(f->directory);
        f->directory = -1;
}
