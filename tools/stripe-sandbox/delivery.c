/* One event on its way to the shop. */
#include "delivery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "event.h"
#include "fields.h"
#include "sandbox.h"
#include "signature.h"

enum {
        CONNECT_MS = 5000,
        ANSWER_MS = 20000,  /* Stripe gives up on an answer after some 20 s */
        OLD_SECONDS = 3600, /* well past the 300 s that Stripe's libraries tolerate */
};

struct delivery *delivery_add(struct courier *c, const char *event, const char *type, const char *group, bool at_end)
{
        struct delivery *d = must(calloc(1, sizeof *d));
        snprintf(d->event, sizeof d->event, "%s", event);
        snprintf(d->type, sizeof d->type, "%s", type);
        snprintf(d->group, sizeof d->group, "%s", group);
        if (at_end || !c->first) {
                d->previous = c->last;
                *(c->last ? &c->last->next : &c->first) = d;
                c->last = d;
        } else {
                d->next = c->first;
                c->first->previous = d;
                c->first = d;
        }
        c->queued++;
        return d;
}

void delivery_remove(struct courier *c, struct delivery *d)
{
        *(d->previous ? &d->previous->next : &c->first) = d->next;
        *(d->next ? &d->next->previous : &c->last) = d->previous;
        c->queued--;
        free(d);
}

bool delivery_is_due(const struct delivery *d, int64_t now)
{
        if (d->easy || d->due > now)
                return false;
        for (const struct delivery *ahead = d->previous; d->ordered && ahead; ahead = ahead->previous) {
                if (ahead->ordered && strcmp(ahead->group, d->group) == 0)
                        return false;
        }
        return true;
}

static size_t ignore_body(char *bytes, size_t size, size_t count, void *arg)
{
        (void)bytes;
        (void)arg;
        return size * count;
}

static void set_headers(struct sandbox *sb, struct delivery *d)
{
        char line[SIGNATURE_HEADER_SIZE];
        struct hook_faults *f = &sb->faults.hooks;
        bool covered = hook_faults_cover(f, d->type);
        bool wrong = covered && fault_take(&f->bad_signature), old = covered && fault_take(&f->old_timestamp);
        signature_header(line, sb->options.webhook_secret, clock_unix() - (old ? OLD_SECONDS : 0), str_from(d->body),
                         wrong);
        d->headers = must(curl_slist_append(NULL, line));
        must(curl_slist_append(d->headers, "Content-Type: application/json; charset=utf-8"));
        must(curl_slist_append(d->headers, "User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)"));
        must(curl_slist_append(d->headers, "Expect:"));
}

bool delivery_send(struct sandbox *sb, struct delivery *d)
{
        json_t *event = store_load(&sb->store, KIND_EVENT, d->event);
        if (!event)
                return false;
        json_t *view = event_view(event);
        d->body = must(json_dumps(view, JSON_INDENT(2)));
        json_decref(view);
        json_decref(event);
        set_headers(sb, d);
        d->easy = must(curl_easy_init());
        curl_easy_setopt(d->easy, CURLOPT_URL, sb->options.webhook_url);
        curl_easy_setopt(d->easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(d->easy, CURLOPT_PROXY, ""); /* the shop is near; the environment's proxy isn't for it */
        curl_easy_setopt(d->easy, CURLOPT_HTTPHEADER, d->headers);
        curl_easy_setopt(d->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(d->body));
        curl_easy_setopt(d->easy, CURLOPT_POSTFIELDS, d->body);
        curl_easy_setopt(d->easy, CURLOPT_WRITEFUNCTION, ignore_body);
        curl_easy_setopt(d->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
        curl_easy_setopt(d->easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS);
        curl_easy_setopt(d->easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(d->easy, CURLOPT_PRIVATE, d);
        curl_multi_add_handle(sb->courier.multi, d->easy);
        sb->courier.in_flight++;
        sb->courier.attempts++;
        return true;
}

long delivery_end(struct courier *c, struct delivery *d)
{
        long status = 0;
        curl_easy_getinfo(d->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_multi_remove_handle(c->multi, d->easy);
        curl_easy_cleanup(d->easy);
        curl_slist_free_all(d->headers);
        free(d->body);
        d->easy = NULL;
        d->headers = NULL;
        d->body = NULL;
        c->in_flight--;
        return status;
}
