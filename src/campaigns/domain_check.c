/* SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) records of a domain. */
#include "campaigns/domain_check.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <ctype.h>
#include <netdb.h>
#include <resolv.h>

#include "base/buf.h"
#include "base/clock.h"

enum {
        ANSWER_MAX = 16 * 1024, /* a domain may have many TXT records; larger ones are cut by the resolver */
        RECORDS_MAX = 50,       /* of one name */
        TEXT_MAX = 4096,        /* of one record; a key of 4096 bits has 800 */
        NAME_SIZE = NS_MAXDNAME,
        LABEL_MAX = 63,     /* RFC 1035, 2.3.4 */
        SELECTOR_MAX = 200, /* of the 253 of a name; ._domainkey. and the domain follow */
        WAIT_S = 2,
        TRIES = 2,
        PARENTS_MAX = 5, /* names above the domain that are asked for DMARC */
};

/* What services call the keys they sign with, where they let nobody choose. */
static const char *const selectors[] = {"default", "mail",  "dkim", "google",  "selector1", "selector2",
                                        "s1",      "s2",    "k1",   "k2",      "k3",        "smtp",
                                        "mxvault", "zmail", "pm",   "mandrill"};

struct asking {
        struct __res_state resolver;
        struct arena *arena;
        int64_t until_ms;
        bool is_down; /* no name server answers: nothing more is asked */
};

struct texts {
        struct str all[RECORDS_MAX];
        size_t count;
};

static bool use_server(struct asking *q, struct str server)
{
        char text[64];
        int64_t port;
        struct sockaddr_in address = {.sin_family = AF_INET};
        struct str rest = server, host = str_cut(&rest, ':');
        if (!str_to_c(host, text, sizeof text) || inet_pton(AF_INET, text, &address.sin_addr) != 1 ||
            !str_to_int64(rest, &port) || port <= 0 || port > UINT16_MAX)
                return false;
        address.sin_port = htons((uint16_t)port);
        q->resolver.nscount = 1;
        q->resolver.nsaddr_list[0] = address;
        return true;
}

static bool set_resolver(struct asking *q, const struct domain_settings *s)
{
        q->resolver.retrans = WAIT_S;
        q->resolver.retry = TRIES;
        q->resolver.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
        return !s->server.len || use_server(q, s->server);
}

/* A TXT record's strings follow each other without a gap (RFC 7208, 3.3). */
static struct str text_of(struct arena *a, const unsigned char *data, size_t size)
{
        struct buf text;
        buf_init(&text, TEXT_MAX);
        for (size_t at = 0; at < size && (size_t)data[at] + 1 <= size - at; at += (size_t)data[at] + 1)
                buf_add(&text, (struct str){(const char *)data + at + 1, data[at]});
        struct str copy = text.failed ? STR_NULL : arena_copy(a, buf_str(&text));
        buf_release(&text);
        return copy;
}

static void read_answer(struct asking *q, const unsigned char *answer, int size, struct texts *ret)
{
        ns_msg message;
        ns_rr record;
        if (ns_initparse(answer, size, &message) != 0)
                return;
        for (int i = 0; i < ns_msg_count(message, ns_s_an) && ret->count < RECORDS_MAX; i++) {
                if (ns_parserr(&message, ns_s_an, i, &record) != 0 || ns_rr_type(record) != ns_t_txt)
                        continue;
                struct str text = text_of(q->arena, ns_rr_rdata(record), ns_rr_rdlen(record));
                if (text.ptr)
                        ret->all[ret->count++] = text;
        }
}

/* The TXT records of a name; none when there is no such name. False: nobody could be asked. */
static bool ask(struct asking *q, const char *name, struct texts *ret)
{
        unsigned char answer[ANSWER_MAX];
        ret->count = 0;
        if (q->is_down || clock_ms() > q->until_ms)
                return false;
        int size = res_nquery(&q->resolver, name, ns_c_in, ns_t_txt, answer, sizeof answer);
        if (size >= 0) {
                read_answer(q, answer, size < (int)sizeof answer ? size : (int)sizeof answer, ret);
                return true;
        }
        if (q->resolver.res_h_errno == HOST_NOT_FOUND || q->resolver.res_h_errno == NO_DATA)
                return true;
        q->is_down = true;
        return false;
}

static const struct domain_finding nobody_answers = {false, STR("The name service does not answer; try again.")};

/* "v=spf1" and "v=spf1 -all", not "v=spf10". */
static bool has_version(struct str text, struct str version, char behind)
{
        return str_starts(text, version) &&
               (text.len == version.len || text.ptr[version.len] == behind || text.ptr[version.len] == ' ');
}

static size_t count_of(const struct texts *t, struct str version, char behind)
{
        size_t count = 0;
        for (size_t i = 0; i < t->count; i++)
                count += has_version(t->all[i], version, behind);
        return count;
}

