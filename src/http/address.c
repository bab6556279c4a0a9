/* Where a request comes from. */
#include "http/address.h"

#include <arpa/inet.h>

#include "http/server_internal.h"

enum { IPV6_NETWORK_BYTES = 8 };

/* The four bytes of an IPv4 address, also of one in IPv6's clothes; NULL for others. */
static const unsigned char *ipv4_bytes(const struct sockaddr *address)
{
        if (address->sa_family == AF_INET)
                return (const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr;
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        return address->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(six) ? &six->s6_addr[12] : NULL;
}

struct str address_text(const struct sockaddr *address, char *text, socklen_t size)
{
        const unsigned char *four = ipv4_bytes(address);
        if (four)
                return str_from(inet_ntop(AF_INET, four, text, size));
        if (address->sa_family != AF_INET6)
                return STR_NULL;
        return str_from(inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, size));
}

bool address_is_trusted(const struct server *s, struct str address)
{
        struct str list = str_from(s->options.trusted_proxies);
        while (address.len && list.ptr)
                if (str_eq(str_trim(str_cut(&list, ',')), address))
                        return true;
        return false;
}

static struct network network_from(const unsigned char *bytes, size_t size)
{
        struct network n = {.size = (unsigned)(size < NETWORK_BYTES_MAX ? size : NETWORK_BYTES_MAX)};
        if (n.size)
                memcpy(n.bytes, bytes, n.size);
        return n;
}

struct network network_of(const struct sockaddr *address)
{
        const unsigned char *four = ipv4_bytes(address);
        if (four)
                return network_from(four, 4);
        if (address->sa_family != AF_INET6)
                return (struct network){0};
        return network_from(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr, IPV6_NETWORK_BYTES);
}

static bool parse(struct str text, struct sockaddr_in6 *ret)
{
        char digits[INET6_ADDRSTRLEN];
        *ret = (struct sockaddr_in6){0};
        if (!str_to_c(text, digits, sizeof digits))
                return false;
        ret->sin6_family = AF_INET;
        if (inet_pton(AF_INET, digits, &((struct sockaddr_in *)ret)->sin_addr) == 1)
                return true;
        ret->sin6_family = AF_INET6;
        return inet_pton(AF_INET6, digits, &ret->sin6_addr) == 1;
}

struct network network_of_text(struct str address)
{
        struct sockaddr_in6 parsed;
        return parse(address, &parsed) ? network_of((struct sockaddr *)&parsed)
                                       : network_from((const unsigned char *)address.ptr, address.len);
}

static const struct sockaddr *peer_of(const struct request *rq)
{
        const union MHD_ConnectionInfo *info =
                MHD_get_connection_info(rq->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        return info ? info->client_addr : NULL;
}

static struct str last_of(struct str *hops)
{
        size_t start = hops->len;
        while (start && hops->ptr[start - 1] != ',')
                start--;
        struct str last = str_trim(str_from_offset(*hops, start));
        hops->len = start ? start - 1 : 0;
        return last;
}

/* From the right: each proxy appended the address it saw, and the first that is no proxy of ours is the client. */
static struct str client_of(const struct server *s, struct str peer, struct str hops)
{
        while (hops.len && address_is_trusted(s, peer))
                peer = last_of(&hops);
        return peer;
}

struct hop_lines {
        struct arena *arena;
        struct str all;
};

static enum MHD_Result add_hops(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
        struct hop_lines *h = context;
        (void)kind;
        if (value && str_eq_nocase(str_from(name), STR("X-Forwarded-For")))
                h->all = h->all.len ? arena_printf(h->arena, "%.*s, %s", STR_ARG(h->all), value) : str_from(value);
        return MHD_YES;
}

/* A proxy may add a line of its own below the client's: together they are one list (RFC 9110, 5.3). */
static struct str forwarded_hops(struct request *rq)
{
        struct hop_lines h = {.arena = &rq->arena, .all = STR_NULL};
        if (rq->server->options.trusted_proxies)
                MHD_get_connection_values(rq->connection, MHD_HEADER_KIND, add_hops, &h);
        return h.all;
}

struct str request_address(struct request *rq)
{
        char text[INET6_ADDRSTRLEN];
        const struct sockaddr *peer = peer_of(rq);
        if (!peer)
                return STR_NULL;
        return arena_copy(&rq->arena, client_of(rq->server, address_text(peer, text, sizeof text), forwarded_hops(rq)));
}

struct str request_client(struct request *rq)
{
        struct sockaddr_in6 parsed;
        char text[INET6_ADDRSTRLEN];
        struct str address = request_address(rq);
        if (!parse(address, &parsed) || parsed.sin6_family != AF_INET6 || IN6_IS_ADDR_V4MAPPED(&parsed.sin6_addr))
                return address;
        memset(&parsed.sin6_addr.s6_addr[IPV6_NETWORK_BYTES], 0, sizeof parsed.sin6_addr - IPV6_NETWORK_BYTES);
        return arena_printf(&rq->arena, "%s/64", inet_ntop(AF_INET6, &parsed.sin6_addr, text, sizeof text));
}

static bool is_loopback(const struct sockaddr *address)
{
        const unsigned char *four = ipv4_bytes(address);
        return four ? four[0] == 127
                    : address->sa_family == AF_INET6 &&
                               IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

bool request_network(struct request *rq, struct network *ret)
{
        char text[INET6_ADDRSTRLEN];
        const struct sockaddr *peer = peer_of(rq);
        struct str hops = forwarded_hops(rq);
        struct str proxy = peer && hops.len ? address_text(peer, text, sizeof text) : STR_NULL;
        bool is_proxied = address_is_trusted(rq->server, proxy);
        if (!peer || (!is_proxied && is_loopback(peer)))
                return false;
        *ret = is_proxied ? network_of_text(client_of(rq->server, proxy, hops)) : network_of(peer);
        return true;
}
