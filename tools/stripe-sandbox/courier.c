/* Delivers events to the shop's web hook, and keeps time. */
#include "courier.h"

#include "base/clock.h"
#include "base/log.h"
#include "delivery.h"
#include "event.h"
#include "fields.h"
#include "sandbox.h"
#include "timers.h"

enum {
        MAX_IN_FLIGHT = 16,
        MAX_QUEUED = 50000, /* as many as events are kept */
        REORDER_MS = 200,   /* how long newest-first waits for something newer */
        IDLE_MS = 60000,
};

/* Before the second, third, ... attempt. After the last one the event stays undelivered. */
static const int backoff_ms[] = {200, 1000, 5000, 5000, 10000, 30000, 60000, 60000, 60000, 300000};
enum { MAX_ATTEMPTS = sizeof backoff_ms / sizeof *backoff_ms + 1 };

bool courier_enqueue(struct sandbox *sb, const char *event, const char *type, const char *group, bool *ret_late)
{
        struct courier *c = &sb->courier;
        struct hook_faults none = {0}, *f = hook_faults_cover(&sb->faults.hooks, type) ? &sb->faults.hooks : &none;
        *ret_late = f->delay_ms > 0 || f->reorder;
        if (fault_take(&f->drop) || c->queued >= MAX_QUEUED) {
                c->dropped++;
                return false;
        }
        struct delivery *d = delivery_add(c, event, type, group, !f->reorder);
        d->due = clock_ms() + f->delay_ms + (f->reorder ? REORDER_MS : 0);
        d->ordered = f->delay_ms <= 0;
        if (fault_take(&f->duplicate)) {
                delivery_add(c, event, type, group, true)->due = d->due;
                c->duplicated++;
        }
        courier_wake(sb);
        return true;
}

void courier_resend(struct sandbox *sb, const char *event, const char *type)
{
        delivery_add(&sb->courier, event, type, "", true);
        courier_wake(sb);
}

/* Returns when to come again. */
static int64_t start_due(struct sandbox *sb, int64_t now)
{
        struct courier *c = &sb->courier;
        int64_t next = INT64_MAX;
        for (struct delivery *d = c->first, *after; d && c->in_flight < MAX_IN_FLIGHT; d = after) {
                after = d->next;
                if (delivery_is_due(d, now)) {
                        if (!delivery_send(sb, d))
                                delivery_remove(c, d);
                } else if (!d->easy && d->due > now && d->due < next)
                        next = d->due;
        }
        return next;
}

static void finish(struct sandbox *sb, struct delivery *d)
{
        struct courier *c = &sb->courier;
        long status = delivery_end(c, d);
        bool ok = status >= 200 && status < 300;
        parking_event_tried(&sb->parking, d->event);
        d->ordered = false;
        d->attempts++;
        if (ok) {
                c->delivered++;
                event_mark_delivered(&sb->store, d->event);
                delivery_remove(c, d);
                return;
        }
        c->failed_attempts++;
        log_info("a hook was not taken", LOG_CSTR("event", d->event), LOG_CSTR("type", d->type),
                 LOG_INT("status", status), LOG_INT("attempt", d->attempts));
        if (d->attempts < MAX_ATTEMPTS) {
                d->due = clock_ms() + backoff_ms[d->attempts - 1];
                return;
        }
        c->given_up++;
        event_mark_given_up(&sb->store, d->event);
        delivery_remove(c, d);
}

static bool finish_answered(struct sandbox *sb)
{
        int running, left;
        bool any = false;
        CURLMsg *message;
        curl_multi_perform(sb->courier.multi, &running);
        while ((message = curl_multi_info_read(sb->courier.multi, &left))) {
                struct delivery *d = NULL;
                if (message->msg != CURLMSG_DONE)
                        continue;
                curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &d);
                pthread_mutex_lock(&sb->lock);
                finish(sb, d);
                pthread_mutex_unlock(&sb->lock);
                any = true;
        }
        return any;
}

/* All that is due under the lock; returns in how many milliseconds there is more, -1 when the program ends. */
static int64_t turn(struct sandbox *sb)
{
        pthread_mutex_lock(&sb->lock);
        int64_t timers = timers_run(sb), now = clock_ms();
        int64_t deliveries = sb->stopping ? INT64_MAX : start_due(sb, now);
        int64_t parked = parking_sweep(&sb->parking, now, sb->stopping);
        bool stopping = sb->stopping;
        pthread_mutex_unlock(&sb->lock);
        int64_t next = deliveries < parked ? deliveries : parked;
        int64_t wait = next == INT64_MAX ? IDLE_MS : next - now;
        wait = wait < timers ? wait : timers;
        return stopping ? -1 : wait < 0 ? 0 : wait;
}

static void *run(void *arg)
{
        struct sandbox *sb = arg;
        for (int64_t wait; (wait = turn(sb)) >= 0;) {
                if (!finish_answered(sb))
                        curl_multi_poll(sb->courier.multi, NULL, 0, wait < IDLE_MS ? (int)wait : IDLE_MS, NULL);
        }
        return NULL;
}

bool courier_start(struct sandbox *sb)
{
        sb->courier.multi = curl_multi_init();
        if (!sb->courier.multi)
                return false;
        event_resume_deliveries(sb);
        return pthread_create(&sb->courier.thread, NULL, run, sb) == 0;
}

void courier_wake(struct sandbox *sb)
{
        curl_multi_wakeup(sb->courier.multi);
}

void courier_stop(struct sandbox *sb)
{
        struct courier *c = &sb->courier;
        pthread_mutex_lock(&sb->lock);
        sb->stopping = true;
        pthread_mutex_unlock(&sb->lock);
        courier_wake(sb);
        pthread_join(c->thread, NULL);
        while (c->first) {
                if (c->first->easy)
                        delivery_end(c, c->first);
                delivery_remove(c, c->first);
        }
        curl_multi_cleanup(c->multi);
}

json_t *courier_json(const struct courier *c)
{
        return must(json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "queued", (json_int_t)c->queued, "in_flight",
                              (json_int_t)c->in_flight, "attempts", c->attempts, "delivered", c->delivered,
                              "failed_attempts", c->failed_attempts, "given_up", c->given_up, "dropped", c->dropped,
                              "duplicated", c->duplicated));
}
