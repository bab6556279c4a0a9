/* One thread's wait for file descriptors: an epoll with call-backs.
 *
 * A loop belongs to one thread; only loop_wake may be called from others. A watch is owned by whoever registers
 * it and must stay until loop_unwatch; it may be unwatched from inside any call-back.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct watch {
        int fd;
        void (*on_ready)(struct watch *w, uint32_t events); /* EPOLLIN, EPOLLOUT, ... */
};

struct loop {
        int epoll_fd;
        struct watch wake;
        struct watch *ready[64]; /* of the turn in progress; unwatched ones become NULL */
        int ready_count;
};

/* False, with errno set, when the system refuses. */
bool loop_init(struct loop *l) __attribute__((warn_unused_result));
void loop_release(struct loop *l);

bool loop_watch(struct loop *l, struct watch *w, uint32_t events) __attribute__((warn_unused_result));
void loop_change(struct loop *l, struct watch *w, uint32_t events);
void loop_unwatch(struct loop *l, struct watch *w);

/* Waits for at most timeout_ms (-1: for ever) and calls what is ready. */
void loop_turn(struct loop *l, int timeout_ms);

/* Ends the wait of the loop's thread, now or at its next turn. Safe in any thread and in a signal handler. */
void loop_wake(struct loop *l);

#endif
