/* Crowds and drips: how many connections one address may hold, and how long a request may take to arrive. */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "http/address.h"
#include "http/server_internal.h"

enum {
        /* Addresses share counters by a keyed hash: with this many, an honest visitor hardly ever meets a crowd. */
        ADDRESS_BUCKETS = 1 << 16,
        SWEEP_MS = 1000,
        LINGER_MAX_BYTES = 256 * 1024, /* a kernel's receive buffer, about */
};

/* One a connection, in a list of its loop. */
struct connection_clock {
        struct connection_clock *next, **link;
        struct server_loop *loop;
        int fd;
        unsigned bucket;        /* ADDRESS_BUCKETS: not counted */
        int64_t since_ms;       /* accepted, or its last request was answered */
        bool busy;              /* a request has arrived and is worked on */
        enum err address_error; /* of the request that arrives */
        bool lingers;           /* what its client still sends is to be read before the end */
};

bool arrival_init(struct server *s)
{
        randombytes_buf(s->address_key, sizeof s->address_key);
        s->connections_by_address = calloc(ADDRESS_BUCKETS, sizeof *s->connections_by_address);
        return s->connections_by_address != NULL;
}

void arrival_release(struct server *s)
{
        free(s->connections_by_address);
}

static unsigned bucket_of(const struct server *s, const struct sockaddr *address)
{
        uint64_t hash = 0;
        char text[INET6_ADDRSTRLEN];
        struct network client = network_of(address);
        if (client.size == 0 || s->options.connections_per_address == 0 ||
            address_is_trusted(s, address_text(address, text, sizeof text)))
                return ADDRESS_BUCKETS;
        crypto_shorthash((unsigned char *)&hash, client.bytes, client.size, s->address_key);
        return (unsigned)(hash % ADDRESS_BUCKETS);
}

enum MHD_Result arrival_accept(void *loop, const struct sockaddr *address, socklen_t length)
{
        (void)length;
        struct server *s = ((struct server_loop *)loop)->server;
        unsigned bucket = bucket_of(s, address);
        if (bucket == ADDRESS_BUCKETS)
                return MHD_YES;
        return atomic_load(&s->connections_by_address[bucket]) < s->options.connections_per_address ? MHD_YES : MHD_NO;
}

static struct connection_clock *clock_start(struct server_loop *l, struct MHD_Connection *connection)
{
        struct connection_clock *c = calloc(1, sizeof *c);
        if (!c)
                return NULL; /* served all the same, without a time-out of its own */
        const struct sockaddr *address =
                MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
        c->bucket = bucket_of(l->server, address);
        c->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        c->since_ms = clock_ms();
        c->loop = l;
        c->next = l->clocks;
        c->link = &l->clocks;
        if (c->next)
                c->next->link = &c->next;
        l->clocks = c;
        if (c->bucket < ADDRESS_BUCKETS)
                atomic_fetch_add(&l->server->connections_by_address[c->bucket], 1);
        return c;
}

static void read_rest(int fd)
{
        char rest[4096];
        for (size_t total = 0; total < LINGER_MAX_BYTES;) {
                ssize_t n = recv(fd, rest, sizeof rest, MSG_DONTWAIT);
                if (n <= 0)
                        return;
                total += (size_t)n;
        }
}

static void clock_stop(struct server_loop *l, struct connection_clock *c)
{
        if (!c)
                return;
        if (c->lingers)
                read_rest(c->fd);
        *c->link = c->next;
        if (c->next)
                c->next->link = c->link;
        if (c->bucket < ADDRESS_BUCKETS)
                atomic_fetch_sub(&l->server->connections_by_address[c->bucket], 1);
        free(c);
}

void arrival_on_connection(void *loop, struct MHD_Connection *connection, void **state,
                           enum MHD_ConnectionNotificationCode what)
{
        if (what == MHD_CONNECTION_NOTIFY_STARTED) {
                *state = clock_start(loop, connection);
        } else {
                clock_stop(loop, *state);
                *state = NULL;
        }
}

static struct connection_clock *clock_of(struct MHD_Connection *connection)
{
        return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

struct server_loop *arrival_loop(struct MHD_Connection *connection)
{
        struct connection_clock *c = clock_of(connection);
        return c ? c->loop : NULL;
}

void arrival_address_error(struct MHD_Connection *connection, enum err e)
{
        struct connection_clock *c = clock_of(connection);
        if (c)
                c->address_error = e;
}

enum err arrival_error(struct MHD_Connection *connection)
{
        struct connection_clock *c = clock_of(connection);
        return c ? c->address_error : ERR_NONE;
}

void arrival_linger(struct MHD_Connection *connection)
{
        struct connection_clock *c = clock_of(connection);
        if (c)
                c->lingers = true;
}

void arrival_request_arrived(struct MHD_Connection *connection)
{
        struct connection_clock *c = clock_of(connection);
        if (c) {
                c->busy = true;
                c->since_ms = clock_ms();
        }
}

void arrival_request_done(struct MHD_Connection *connection)
{
        struct connection_clock *c = clock_of(connection);
        if (c) {
                c->busy = false;
                c->since_ms = clock_ms();
        }
}

/* libmicrohttpd closes connections that are silent for IDLE_TIMEOUT_S. One that outlives the longer limit without
 * completing a request drips: a byte now and then keeps it from being silent. So does one that reads its reply so. */
void arrival_sweep(struct server_loop *l, int64_t now_ms)
{
        if (now_ms < l->next_sweep_ms)
                return;
        l->next_sweep_ms = now_ms + SWEEP_MS;
        for (struct connection_clock *c = l->clocks; c; c = c->next)
                if (now_ms - c->since_ms > (c->busy ? ANSWER_TIMEOUT_S : ARRIVAL_TIMEOUT_S) * 1000)
                        shutdown(c->fd, SHUT_RDWR);
}
