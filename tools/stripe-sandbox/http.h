/* The HTTP side: libmicrohttpd with one thread of its own. */
#ifndef SANDBOX_HTTP_H
#define SANDBOX_HTTP_H

#include <stdbool.h>
#include <stdint.h>

struct MHD_Daemon;
struct sandbox;

/* Listens where the options say. NULL, with a line in the log, when that can't be. */
struct MHD_Daemon *http_start(struct sandbox *sb);
/* The port that it got. */
uint16_t http_port(struct MHD_Daemon *daemon);
/* Call after courier_stop: no request may be parked. */
void http_stop(struct MHD_Daemon *daemon);

#endif
