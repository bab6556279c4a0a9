/* A connection to a mail server, made by libcurl. Each has a multi handle of its own: libcurl drops idle connections
 * with bytes to read when another one is opened in the same pool, and to libcurl ours are idle. */
#include "mail/smtp_link.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"

/* libcurl tells its sockets here, and only while it opens: afterwards the socket is ours to watch. */
static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *known)
{
        (void)easy;
        struct smtp_link *l = context;
        struct epoll_event event = {.data.fd = socket};
        if (what == CURL_POLL_REMOVE) {
                epoll_ctl(l->events, EPOLL_CTL_DEL, socket, NULL);
                return 0;
        }
        event.events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0);
        int how = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
        if (epoll_ctl(l->events, how, socket, &event) != 0 && errno == ENOENT)
                epoll_ctl(l->events, EPOLL_CTL_ADD, socket, &event);
        curl_multi_assign(l->multi, socket, l);
        return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *context)
{
        (void)multi;
        struct smtp_link *l = context;
        l->timer_ms = timeout_ms < 0 ? INT64_MAX : clock_ms() + timeout_ms;
        return 0;
}

static void note_offer(struct smtp_link *l, struct str offer)
{
        struct str word = str_cut(&offer, ' ');
        l->pipelining |= str_eq_nocase(word, STR("PIPELINING"));
        l->takes_size |= str_eq_nocase(word, STR("SIZE"));
}

/* Offers made before STARTTLS don't count (RFC 3207, 4.2): each first line forgets what was offered before. */
static size_t on_line(char *bytes, size_t size, size_t count, void *context)
{
        struct smtp_link *l = context;
        struct str line = str_trim((struct str){bytes, size * count});
        bool valid, follows = l->reply.continued;
        smtp_reply_add(&l->reply, line, &valid);
        if (!valid || l->reply.code != 250)
                return size * count;
        if (!follows)
                l->pipelining = l->takes_size = false;
        else
                note_offer(l, str_from_offset(line, 4));
        return size * count;
}

static void set_address(CURL *easy, const struct smtp_server *s)
{
        static const long use_ssl[] = {
                [MAIL_TLS_NONE] = CURLUSESSL_NONE,
                [MAIL_TLS_TRY] = CURLUSESSL_TRY,
                [MAIL_TLS_REQUIRE] = CURLUSESSL_ALL,
                [MAIL_TLS_IMPLICIT] = CURLUSESSL_ALL,
        };
        char address[600];
        bool implicit = s->url.tls == MAIL_TLS_IMPLICIT;
        snprintf(address, sizeof address, "%s://%s:%u/%s", implicit ? "smtps" : "smtp", s->url.host, s->url.port,
                 s->hello);
        curl_easy_setopt(easy, CURLOPT_URL, address);
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, implicit ? "smtps" : "smtp");
        curl_easy_setopt(easy, CURLOPT_USE_SSL, use_ssl[s->url.tls]);
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* http_proxy and its like are not for mail */
        if (s->ca_file[0])
                curl_easy_setopt(easy, CURLOPT_CAINFO, s->ca_file);
}

/* The file's text is wiped: libcurl has a copy. */
static void set_token(CURL *easy, const struct smtp_server *s)
{
        char text[SMTP_TOKEN_MAX + 1] = "";
        bool fits = true;
        if (s->token_file[0]) {
                FILE *f = fopen(s->token_file, "re");
                size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
                fits = str_to_c(str_trim((struct str){text, n}), text, sizeof text);
                if (f)
                        fclose(f);
        } else {
                fits = str_to_c(s->token, text, sizeof text);
        }
        curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, fits ? text : "");
        explicit_bzero(text, sizeof text);
}

static void set_login(CURL *easy, const struct smtp_server *s)
{
        static const char *const mechanisms[] = {
                [MAIL_AUTH_PLAIN] = "AUTH=PLAIN",
                [MAIL_AUTH_LOGIN] = "AUTH=LOGIN",
                [MAIL_AUTH_XOAUTH2] = "AUTH=XOAUTH2",
        };
        if (!s->url.user[0])
                return;
        curl_easy_setopt(easy, CURLOPT_USERNAME, s->url.user);
        if (s->url.auth != MAIL_AUTH_ANY)
                curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS, mechanisms[s->url.auth]);
        if (s->url.auth == MAIL_AUTH_XOAUTH2)
                set_token(easy, s);
        else
                curl_easy_setopt(easy, CURLOPT_PASSWORD, s->url.password);
}

