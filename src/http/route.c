/* Routes. The table has some dozens of entries, and most differ early: a linear search takes under a microsecond. */
#include "http/route.h"

#include <stdio.h>

/* A parameter takes the path's segment at `at`, which must not be empty; returns where it ends, or `at`. */
static size_t segment_end(struct str path, size_t at)
{
        while (at < path.len && path.ptr[at] != '/')
                at++;
        return at;
}

static bool match_path(const char *pattern, struct str path, struct str params[PATH_PARAMS_MAX])
{
        size_t at = 0;
        unsigned n = 0;
        while (*pattern) {
                if (*pattern == '{') {
                        size_t end = segment_end(path, at);
                        if (end == at || n == PATH_PARAMS_MAX)
                                return false;
                        params[n++] = (struct str){path.ptr + at, end - at};
                        at = end;
                        pattern = strchr(pattern, '}') + 1;
                } else if (at == path.len || path.ptr[at++] != *pattern++) {
                        return false;
                }
        }
        for (; n < PATH_PARAMS_MAX; n++)
                params[n] = STR_NULL;
        return at == path.len;
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
        const char *meant = NULL; /* of several patterns that fit, the first */
        ret_allowed[0] = 0;
        for (size_t i = 0; i < count; i++) {
                if (meant ? strcmp(routes[i].path, meant) != 0 : !match_path(routes[i].path, path, params))
                        continue;
                meant = routes[i].path;
                if (str_eq(wanted, str_from(routes[i].method)))
                        return &routes[i];
                add_allowed(ret_allowed, allowed_size, routes[i].method);
        }
        memset(params, 0, PATH_PARAMS_MAX * sizeof params[0]);
        return NULL;
}
