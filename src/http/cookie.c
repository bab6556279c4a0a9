/* The store's cookies. */
#include "http/cookie.h"

#include "http/server_internal.h"

#define HOST_PREFIX "__Host-"

static const struct {
        const char *name; /* over https; without the prefix over http */
        bool readable;    /* by scripts */
} cookies[COOKIES] = {
        [COOKIE_VISITOR] = {HOST_PREFIX "visitor", false},
        [COOKIE_SESSION] = {HOST_PREFIX "session", false},
        [COOKIE_CSRF] = {HOST_PREFIX "csrftoken", true},
        [COOKIE_VIA] = {HOST_PREFIX "via", false},
};

static bool is_secure(const struct request *rq)
{
        return rq->server->options.secure;
}

static const char *name_of(const struct request *rq, enum cookie c)
{
        return cookies[c].name + (is_secure(rq) ? 0 : sizeof HOST_PREFIX - 1);
}

struct search {
        struct str name, value;
};

static enum MHD_Result compare(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
        struct search *s = context;
        (void)kind;
        if (!str_eq(str_from(name), s->name))
                return MHD_YES;
        s->value = str_from(value);
        return MHD_NO;
}

/* Names of cookies differ by case. MHD's own search takes __host-session for __Host-session, which some browsers let
 * any host of the domain set. */
struct str cookie_read(const struct request *rq, enum cookie c)
{
        struct search s = {.name = str_from(name_of(rq, c))};
        MHD_get_connection_values(rq->connection, MHD_COOKIE_KIND, compare, &s);
        return s.value;
}

void cookie_set_in(char line[COOKIE_LINE_MAX], struct request *rq, enum cookie c, const char *value, int64_t max_age_s)
{
        char max_age[40] = "";
        if (max_age_s != COOKIE_FOR_WINDOW)
                snprintf(max_age, sizeof max_age, "; Max-Age=%lld", max_age_s > 0 ? (long long)max_age_s : 0);
        snprintf(line, COOKIE_LINE_MAX, "%s=%s; Path=/%s; SameSite=Lax%s%s", name_of(rq, c), value, max_age,
                 cookies[c].readable ? "" : "; HttpOnly", is_secure(rq) ? "; Secure" : "");
        reply_header(rq, "Set-Cookie", line);
}

bool cookie_set(struct request *rq, enum cookie c, const char *value, int64_t max_age_s)
{
        char *line = arena_array(&rq->arena, char, COOKIE_LINE_MAX);
        if (line)
                cookie_set_in(line, rq, c, value, max_age_s);
        return line != NULL;
}

void cookie_keep(struct request *rq, enum cookie c)
{
        reply_drop_cookie(rq, str_from(name_of(rq, c)));
}
