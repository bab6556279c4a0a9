/* hold PORT COUNT: opens connections to 127.0.0.1, makes one request on each and keeps them all until stdin ends.
 * Says "held N" when all are open, and at the end how many the server closed meanwhile: "lost N".
 */
#include <arpa/inet.h>
#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
        PER_ADDRESS = 2000, /* connections of one source address: far below the 28,000 ports that Linux gives out */
        REPLY_MAX = 256 * 1024,
};

static char reply[REPLY_MAX + 1];

static int open_connection(uint16_t port, int number)
{
        struct sockaddr_in from = {.sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(number / PER_ADDRESS))};
        struct sockaddr_in to = {
                .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0 || bind(fd, (struct sockaddr *)&from, sizeof from) != 0 ||
            connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
                err(1, "connection %d", number);
        return fd;
}

static void ask(int fd)
{
        static const char request[] = "GET /api/v1/products HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        size_t got = 0, whole = REPLY_MAX;
        if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != sizeof request - 1)
                err(1, "send");
        while (got < whole) {
                ssize_t n = recv(fd, reply + got, whole - got, 0);
                if (n <= 0)
                        errx(1, "the reply is cut off");
                got += (size_t)n;
                reply[got] = 0;
                char *body = strstr(reply, "\r\n\r\n"), *length = strcasestr(reply, "\r\nContent-Length: ");
                if (body && length)
                        whole = (size_t)(body + 4 - reply) + strtoul(length + 18, NULL, 10);
                if (whole > REPLY_MAX)
                        errx(1, "the reply is too long");
        }
        if (strncmp(reply, "HTTP/1.1 200 ", 13) != 0)
                errx(1, "not 200: %.40s", reply);
}

static int count_lost(const int *fds, int count)
{
        int lost = 0;
        for (int i = 0; i < count; i++) {
                struct pollfd one = {.fd = fds[i], .events = POLLIN};
                lost += poll(&one, 1, 0) != 0; /* nothing is to be read from an idle connection but its end */
        }
        return lost;
}

int main(int count, char **words)
{
        struct rlimit limit;
        if (count != 3)
                errx(2, "usage: hold PORT COUNT");
        int wanted = atoi(words[2]);
        int *fds = calloc((size_t)wanted, sizeof *fds);
        if (!fds)
                err(1, "memory");
        if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
                limit.rlim_cur = limit.rlim_max;
                setrlimit(RLIMIT_NOFILE, &limit);
        }
        for (int i = 0; i < wanted; i++) {
                fds[i] = open_connection((uint16_t)atoi(words[1]), i);
                ask(fds[i]);
        }
        printf("held %d\n", wanted);
        fflush(stdout);
        while (getchar() != EOF)
                ;
        printf("lost %d\n", count_lost(fds, wanted));
        return 0;
}
