/* Where a request comes from.
 *
 * The peer's address is the client's, but for peers in TRUSTED_PROXIES, whose X-Forwarded-For tells it. An IPv4 address
 * that comes in IPv6's clothes (::ffff:192.0.2.1, on a socket for both) is an IPv4 address everywhere.
 */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <sys/socket.h>

#include "http/request.h"

enum { NETWORK_BYTES_MAX = 48 };

/* What limits count as one client: an IPv4 address, or the /64 that an IPv6 customer has whole. */
struct network {
        unsigned size; /* bytes used; 0: none */
        unsigned char bytes[NETWORK_BYTES_MAX];
};

/* In digits, in `text`, which should have INET6_ADDRSTRLEN bytes; STR_NULL for families other than IP. */
struct str address_text(const struct sockaddr *address, char *text, socklen_t size);
/* Whether it is one of a load balancer of ours. */
bool address_is_trusted(const struct server *s, struct str address);

struct network network_of(const struct sockaddr *address);
/* The same of an address in digits. What a proxy wrote that is none counts by its text. */
struct network network_of_text(struct str address);

/* The client's network. False: the client is on this machine and came to us directly, or through a proxy that nobody
 * declared, which makes all customers one: it is not to be limited. */
bool request_network(struct request *rq, struct network *ret) __attribute__((warn_unused_result));

#endif
