/* One thread's wait for file descriptors. */
#include "base/loop.h"

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void on_wake(struct watch *w, uint32_t events)
{
        (void)events;
        uint64_t count;
        if (read(w->fd, &count, sizeof count) < 0)
                return; /* EAGAIN: another turn took it */
}

bool loop_init(struct loop *l)
{
        *l = (struct loop){.wake = {.on_ready = on_wake}};
        l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
        l->wake.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (l->epoll_fd < 0 || l->wake.fd < 0 || !loop_watch(l, &l->wake, EPOLLIN)) {
                loop_release(l);
                return false;
        }
        return true;
}

void loop_release(struct loop *l)
{
        if (l->wake.fd >= 0)
                close(l->wake.fd);
        if (l->epoll_fd >= 0)
                close(l->epoll_fd);
        l->wake.fd = l->epoll_fd = -1;
}

bool loop_watch(struct loop *l, struct watch *w, uint32_t events)
{
        struct epoll_event e = {.events = events, .data.ptr = w};
        return epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, w->fd, &e) == 0;
}

void loop_change(struct loop *l, struct watch *w, uint32_t events)
{
        struct epoll_event e = {.events = events, .data.ptr = w};
        epoll_ctl(l->epoll_fd, EPOLL_CTL_MOD, w->fd, &e);
}

void loop_unwatch(struct loop *l, struct watch *w)
{
        epoll_ctl(l->epoll_fd, EPOLL_CTL_DEL, w->fd, NULL);
        for (int i = 0; i < l->ready_count; i++)
                if (l->ready[i] == w)
                        l->ready[i] = NULL;
}

void loop_turn(struct loop *l, int timeout_ms)
{
        struct epoll_event events[sizeof l->ready / sizeof l->ready[0]];
        int n = epoll_wait(l->epoll_fd, events, sizeof events / sizeof events[0], timeout_ms);
        l->ready_count = n > 0 ? n : 0;
        for (int i = 0; i < l->ready_count; i++)
                l->ready[i] = events[i].data.ptr;
        for (int i = 0; i < l->ready_count; i++)
                if (l->ready[i])
                        l->ready[i]->on_ready(l->ready[i], events[i].events);
        l->ready_count = 0;
}

void loop_wake(struct loop *l)
{
        uint64_t one = 1;
        if (write(l->wake.fd, &one, sizeof one) < 0)
                return; /* EAGAIN: it is awake already */
}