static void set_conversation(struct smtp_link *l)
{
        curl_easy_setopt(l->easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(l->easy, CURLOPT_CONNECT_ONLY, 1L);
        curl_easy_setopt(l->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)SMTP_OPEN_MS);
        curl_easy_setopt(l->easy, CURLOPT_TCP_NODELAY, 1L);
        curl_easy_setopt(l->easy, CURLOPT_HEADERFUNCTION, on_line);
        curl_easy_setopt(l->easy, CURLOPT_HEADERDATA, l);
        curl_multi_setopt(l->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
        curl_multi_setopt(l->multi, CURLMOPT_SOCKETDATA, l);
        curl_multi_setopt(l->multi, CURLMOPT_TIMERFUNCTION, on_timer);
        curl_multi_setopt(l->multi, CURLMOPT_TIMERDATA, l);
}

bool smtp_link_open(struct smtp_link *l, const struct smtp_server *s)
{
        *l = (struct smtp_link){.events = epoll_create1(EPOLL_CLOEXEC), .socket = -1, .timer_ms = INT64_MAX};
        l->state = SMTP_LINK_OPENING;
        l->deadline_ms = clock_ms() + SMTP_OPEN_MS;
        l->multi = curl_multi_init();
        l->easy = curl_easy_init();
        if (l->events < 0 || !l->multi || !l->easy) {
                smtp_link_close(l);
                smtp_reply_say(&l->reply, STR("out of memory or descriptors"));
                return false;
        }
        set_address(l->easy, s);
        set_login(l->easy, s);
        set_conversation(l);
        curl_multi_add_handle(l->multi, l->easy);
        return true;
}

static void fail(struct smtp_link *l, CURLcode code)
{
        if (l->reply.code < 400)
                smtp_reply_say(&l->reply, str_from(curl_easy_strerror(code)));
        smtp_link_close(l);
}

static void end_opening(struct smtp_link *l, CURLcode code)
{
        curl_socket_t socket = CURL_SOCKET_BAD;
        if (code == CURLE_OK)
                curl_easy_getinfo(l->easy, CURLINFO_ACTIVESOCKET, &socket);
        if (code != CURLE_OK || socket == CURL_SOCKET_BAD) {
                fail(l, code);
                return;
        }
        l->socket = socket;
        l->state = SMTP_LINK_OPEN;
        l->reply.continued = false;
}

void smtp_link_turn(struct smtp_link *l)
{
        struct epoll_event ready[8];
        int running = 0, left;
        if (l->state != SMTP_LINK_OPENING)
                return;
        int n = epoll_wait(l->events, ready, sizeof ready / sizeof *ready, 0);
        for (int i = 0; i < n; i++) {
                int what = (ready[i].events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) |
                           (ready[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                           (ready[i].events & EPOLLERR ? CURL_CSELECT_ERR : 0);
                curl_multi_socket_action(l->multi, ready[i].data.fd, what, &running);
        }
        if (l->timer_ms <= clock_ms()) {
                l->timer_ms = INT64_MAX;
                curl_multi_socket_action(l->multi, CURL_SOCKET_TIMEOUT, 0, &running);
        }
        const CURLMsg *message = curl_multi_info_read(l->multi, &left);
        if (message && message->msg == CURLMSG_DONE)
                end_opening(l, message->data.result);
        else if (clock_ms() > l->deadline_ms)
                fail(l, CURLE_OPERATION_TIMEDOUT);
}

int smtp_link_descriptor(const struct smtp_link *l)
{
        return l->state == SMTP_LINK_OPEN ? l->socket : l->state == SMTP_LINK_OPENING ? l->events : -1;
}

ptrdiff_t smtp_link_send(struct smtp_link *l, const char *bytes, size_t count)
{
        size_t sent = 0;
        CURLcode code = curl_easy_send(l->easy, bytes, count, &sent);
        return code == CURLE_OK ? (ptrdiff_t)sent : code == CURLE_AGAIN ? 0 : SMTP_LINK_LOST;
}

ptrdiff_t smtp_link_receive(struct smtp_link *l, char *out, size_t size)
{
        size_t received = 0;
        CURLcode code = curl_easy_recv(l->easy, out, size, &received);
        if (code == CURLE_AGAIN)
                return 0;
        return code == CURLE_OK && received > 0 ? (ptrdiff_t)received : SMTP_LINK_LOST;
}

void smtp_link_close(struct smtp_link *l)
{
        if (l->state == SMTP_LINK_CLOSED)
                return;
        if (l->multi && l->easy)
                curl_multi_remove_handle(l->multi, l->easy); /* which closes the connection */
        curl_easy_cleanup(l->easy);
        curl_multi_cleanup(l->multi);
        if (l->events >= 0)
                close(l->events);
        l->multi = l->easy = NULL;
        l->events = l->socket = -1;
        l->timer_ms = INT64_MAX;
        l->state = SMTP_LINK_CLOSED;
}
