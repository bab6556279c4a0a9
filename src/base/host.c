/* Names of hosts. */
#include "base/host.h"

#include <arpa/inet.h>
#include <string.h>

bool host_is_loopback(const char *host)
{
        struct in_addr v4;
        if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
                return true;
        return inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127;
}
