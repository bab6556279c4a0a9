/* A scripted stand-in for Stripe's servers on loopback, and a client that talks to it. */
#ifndef TEST_STRIPE_SERVER_H
#define TEST_STRIPE_SERVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "stripe/client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STEPS_MAX = 8, REQUEST_MAX = 8192 };

/* What the server does with its n-th connection. */
struct step {
        const char *status;  /* "200 OK"; NULL: closes without a word */
        const char *headers; /* each with CRLF; may be NULL */
        const char *body;
        unsigned delay_ms;
        size_t padding; /* spaces behind the body */
};

static struct {
        int listener;
        char base[64];
        pthread_t thread;
        const struct step *steps;
        size_t count;
        char requests[STEPS_MAX][REQUEST_MAX]; /* as they came, NUL-terminated */
        size_t served;                         /* read after the thread has ended */
} server;

static struct stripe_client client;
static struct arena arena;
static struct stripe_failure failure;

static inline void read_request(int socket, char *out)
{
        size_t n = 0, want = 0;
        while (n < REQUEST_MAX - 1) {
                ssize_t got = read(socket, out + n, REQUEST_MAX - 1 - n);
                if (got <= 0)
                        break;
                n += (size_t)got;
                out[n] = 0;
                char *body = strstr(out, "\r\n\r\n");
                if (!body)
                        continue;
                const char *length = strstr(out, "Content-Length: ");
                want = (size_t)(body + 4 - out) + (length ? strtoul(length + 16, NULL, 10) : 0);
                if (n >= want)
                        break;
        }
        out[n] = 0;
}

static inline void write_all(int socket, struct str bytes)
{
        while (bytes.len > 0) {
                ssize_t n = send(socket, bytes.ptr, bytes.len, MSG_NOSIGNAL);
                if (n <= 0)
                        return;
                bytes = str_from_offset(bytes, (size_t)n);
        }
}

static inline void answer(int socket, const struct step *step)
{
        static const char spaces[4096] = "";
        struct buf b;
        buf_init(&b, 64 * 1024);
        usleep(step->delay_ms * 1000);
        if (step->status) {
                buf_printf(&b, "HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s", step->status,
                           step->headers ? step->headers : "", strlen(step->body) + step->padding, step->body);
                write_all(socket, buf_str(&b));
        }
        for (size_t left = step->padding; left > 0; left -= left < sizeof spaces ? left : sizeof spaces)
                write_all(socket, (struct str){spaces, left < sizeof spaces ? left : sizeof spaces});
        buf_release(&b);
}

static inline void *serve(void *unused)
{
        (void)unused;
        for (size_t i = 0; i < server.count; i++) {
                int socket = accept(server.listener, NULL, NULL);
                if (socket < 0)
                        break; /* the test is over */
                read_request(socket, server.requests[i]);
                server.served = i + 1;
                answer(socket, &server.steps[i]);
                close(socket);
        }
        return NULL;
}

static inline void listen_on_loopback(void)
{
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t size = sizeof address;
        server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_int_equal(bind(server.listener, (struct sockaddr *)&address, size), 0);
        assert_int_equal(listen(server.listener, 8), 0);
        assert_int_equal(getsockname(server.listener, (struct sockaddr *)&address, &size), 0);
        snprintf(server.base, sizeof server.base, "http://127.0.0.1:%u", ntohs(address.sin_port));
}

static inline void begin(const struct step *steps, size_t count, unsigned deadline_ms)
{
        struct str problem;
        listen_on_loopback();
        server.steps = steps;
        server.count = count;
        server.served = 0;
        assert_int_equal(pthread_create(&server.thread, NULL, serve, NULL), 0);
        struct stripe_settings settings = {str_from(server.base), STR("sk_test_secret"), deadline_ms};
        assert_true(stripe_client_init(&client, &settings, &problem));
        arena_init(&arena, 256 * 1024);
}

/* Ends the server; what it noted may be read afterwards. */
static inline void end(void)
{
        shutdown(server.listener, SHUT_RDWR);
        pthread_join(server.thread, NULL);
        close(server.listener);
        stripe_client_release(&client);
        arena_release(&arena);
}

#define ERROR_BODY(code) "{\"error\":{\"type\":\"api_error\",\"code\":\"" code "\",\"message\":\"m\",\"param\":\"p\"}}"
#define BEGIN(deadline_ms, ...)                                                                                        \
        static const struct step steps[] = {__VA_ARGS__};                                                              \
        begin(steps, sizeof steps / sizeof *steps, deadline_ms)

#define run_with_libraries(tests)                                                                                      \
        (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || sodium_init() < 0 ? 1 : run_all(tests))

#endif
