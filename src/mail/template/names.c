/* Names of templates. */
#include "mail/template/names.h"

static struct str folder_of(struct str path)
{
        size_t n = path.len;
        while (n > 0 && path.ptr[n - 1] != '/')
                n--;
        return (struct str){path.ptr, n ? n - 1 : 0};
}

struct str names_relative(struct arena *a, struct str from, struct str name)
{
        if (!str_starts(name, STR("./")) && !str_starts(name, STR("../")))
                return name;
        struct str path = folder_of(from);
        for (struct str rest = name; rest.ptr;) {
                struct str part = str_cut(&rest, '/');
                if (part.len == 0 || str_eq(part, STR(".")))
                        continue;
                if (str_eq(part, STR(".."))) {
                        if (path.len == 0)
                                return STR_NULL;
                        path = folder_of(path);
                        continue;
                }
                path = arena_printf(a, "%.*s%s%.*s", STR_ARG(path), path.len ? "/" : "", STR_ARG(part));
                if (!path.ptr)
                        return STR_NULL;
        }
        return path.len ? path : STR_NULL;
}
