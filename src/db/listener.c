/* One thread that hears what the database tells. */
#include "db/listener.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

struct listener {
        struct listener_options options;
        struct blocking db;
        pthread_t thread;
        atomic_bool stopping;
        bool listening;
};

static bool listen_again(struct listener *l)
{
        char sql[80];
        if (!blocking_connect(&l->db))
                return false;
        snprintf(sql, sizeof sql, "listen %s", l->options.channel);
        PGresult *r = blocking_execute(&l->db, sql);
        bool fine = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
        if (fine)
                l->options.on_change(l->options.context); /* what happened meanwhile was not heard */
        return fine;
}

static void take_notifications(struct listener *l)
{
        bool told = false;
        for (PGnotify *n; (n = PQnotifies(l->db.pg)); told = true)
                PQfreemem(n);
        if (told)
                l->options.on_change(l->options.context);
}

/* One statement in its own transaction. False: the connection is gone. */
static bool beat(struct listener *l)
{
        int64_t asked_ms = clock_ms();
        PGresult *r = blocking_execute(&l->db, l->options.question->sql);
        bool fine = PQresultStatus(r) == PGRES_TUPLES_OK;
        PQclear(r);
        if (!r || PQstatus(l->db.pg) != CONNECTION_OK)
                return false;
        take_notifications(l);
        if (fine)
                l->options.on_beat(l->options.context, asked_ms);
        return true;
}

static void wait_for_news(struct listener *l, int64_t until_ms)
{
        for (int64_t left; (left = until_ms - clock_ms()) > 0 && !atomic_load(&l->stopping);) {
                struct pollfd p = {.fd = PQsocket(l->db.pg), .events = POLLIN};
                if (poll(&p, 1, (int)left) > 0) {
                        if (PQconsumeInput(l->db.pg) != 1)
                                return;
                        take_notifications(l);
                }
        }
}

static void *run(void *argument)
{
        struct listener *l = argument;
        while (!atomic_load(&l->stopping)) {
                if (!l->listening)
                        l->listening = listen_again(l);
                int64_t next_ms = clock_ms() + LISTENER_BEAT_MS;
                if (l->listening)
                        l->listening = beat(l);
                if (l->listening)
                        wait_for_news(l, next_ms);
                else
                        poll(NULL, 0, LISTENER_BEAT_MS);
        }
        return NULL;
}

struct listener *listener_start(const struct listener_options *o)
{
        struct listener *l = calloc(1, sizeof *l);
        if (!l)
                return NULL;
        l->options = *o;
        if (!blocking_init(&l->db, o->conninfo, o->database) || pthread_create(&l->thread, NULL, run, l) != 0) {
                blocking_release(&l->db);
                free(l);
                return NULL;
        }
        return l;
}

void listener_stop(struct listener *l)
{
        if (!l)
                return;
        atomic_store(&l->stopping, true);
        pthread_join(l->thread, NULL);
        blocking_release(&l->db);
        free(l);
}
