/* The least that libmicrohttpd can do: replies made once at the start, sent to whoever asks.
 *
 * bare PORT THREADS FILE...: each file is an address on its first line, and below it a reply as it came over the wire.
 * Threads, sockets and options are those of the server, so that the two differ only in what the server does.
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGES_MAX = 8, CONNECTION_MEMORY = 14 * 1024, IDLE_TIMEOUT_S = 60, CONNECTIONS = 20000, BACKLOG = 1024 };

static struct page {
        char *url;
        unsigned status;
        struct MHD_Response *response;
} pages[PAGES_MAX];

static int page_count;

static char *read_file(const char *path, size_t *ret_size)
{
        struct stat info;
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &info) != 0)
                err(1, "%s", path);
        char *text = calloc(1, (size_t)info.st_size + 1);
        if (!text || read(fd, text, (size_t)info.st_size) != info.st_size)
                err(1, "%s", path);
        close(fd);
        *ret_size = (size_t)info.st_size;
        return text;
}

/* libmicrohttpd writes these itself. */
static int is_automatic(const char *name)
{
        return strcasecmp(name, "Date") == 0 || strcasecmp(name, "Content-Length") == 0 ||
               strcasecmp(name, "Connection") == 0;
}

static void load_page(const char *path)
{
        size_t size;
        char *text = read_file(path, &size), *body = strstr(text, "\r\n\r\n"), *rest = text;
        if (!body || page_count == PAGES_MAX)
                errx(1, "%s is no reply", path);
        *body = 0;
        body += 4;
        struct page *p = &pages[page_count++];
        p->url = strsep(&rest, "\n");
        if (sscanf(strsep(&rest, "\n"), "HTTP/1.1 %u", &p->status) != 1)
                errx(1, "%s has no status", path);
        p->response = MHD_create_response_from_buffer(size - (size_t)(body - text), body, MHD_RESPMEM_PERSISTENT);
        for (char *line; (line = strsep(&rest, "\n"));) {
                char *name = strsep(&line, ":");
                line[strcspn(line, "\r")] = 0;
                if (!is_automatic(name))
                        MHD_add_response_header(p->response, name, line + strspn(line, " "));
        }
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **state)
{
        (void)context;
        (void)method;
        (void)version;
        (void)upload;
        (void)upload_size;
        if (!*state) {
                *state = connection;
                return MHD_YES;
        }
        for (int i = 0; i < page_count; i++)
                if (strcmp(pages[i].url, url) == 0)
                        return MHD_queue_response(connection, pages[i].status, pages[i].response);
        return MHD_NO;
}

static int listen_on(uint16_t port)
{
        struct sockaddr_in address = {
                .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
        if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
            setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
            bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0)
                err(1, "can't listen on port %d", port);
        return fd;
}

static void *run(void *argument)
{
        struct MHD_Daemon *daemon = argument;
        /* poll, not epoll_wait: that would take the events away from libmicrohttpd */
        struct pollfd http = {.fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN};
        for (;;) {
                MHD_UNSIGNED_LONG_LONG timeout;
                if (MHD_get_timeout(daemon, &timeout) != MHD_YES || timeout > 1000)
                        timeout = 1000;
                poll(&http, 1, (int)timeout);
                MHD_run(daemon);
        }
        return NULL;
}

static struct MHD_Daemon *start_daemon(uint16_t port)
{
        struct MHD_Daemon *daemon = MHD_start_daemon(
                MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, NULL, NULL, on_request, NULL,
                MHD_OPTION_LISTEN_SOCKET, listen_on(port), MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_TIMEOUT_S,
                MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
                (unsigned)CONNECTIONS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
        if (!daemon)
                errx(1, "libmicrohttpd does not start");
        return daemon;
}

int main(int count, char **words)
{
        pthread_t thread;
        if (count < 4)
                errx(2, "usage: bare PORT THREADS FILE...");
        for (int i = 3; i < count; i++)
                load_page(words[i]);
        uint16_t port = (uint16_t)atoi(words[1]);
        for (int i = 1; i < atoi(words[2]); i++)
                if (pthread_create(&thread, NULL, run, start_daemon(port)) != 0)
                        errx(1, "no thread");
        struct MHD_Daemon *daemon = start_daemon(port);
        puts("listening");
        fflush(stdout);
        run(daemon);
        return 0;
}
