/* Links that are asked whether they answer: HEAD, and GET of those that don't like it. */
#include "campaigns/link_check.h"

#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/clock.h"
#include "campaigns/public_address.h"

enum {
        CONNECTIONS_MAX = 10,
        HOST_CONNECTIONS_MAX = 4, /* most links of a mail lead to one shop */
        CONNECT_MS = 5000,
        TURN_MS = 100,
        OWN_ADDRESSES_MAX = 8,
        URL_SIZE = 2048,
        HOST_SIZE = 256,
};

/* Where PUBLIC_URL is: it may be in the server's own network. */
struct own {
        struct sockaddr_storage addresses[OWN_ADDRESSES_MAX];
        size_t count;
};

struct ask {
        struct link_check *link;
        const struct own *own;
        CURL *easy;
        bool begun;
        bool refused; /* an address that may not be asked */
        bool is_get;
        int64_t until_ms;
        char words[CURL_ERROR_SIZE];
};

struct asks {
        struct arena *arena;
        CURLM *multi;
        struct ask *all;
        size_t count;
        int64_t until_ms;
};

static uint16_t port_of(const struct sockaddr *address)
{
        struct sockaddr_in in; /* the port is at the same place in both families */
        memcpy(&in, address, sizeof in);
        return in.sin_port;
}

static bool is_same(const struct sockaddr *a, const struct sockaddr *b)
{
        struct sockaddr_in in[2];
        struct sockaddr_in6 in6[2];
        if (a->sa_family != b->sa_family || port_of(a) != port_of(b))
                return false;
        if (a->sa_family == AF_INET) {
                memcpy(&in[0], a, sizeof in[0]);
                memcpy(&in[1], b, sizeof in[1]);
                return in[0].sin_addr.s_addr == in[1].sin_addr.s_addr;
        }
        memcpy(&in6[0], a, sizeof in6[0]);
        memcpy(&in6[1], b, sizeof in6[1]);
        return memcmp(&in6[0].sin6_addr, &in6[1].sin6_addr, sizeof in6[0].sin6_addr) == 0;
}

static bool may_open(const struct own *own, const struct sockaddr *address)
{
        for (size_t i = 0; i < own->count; i++)
                if (is_same(address, (const struct sockaddr *)&own->addresses[i]))
                        return true;
        return address_is_public(address);
}

static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
        struct ask *ask = context;
        (void)purpose;
        if (!may_open(ask->own, &address->addr)) {
                ask->refused = true;
                return CURL_SOCKET_BAD;
        }
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* That something comes is enough. */
static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
        (void)bytes;
        (void)size;
        (void)count;
        (void)context;
        return 0;
}

static void find_own(struct own *own, struct str url)
{
        char text[URL_SIZE], *host = NULL, *port = NULL;
        struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found = NULL;
        CURLU *parts = curl_url();
        if (str_to_c(url, text, sizeof text) && parts && curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK &&
            curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
            curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK) {
                char name[HOST_SIZE];
                struct str bare = str_from(host);
                if (bare.len > 2 && bare.ptr[0] == '[')
                        bare = (struct str){bare.ptr + 1, bare.len - 2};
                if (str_to_c(bare, name, sizeof name) && getaddrinfo(name, port, &hints, &found) != 0)
                        found = NULL;
        }
        for (struct addrinfo *each = found; each && own->count < OWN_ADDRESSES_MAX; each = each->ai_next)
                memcpy(&own->addresses[own->count++], each->ai_addr, each->ai_addrlen);
        if (found)
                freeaddrinfo(found);
        curl_free(host);
        curl_free(port);
        curl_url_cleanup(parts);
}

static bool prepare(struct ask *ask, const char *url)
{
        int64_t left_ms = ask->until_ms - clock_ms();
        CURL *c = ask->easy = curl_easy_init();
        if (!c)
                return false;
        curl_easy_setopt(c, CURLOPT_URL, url);
        curl_easy_setopt(c, CURLOPT_PRIVATE, ask);
        curl_easy_setopt(c, CURLOPT_ERRORBUFFER, ask->words);
        curl_easy_setopt(c, CURLOPT_NOBODY, ask->is_get ? 0L : 1L);
        curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)LINK_REDIRECTS_MAX);
        curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_open);
        curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, ask);
        curl_easy_setopt(c, CURLOPT_PROXY, ""); /* which would be asked instead of the address that was judged */
        curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
        curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, left_ms > 1 ? (long)left_ms : 1L);
        curl_easy_setopt(c, CURLOPT_USERAGENT, "StartupWebApp link check");
        return true;
}

/* HEAD's answer; its refusal says nothing, since many servers know GET alone. */
static bool wants_get(const struct ask *ask, CURLcode code, long status)
{
        return !ask->is_get && !ask->refused && (code == CURLE_OK ? status >= 400 : code == CURLE_GOT_NOTHING);
}

/* What is told to programs: to log in, to ask in another way or less often, and LinkedIn's own no (999). */
static bool keeps_programs_out(long status)
{
        return status == 401 || status == 403 || status == 405 || status == 429 || status == 999;
}

