/* Names of hosts. */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include <stdbool.h>

/* localhost, 127.0.0.0/8 or [::1], as it stands in a URL: what is sent there does not leave the machine. */
bool host_is_loopback(const char *host);

#endif
