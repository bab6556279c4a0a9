/* The slow lane: worker threads for what blocks or burns CPU, each with a database connection of its own. */
#include "http/server_internal.h"

#include <stdlib.h>

#include "base/log.h"

void request_queue_init(struct request_queue *q)
{
        *q = (struct request_queue){0};
        pthread_mutex_init(&q->lock, NULL);
        pthread_cond_init(&q->filled, NULL);
}

void request_queue_release(struct request_queue *q)
{
        pthread_mutex_destroy(&q->lock);
        pthread_cond_destroy(&q->filled);
}

bool request_queue_add(struct request_queue *q, struct request *rq, unsigned max)
{
        pthread_mutex_lock(&q->lock);
        bool fits = !q->closed && q->count < max;
        if (fits) {
                rq->next = NULL;
                if (q->last)
                        q->last->next = rq;
                else
                        q->first = rq;
                q->last = rq;
                q->count++;
                pthread_cond_signal(&q->filled);
        }
        pthread_mutex_unlock(&q->lock);
        return fits;
}

struct request *request_queue_wait(struct request_queue *q)
{
        pthread_mutex_lock(&q->lock);
        while (!q->first && !q->closed)
                pthread_cond_wait(&q->filled, &q->lock);
        struct request *rq = q->first;
        if (rq) {
                q->first = rq->next;
                if (!q->first)
                        q->last = NULL;
                q->count--;
        }
        pthread_mutex_unlock(&q->lock);
        return rq;
}

struct request *request_queue_take_all(struct request_queue *q)
{
        pthread_mutex_lock(&q->lock);
        struct request *list = q->first;
        q->first = q->last = NULL;
        q->count = 0;
        pthread_mutex_unlock(&q->lock);
        return list;
}

void request_queue_close(struct request_queue *q)
{
        pthread_mutex_lock(&q->lock);
        q->closed = true;
        pthread_cond_broadcast(&q->filled);
        pthread_mutex_unlock(&q->lock);
}

static void *run(void *argument)
{
        struct worker *w = argument;
        for (struct request *rq; (rq = request_queue_wait(&w->server->work));) {
                log_for_request(str_from(rq->id));
                rq->work(rq, w);
                log_for_request(STR_NULL);
                if (!rq->reply.status)
                        reply_error(rq, ERR_INTERNAL, STR_NULL);
                struct server_loop *l = rq->loop; /* the request may be gone once it is handed over */
                request_queue_add(&l->replied, rq, UINT32_MAX);
                loop_wake(&l->loop);
        }
        return NULL;
}

static bool start_one(struct server *s, struct worker *w)
{
        const struct server_options *o = &s->options;
        w->server = s;
        if (!blocking_init(&w->db, o->database.conninfo, o->database.database))
                return false;
        if (o->worker_open && !(w->context = o->worker_open(o->context)))
                return false;
        return pthread_create(&s->worker_threads[s->workers_started], NULL, run, w) == 0;
}

bool workers_start(struct server *s)
{
        request_queue_init(&s->work);
        s->workers = calloc(s->options.workers, sizeof *s->workers);
        s->worker_threads = calloc(s->options.workers, sizeof *s->worker_threads);
        if (!s->workers || !s->worker_threads)
                return false;
        while (s->workers_started < s->options.workers) {
                if (!start_one(s, &s->workers[s->workers_started]))
                        return false;
                s->workers_started++;
        }
        return true;
}

void workers_stop(struct server *s)
{
        request_queue_close(&s->work);
        for (unsigned i = 0; i < s->workers_started; i++)
                pthread_join(s->worker_threads[i], NULL);
        for (unsigned i = 0; s->workers && i < s->options.workers; i++) {
                if (s->workers[i].server)
                        blocking_release(&s->workers[i].db);
                if (s->workers[i].context)
                        s->options.worker_close(s->workers[i].context);
        }
        free(s->workers);
        free(s->worker_threads);
        request_queue_release(&s->work);
}