static struct domain_finding find_spf(struct asking *q, const char *domain)
{
        struct texts t;
        if (!ask(q, domain, &t))
                return nobody_answers;
        size_t count = count_of(&t, STR("v=spf1"), ' ');
        if (count == 1)
                return (struct domain_finding){true, arena_printf(q->arena, "%s says who may send for it.", domain)};
        if (count == 0)
                return (struct domain_finding){
                        false, arena_printf(q->arena,
                                            "%s has no SPF record: add a TXT record that begins with v=spf1, "
                                            "as whoever sends your mails tells it.",
                                            domain)};
        return (struct domain_finding){
                false, arena_printf(q->arena, "%s has %zu SPF records, so that none counts (RFC 7208, 4.5): make one.",
                                    domain, count)};
}

/* A key record has p=; an empty one is a key that was taken back (RFC 6376, 3.6.1). */
static bool is_key(struct str text)
{
        for (struct str rest = text; rest.ptr;) {
                struct str value = str_cut(&rest, ';'), tag = str_trim(str_cut(&value, '='));
                if (str_eq(tag, STR("p")) && value.ptr)
                        return str_trim(value).len > 0;
        }
        return false;
}

static bool has_key(struct asking *q, const char *selector, const char *domain)
{
        struct texts t;
        char name[NAME_SIZE];
        if (snprintf(name, sizeof name, "%s._domainkey.%s", selector, domain) >= (int)sizeof name || !ask(q, name, &t))
                return false;
        for (size_t i = 0; i < t.count; i++)
                if (is_key(t.all[i]))
                        return true;
        return false;
}

static struct domain_finding found_key(struct asking *q, const char *selector, const char *domain)
{
        return (struct domain_finding){
                true, arena_printf(q->arena,
                                   "There is a key at %s._domainkey.%s. Whether mails are signed with it is the mail "
                                   "server's work: look at the headers of a test mail.",
                                   selector, domain)};
}

static struct domain_finding find_dkim(struct asking *q, const char *domain, const char *selector)
{
        if (selector[0] && has_key(q, selector, domain))
                return found_key(q, selector, domain);
        for (size_t i = 0; !selector[0] && i < sizeof selectors / sizeof *selectors; i++)
                if (has_key(q, selectors[i], domain))
                        return found_key(q, selectors[i], domain);
        if (q->is_down || clock_ms() > q->until_ms)
                return nobody_answers;
        if (selector[0])
                return (struct domain_finding){
                        false, arena_printf(q->arena, "There is no key at %s._domainkey.%s.", selector, domain)};
        return (struct domain_finding){
                false, arena_printf(q->arena,
                                    "%s has no DKIM key under a name that mail services use. If yours has another "
                                    "name, set DKIM_SELECTOR.",
                                    domain)};
}

static bool has_policy(struct asking *q, const char *domain)
{
        struct texts t;
        char name[NAME_SIZE];
        return snprintf(name, sizeof name, "_dmarc.%s", domain) < (int)sizeof name && ask(q, name, &t) &&
               count_of(&t, STR("v=DMARC1"), ';') == 1;
}

/* The domain's own policy, or that of a name above it, down to two labels: the organisation's. */
static struct domain_finding find_dmarc(struct asking *q, const char *domain)
{
        const char *at = domain;
        for (int i = 0; i <= PARENTS_MAX && at && strchr(at, '.'); i++) {
                if (has_policy(q, at))
                        return (struct domain_finding){true,
                                                       arena_printf(q->arena, "There is a policy at _dmarc.%s.", at)};
                at = strchr(at, '.') + 1;
        }
        if (q->is_down || clock_ms() > q->until_ms)
                return nobody_answers;
        return (struct domain_finding){
                false,
                arena_printf(q->arena,
                             "%s has no DMARC record: add a TXT record at _dmarc.%s, to begin with v=DMARC1; p=none",
                             domain, domain)};
}

/* With underscores, which RFC 6376 has not and some services have. */
static bool is_label(struct str s)
{
        bool fine = s.len > 0 && s.len <= LABEL_MAX;
        for (size_t i = 0; fine && i < s.len; i++)
                fine = isalnum((unsigned char)s.ptr[i]) || s.ptr[i] == '-' || s.ptr[i] == '_';
        return fine;
}

bool domain_selector_is_valid(struct str selector)
{
        bool fine = selector.len <= SELECTOR_MAX;
        for (struct str rest = selector; fine && rest.ptr;)
                fine = is_label(str_cut(&rest, '.'));
        return fine;
}

static void find_all(struct asking *q, const char *domain, const char *selector,
                     struct domain_finding ret[DOMAIN_RECORDS])
{
        ret[DOMAIN_SPF] = find_spf(q, domain);
        ret[DOMAIN_DKIM] = find_dkim(q, domain, selector);
        ret[DOMAIN_DMARC] = find_dmarc(q, domain);
}

void domain_check(struct arena *a, const struct domain_settings *s, struct str domain,
                  struct domain_finding ret[DOMAIN_RECORDS])
{
        char name[NAME_SIZE], selector[SELECTOR_MAX + 1];
        struct asking q = {.arena = a, .until_ms = clock_ms() + DOMAIN_CHECK_MS};
        for (int i = 0; i < DOMAIN_RECORDS; i++)
                ret[i] = nobody_answers;
        if (!str_to_c(domain, name, sizeof name) || !str_to_c(s->selector, selector, sizeof selector) ||
            res_ninit(&q.resolver) != 0)
                return;
        if (set_resolver(&q, s))
                find_all(&q, name, selector, ret);
        res_nclose(&q.resolver);
}