static struct str problem_of(struct arena *a, const struct ask *ask, CURLcode code, long status)
{
        if (ask->refused)
                return STR("leads to an address that is not of the internet");
        if (code == CURLE_TOO_MANY_REDIRECTS)
                return STR("leads on more than five times");
        if (code == CURLE_OPERATION_TIMEDOUT)
                return STR("does not answer in time");
        if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && status))
                return arena_copy(a, str_from(ask->words[0] ? ask->words : curl_easy_strerror(code)));
        if (status >= 400 && !keeps_programs_out(status))
                return arena_printf(a, "answers %ld", status);
        return STR_NULL;
}

static void drop(CURLM *multi, struct ask *ask)
{
        if (!ask->easy)
                return;
        curl_multi_remove_handle(multi, ask->easy);
        curl_easy_cleanup(ask->easy);
        ask->easy = NULL;
}

static bool begin(CURLM *multi, struct ask *ask)
{
        char url[URL_SIZE];
        ask->words[0] = 0;
        if (!str_to_c(ask->link->url, url, sizeof url)) {
                ask->link->problem = STR("is too long");
                return true;
        }
        return prepare(ask, url) && curl_multi_add_handle(multi, ask->easy) == CURLM_OK;
}

static bool finish(struct asks *asks, const CURLMsg *said)
{
        struct ask *ask = NULL;
        long status = 0;
        CURLcode code = said->data.result;
        curl_easy_getinfo(said->easy_handle, CURLINFO_PRIVATE, &ask);
        curl_easy_getinfo(said->easy_handle, CURLINFO_RESPONSE_CODE, &status);
        if (wants_get(ask, code, status)) {
                drop(asks->multi, ask);
                ask->is_get = true;
                return begin(asks->multi, ask);
        }
        ask->link->problem = problem_of(asks->arena, ask, code, status);
        ask->link->refused = !ask->link->problem.ptr && keeps_programs_out(status) ? status : 0;
        drop(asks->multi, ask);
        return true;
}

/* "host:port" of an address as it is written. */
static struct str host_of(struct str url)
{
        struct str host = str_from_offset(url, str_find(url, ':') + 3);
        for (size_t i = 0; i < host.len; i++)
                if (strchr("/?#", host.ptr[i]))
                        return (struct str){host.ptr, i};
        return host;
}

/* libcurl would keep those waiting whose time runs already. */
static bool has_room(const struct asks *asks, const struct ask *next)
{
        size_t running = 0, of_host = 0;
        for (size_t i = 0; i < asks->count; i++)
                if (asks->all[i].easy) {
                        running++;
                        of_host += str_eq_nocase(host_of(asks->all[i].link->url), host_of(next->link->url));
                }
        return running < CONNECTIONS_MAX && of_host < HOST_CONNECTIONS_MAX;
}

static bool begin_more(struct asks *asks)
{
        for (size_t i = 0; i < asks->count; i++) {
                struct ask *ask = &asks->all[i];
                if (ask->begun || !has_room(asks, ask))
                        continue;
                ask->begun = true;
                ask->until_ms = clock_ms() + LINK_CHECK_MS;
                if (ask->until_ms > asks->until_ms)
                        ask->until_ms = asks->until_ms;
                if (!begin(asks->multi, ask))
                        return false;
        }
        return true;
}

static bool take_answers(struct asks *asks)
{
        int left;
        const CURLMsg *said;
        while ((said = curl_multi_info_read(asks->multi, &left)))
                if (said->msg == CURLMSG_DONE && !finish(asks, said))
                        return false;
        return true;
}

static bool is_done(const struct asks *asks)
{
        for (size_t i = 0; i < asks->count; i++)
                if (!asks->all[i].begun || asks->all[i].easy)
                        return false;
        return true;
}

static bool run(struct asks *asks)
{
        int running;
        while (!is_done(asks) && clock_ms() < asks->until_ms)
                if (!begin_more(asks) || curl_multi_poll(asks->multi, NULL, 0, TURN_MS, NULL) != CURLM_OK ||
                    curl_multi_perform(asks->multi, &running) != CURLM_OK || !take_answers(asks))
                        return false;
        return true;
}

static void end(struct asks *asks)
{
        for (size_t i = 0; i < asks->count; i++) {
                struct ask *ask = &asks->all[i];
                if (!ask->begun)
                        ask->link->problem = STR("could not be asked in time");
                else if (ask->easy)
                        ask->link->problem = STR("does not answer in time");
                drop(asks->multi, ask);
        }
}

bool links_check(struct arena *a, struct str own_url, struct link_check *links, size_t count)
{
        struct own own = {0};
        struct asks asks = {.arena = a,
                            .multi = curl_multi_init(),
                            .all = arena_array(a, struct ask, count),
                            .until_ms = clock_ms() + LINKS_CHECK_MS};
        if (asks.multi && asks.all)
                asks.count = count;
        find_own(&own, own_url);
        for (size_t i = 0; i < asks.count; i++) {
                links[i].problem = STR_NULL;
                asks.all[i] = (struct ask){.link = &links[i], .own = &own};
        }
        bool fine = asks.count == count && run(&asks);
        end(&asks);
        curl_multi_cleanup(asks.multi);
        return fine;
}
