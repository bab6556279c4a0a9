/* Units of work beside their owner. */
#include "db/errand.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "db/blocking.h"

enum { UNIT_MEMORY_MAX = 8 * 1024 * 1024, WAIT_MS = 250 };

/* What both threads use changes hands by the semaphores: the thread has it from `go` until `done`. */
struct errand {
        struct blocking db;
        struct arena arena;
        struct unit *unit;
        struct outcome outcome;
        bool stops;
        sem_t go, done;
        int ended; /* eventfd: says `done` to poll */
        pthread_t thread;
        /* the owner's alone */
        bool runs, is_here; /* is_here: without the thread */
        errand_end *on_end;
        void *context;
};

static void wait_for(sem_t *s)
{
        while (sem_wait(s) != 0 && errno == EINTR)
                ;
}

static void *run(void *argument)
{
        struct errand *e = argument;
        for (wait_for(&e->go); !e->stops; wait_for(&e->go)) {
                blocking_run(&e->db, e->unit, &e->outcome);
                eventfd_write(e->ended, 1); /* before `done`, so that who takes that can empty it */
                sem_post(&e->done);
        }
        return NULL;
}

struct errand *errand_open(const char *conninfo, const char *database)
{
        struct errand *e = calloc(1, sizeof *e);
        if (!e)
                return NULL;
        arena_init(&e->arena, UNIT_MEMORY_MAX);
        sem_init(&e->go, 0, 0);
        sem_init(&e->done, 0, 0);
        e->ended = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (blocking_init(&e->db, conninfo, database) && e->ended >= 0 && pthread_create(&e->thread, NULL, run, e) == 0)
                return e;
        blocking_release(&e->db);
        if (e->ended >= 0)
                close(e->ended);
        free(e);
        return NULL;
}

void errand_close(struct errand *e)
{
        if (!e)
                return;
        e->on_end = NULL;
        errand_wait(e);
        e->stops = true;
        sem_post(&e->go);
        pthread_join(e->thread, NULL);
        blocking_release(&e->db);
        arena_release(&e->arena);
        sem_destroy(&e->go);
        sem_destroy(&e->done);
        close(e->ended);
        free(e);
}

bool errand_is_idle(const struct errand *e)
{
        return !e->runs;
}

struct unit *errand_unit(struct errand *e)
{
        arena_release(&e->arena);
        arena_init(&e->arena, UNIT_MEMORY_MAX);
        return e->unit = unit_new(&e->arena);
}

void errand_start(struct errand *e, errand_end *on_end, void *context)
{
        e->on_end = on_end;
        e->context = context;
        e->runs = true;
        e->outcome = (struct outcome){0};
        e->is_here = blocking_begin(&e->db, e->unit);
        if (!e->is_here)
                sem_post(&e->go);
}

int errand_descriptor(const struct errand *e)
{
        return e->runs && e->is_here && e->db.pg ? PQsocket(e->db.pg) : e->ended;
}

static void end(struct errand *e)
{
        struct outcome outcome = e->outcome;
        e->runs = false;
        if (e->on_end)
                e->on_end(e->context, &outcome);
        outcome_release(&outcome);
}

/* What would likely pass when it is run again is the thread's. */
static void turn_here(struct errand *e)
{
        if (!blocking_has_answer(&e->db, &e->outcome))
                return;
        if (outcome_may_retry(&e->outcome)) {
                outcome_release(&e->outcome);
                e->is_here = false;
                if (e->db.pg)
                        blocking_drop(&e->db); /* its plans may be stale */
                sem_post(&e->go);
                return;
        }
        outcome_log(&e->outcome);
        end(e);
}

/* `done` was taken. */
static void end_there(struct errand *e)
{
        eventfd_t ignored;
        eventfd_read(e->ended, &ignored);
        end(e);
}

void errand_turn(struct errand *e)
{
        if (e->runs && e->is_here)
                turn_here(e);
        else if (e->runs && sem_trywait(&e->done) == 0)
                end_there(e);
}

void errand_wait(struct errand *e)
{
        while (e->runs) {
                if (!e->is_here) {
                        wait_for(&e->done);
                        end_there(e);
                        continue;
                }
                struct pollfd p = {.fd = PQsocket(e->db.pg), .events = POLLIN};
                poll(&p, 1, WAIT_MS);
                turn_here(e);
        }
}
