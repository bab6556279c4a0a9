/* Routes. The table has some dozens of entries, and most differ early: a linear search takes under a microsecond. */
#include "http/route.h"

#include <stdio.h>

static bool match_path(struct str pattern, struct str path, struct str params[PATH_PARAMS_MAX])
{
        unsigned n = 0;
        while (pattern.ptr && path.ptr) {
                struct str want = str_cut(&pattern, '/'), got = str_cut(&path, '/');
                if (want.len && want.ptr[0] == '{') {
                        if (got.len == 0 || n == PATH_PARAMS_MAX)
                                return false;
                        params[n++] = got;
                } else if (!str_eq(want, got)) {
                        return false;
                }
        }
        return !pattern.ptr && !path.ptr;
}

static void add_allowed(char *allowed, size_t size, const char *method)
{
        size_t n = strlen(allowed);
        snprintf(allowed + n, size - n, "%s%s%s", n ? ", " : "", method, strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

const struct route *route_find(const struct route *routes, size_t count, struct str method, struct str path,
                               struct str params[PATH_PARAMS_MAX], char *ret_allowed, size_t allowed_size)
{
        struct str wanted = str_eq(method, STR("HEAD")) ? STR("GET") : method;
        ret_allowed[0] = 0;
        for (size_t i = 0; i < count; i++) {
                memset(params, 0, PATH_PARAMS_MAX * sizeof params[0]);
                if (!match_path(str_from(routes[i].path), path, params))
                        continue;
                if (str_eq(wanted, str_from(routes[i].method)))
                        return &routes[i];
                add_allowed(ret_allowed, allowed_size, routes[i].method);
        }
        return NULL;
}
