/* Which addresses are of the internet at large, and not of this machine, its network or nobody. */
#ifndef CAMPAIGNS_PUBLIC_ADDRESS_H
#define CAMPAIGNS_PUBLIC_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* False for all that IANA's special-purpose registries (RFC 6890) keep from being reached from everywhere, for
 * multicast, and for IPv4 addresses of that kind in any of their IPv6 clothes (mapped, NAT64, 6to4, Teredo). */
bool address_is_public(const struct sockaddr *address);

#endif
