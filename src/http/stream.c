/* Server-sent events. */
#include "http/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "http/server_internal.h"

enum {
        TEXT_MAX = STREAM_DATA_MAX + 128, /* an event with its name */
        UNIT_MEMORY_MAX = 64 * 1024,      /* two statements */
};

/* What is watched in one loop. */
struct topic {
        struct topic *next;
        const struct stream_source *source;
        int64_t key;
        struct watcher *watchers;
        struct arena arena; /* of the unit under way */
        bool asking;
        bool has_news; /* for some watcher, since they were looked at */
        int64_t next_ask_ms;
        uint64_t version; /* of the data */
        size_t len;
        char data[STREAM_DATA_MAX];
};

struct watcher {
        struct watcher *next, **link;
        struct topic *topic;
        struct server_loop *loop;
        struct MHD_Connection *connection;
        struct arena arena; /* of the unit under way */
        bool suspended, ended, checking, left;
        int64_t next_beat_ms, next_check_ms, ended_ms;
        uint64_t told; /* version of the data */
        size_t len, at;
        char text[TEXT_MAX]; /* what is on its way */
        char session[SESSION_BYTES];
        int seat;
};

/* Below zero, with the reason, when there is none for this session. */
static int take_seat(struct stream_seats *s, const char *session, struct str *ret_why)
{
        int free_one = -1, own = 0;
        pthread_mutex_lock(&s->lock);
        for (int i = 0; i < STREAMS_MAX; i++)
                if (!s->taken[i])
                        free_one = i;
                else if (memcmp(s->sessions[i], session, SESSION_BYTES) == 0)
                        own++;
        int seat = own < STREAMS_OF_ONE_MAX ? free_one : -1;
        if (seat >= 0) {
                s->taken[seat] = true;
                memcpy(s->sessions[seat], session, SESSION_BYTES);
        }
        pthread_mutex_unlock(&s->lock);
        *ret_why = own < STREAMS_OF_ONE_MAX ? STR("Too many are watching; come again in a moment.")
                                            : STR("You are watching ten already; close one of them first.");
        return seat;
}

static void leave_seat(struct stream_seats *s, int seat)
{
        pthread_mutex_lock(&s->lock);
        s->taken[seat] = false;
        pthread_mutex_unlock(&s->lock);
}

static bool has_news(const struct watcher *w)
{
        return w->ended || w->told != w->topic->version || clock_ms() >= w->next_beat_ms;
}

/* What is to be sent next; nothing when there is no news. */
static void fill(struct watcher *w)
{
        const struct topic *t = w->topic;
        w->len = w->at = 0;
        if (w->told != t->version)
                w->len = (size_t)snprintf(w->text, sizeof w->text, "%sevent: %s\ndata: %.*s\n\n",
                                          w->told == 0 ? "retry: 2000\n" : "", t->source->event, (int)t->len, t->data);
        else if (!w->ended && clock_ms() >= w->next_beat_ms)
                w->len = (size_t)snprintf(w->text, sizeof w->text, ":\n\n");
        w->told = t->version;
        if (w->len)
                w->next_beat_ms = clock_ms() + STREAM_BEAT_MS;
}

/* For libmicrohttpd, which asks when the socket takes more. */
static ssize_t read_more(void *context, uint64_t position, char *out, size_t room)
{
        struct watcher *w = context;
        (void)position;
        if (w->at == w->len)
                fill(w);
        if (w->at == w->len && w->ended)
                return MHD_CONTENT_READER_END_OF_STREAM;
        if (w->at == w->len) {
                w->suspended = true;
                w->loop->suspended++;
                MHD_suspend_connection(w->connection);
                return 0;
        }
        size_t n = w->len - w->at < room ? w->len - w->at : room;
        memcpy(out, w->text + w->at, n);
        w->at += n;
        arrival_request_arrived(w->connection); /* its time-out begins anew */
        return (ssize_t)n;
}

static void resume(struct watcher *w)
{
        w->suspended = false;
        w->loop->suspended--;
        w->loop->resumed++;
        MHD_resume_connection(w->connection);
}

static void end(struct watcher *w)
{
        if (!w->ended)
                w->ended_ms = clock_ms();
        w->ended = true;
        w->topic->has_news = true;
}

static void end_all(struct topic *t)
{
        for (struct watcher *w = t->watchers; w; w = w->next)
                end(w);
}

static void set_data(struct topic *t, struct str data)
{
        if (data.len > sizeof t->data || (data.len == t->len && memcmp(t->data, data.ptr, data.len) == 0))
                return;
        memcpy(t->data, data.ptr, data.len);
        t->len = data.len;
        t->version++;
        t->has_news = true;
}

static void on_data(void *context, const struct outcome *o)
{
        struct topic *t = context;
        const PGresult *r = outcome_last(o);
        t->asking = false;
        if (o->error == ERR_NONE && (PQntuples(r) == 0 || PQgetisnull(r, 0, 0)))
                end_all(t);
        else if (o->error == ERR_NONE)
                set_data(t, (struct str){PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0)});
        /* else the database is away: the next time may do */
}

static void ask(struct server_loop *l, struct topic *t, int64_t now_ms)
{
        t->next_ask_ms = now_ms + STREAM_ASK_MS;
        arena_release(&t->arena);
        arena_init(&t->arena, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&t->arena);
        t->source->ask(u, t->key);
        t->asking = pipeline_submit(l->pipeline, u, true, on_data, t) == ERR_NONE;
}

