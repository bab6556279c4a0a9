/* Allowed origins. */
#include "http/origin.h"

struct str origin_of(struct str url)
{
        struct str scheme = str_starts(url, STR("https://")) ? STR("https://") : STR("http://");
        if (!str_starts(url, scheme))
                return STR_NULL;
        struct str rest = str_from_offset(url, scheme.len);
        size_t n = 0;
        while (n < rest.len && rest.ptr[n] != '/' && rest.ptr[n] != '?' && rest.ptr[n] != '#')
                n++;
        struct str origin = {url.ptr, scheme.len + n},
                   port = str_eq(scheme, STR("https://")) ? STR(":443") : STR(":80");
        if (n == 0 || memchr(rest.ptr, '@', n) || memchr(rest.ptr, ' ', n))
                return STR_NULL;
        if (str_ends(origin, port))
                origin.len -= port.len; /* browsers leave the default port out */
        return origin;
}

bool origins_add(struct origins *o, struct str url)
{
        struct str origin = origin_of(url);
        if (!origin.ptr || o->count == ORIGINS_MAX)
                return false;
        o->allowed[o->count++] = origin;
        return true;
}

/* What stands behind http://127.0.0.1 or http://localhost, a port or nothing; STR_NULL for other origins. */
static struct str loopback_port(struct str origin)
{
        static const struct str names[] = {STR("http://127.0.0.1"), STR("http://localhost")};
        for (size_t i = 0; i < 2; i++) {
                struct str port = str_from_offset(origin, names[i].len);
                if (str_starts(origin, names[i]) && (port.len == 0 || port.ptr[0] == ':'))
                        return port;
        }
        return STR_NULL;
}

static bool is_same(struct str allowed, struct str origin)
{
        if (str_eq_nocase(allowed, origin))
                return true;
        struct str port = loopback_port(allowed), other = loopback_port(origin);
        return port.ptr && other.ptr && str_eq(port, other);
}

bool origins_allow(const struct origins *o, struct str origin)
{
        for (size_t i = 0; i < o->count; i++)
                if (is_same(o->allowed[i], origin))
                        return true;
        return false;
}
