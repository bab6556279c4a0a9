/* Everything the sandbox remembers, as JSON records found by kind and id.
 *
 * A record is kept as compact text and decoded when somebody asks: 100,000 sessions are some 150 MB instead of
 * ten times that. What lists and timers look at stands beside it. Each kind keeps the order of creation and has
 * a cap; past it the oldest is forgotten. Every change goes to `on_save`, which keeps the state file.
 */
#ifndef SANDBOX_STORE_H
#define SANDBOX_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kind {
        KIND_SESSION,
        KIND_INTENT,
        KIND_CHARGE,
        KIND_REFUND,
        KIND_DISPUTE,
        KIND_COUPON,
        KIND_EVENT,
        KIND_REPLY, /* what was answered under an idempotency key */
        KIND_COUNT
};

/* One record. Belongs to the store; good until the next store_save. */
struct object {
        struct object *chain;
        uint64_t serial; /* grows with every new object */
        enum kind kind;
        int64_t created; /* seconds */
        int64_t due;     /* milliseconds; 0: no timer */
        bool pending;    /* an event that no hook has carried yet */
        bool deleted;
        char *id;
        const char *link;  /* the payment intent it belongs to, or "" */
        const char *label; /* a session's status, an event's type, or "" */
        const char *json;
};

struct store {
        struct object **slots;
        size_t slot_count, count;
        struct store_list {
                struct object **items; /* oldest first, from `first` to `end` */
                size_t first, end, size;
        } lists[KIND_COUNT];
        uint64_t serial;
        int64_t next_due; /* no timer before that; INT64_MAX: none at all */
        void (*on_save)(void *arg, const char *json);
        void *on_save_arg;
};

void store_init(struct store *s);
void store_release(struct store *s);

/* "checkout.session" and so on: what the record's "object" says. */
const char *kind_name(enum kind kind);
/* KIND_COUNT for a name of nothing. */
enum kind kind_by_name(const char *name);

/* NULL when there is none, or it was deleted. */
struct object *store_find(const struct store *s, enum kind kind, const char *id);
/* The decoded record, a new reference; NULL when there is none. */
json_t *store_load(const struct store *s, enum kind kind, const char *id);
json_t *object_record(const struct object *o);

/* Inserts or replaces by "object" and "id". Takes the timer from "due" (milliseconds). */
void store_save(struct store *s, json_t *record);

/* The places first <= i < end of a kind, oldest first; store_place finds one object's. */
static inline size_t store_first(const struct store *s, enum kind kind)
{
        return s->lists[kind].first;
}
static inline size_t store_end(const struct store *s, enum kind kind)
{
        return s->lists[kind].end;
}
static inline struct object *store_at(const struct store *s, enum kind kind, size_t place)
{
        return s->lists[kind].items[place];
}
size_t store_place(const struct store *s, const struct object *o);

#endif