static void watcher_free(struct watcher *w)
{
        arena_release(&w->arena);
        free(w);
}

static bool is_refusal(enum err e)
{
        return e != ERR_NONE && err_info(e)->status < 500;
}

static void on_checked(void *context, const struct outcome *o)
{
        struct watcher *w = context;
        w->checking = false;
        if (w->left)
                watcher_free(w);
        else if (is_refusal(o->error))
                end(w);
}

static void check(struct watcher *w, int64_t now_ms)
{
        w->next_check_ms = now_ms + STREAM_CHECK_MS;
        arena_release(&w->arena);
        arena_init(&w->arena, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&w->arena);
        w->topic->source->check(u, (struct str){w->session, sizeof w->session});
        w->checking = pipeline_submit(w->loop->pipeline, u, true, on_checked, w) == ERR_NONE;
}

/* Whoever does not even take the end is cut off. */
static void cut_off(struct watcher *w)
{
        shutdown(MHD_get_connection_info(w->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd, SHUT_RDWR);
}

/* libmicrohttpd does not look at a suspended connection. */
static bool is_gone(const struct watcher *w)
{
        char byte;
        int fd = MHD_get_connection_info(w->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

static void turn_watcher(struct watcher *w, int64_t now_ms)
{
        if (server_is_stopping(w->loop->server) || (w->suspended && is_gone(w)))
                end(w);
        if (!w->ended && !w->checking && now_ms >= w->next_check_ms)
                check(w, now_ms);
        if (w->suspended && has_news(w))
                resume(w);
        else if (w->ended && now_ms - w->ended_ms > STREAM_END_MS)
                cut_off(w);
}

static void turn_topic(struct server_loop *l, struct topic *t, int64_t now_ms)
{
        bool is_due = now_ms >= t->next_ask_ms;
        if (!is_due && !t->has_news && !server_is_stopping(l->server))
                return;
        if (is_due && !t->asking)
                ask(l, t, now_ms);
        else if (is_due)
                t->next_ask_ms = now_ms + STREAM_ASK_MS;
        t->has_news = false;
        for (struct watcher *w = t->watchers; w; w = w->next)
                turn_watcher(w, now_ms);
}

static void topic_free(struct topic *t)
{
        arena_release(&t->arena);
        free(t);
}

int streams_turn(struct server_loop *l, int64_t now_ms)
{
        int64_t next_ms = -1;
        for (struct topic **at = &l->topics; *at;) {
                struct topic *t = *at;
                if (!t->watchers && !t->asking) {
                        *at = t->next;
                        topic_free(t);
                        continue;
                }
                if (t->watchers)
                        turn_topic(l, t, now_ms);
                int64_t wait_ms = t->next_ask_ms > now_ms ? t->next_ask_ms - now_ms : 0;
                if (t->watchers && (next_ms < 0 || wait_ms < next_ms))
                        next_ms = wait_ms;
                at = &t->next;
        }
        return (int)next_ms;
}

void streams_release(struct server_loop *l)
{
        while (l->topics) {
                struct topic *next = l->topics->next;
                topic_free(l->topics);
                l->topics = next;
        }
}

static struct topic *topic_of(struct server_loop *l, const struct stream_source *source, int64_t key)
{
        for (struct topic *t = l->topics; t; t = t->next)
                if (t->source == source && t->key == key)
                        return t;
        struct topic *t = calloc(1, sizeof *t);
        if (!t)
                return NULL;
        t->source = source;
        t->key = key;
        t->next_ask_ms = clock_ms() + STREAM_ASK_MS;
        t->next = l->topics;
        l->topics = t;
        return t;
}

static struct watcher *watcher_new(struct request *rq, struct topic *t, int seat)
{
        struct watcher *w = calloc(1, sizeof *w);
        if (!w)
                return NULL;
        w->seat = seat;
        w->topic = t;
        w->loop = rq->loop;
        w->connection = rq->connection;
        w->next_beat_ms = clock_ms() + STREAM_BEAT_MS;
        w->next_check_ms = clock_ms() + STREAM_CHECK_MS;
        memcpy(w->session, rq->session_bytes, sizeof w->session);
        w->next = t->watchers;
        w->link = &t->watchers;
        if (w->next)
                w->next->link = &w->next;
        t->watchers = w;
        return w;
}

void reply_stream(struct request *rq, const struct stream_source *source, int64_t key, struct str data)
{
        struct str why;
        struct topic *t = topic_of(rq->loop, source, key);
        int seat = take_seat(&rq->server->seats, rq->session_bytes, &why);
        if (seat < 0) {
                reply_error(rq, ERR_OVERLOADED, why);
                return;
        }
        if (!t || !(rq->stream = watcher_new(rq, t, seat))) {
                leave_seat(&rq->server->seats, seat);
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        set_data(t, data);
        rq->reply.status = 200;
        rq->reply.content_type = "text/event-stream";
        reply_header(rq, "Cache-Control", "no-store");
        reply_header(rq, "X-Accel-Buffering", "no"); /* nginx would keep events until it has a page of them */
}

struct MHD_Response *stream_response(struct watcher *w)
{
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, TEXT_MAX, read_more, w, NULL);
}

void stream_leave(struct request *rq)
{
        struct watcher *w = rq->stream;
        if (!w)
                return;
        rq->stream = NULL;
        leave_seat(&rq->server->seats, w->seat);
        *w->link = w->next;
        if (w->next)
                w->next->link = w->link;
        w->left = true;
        if (!w->checking)
                watcher_free(w);
}
