/* Everything the sandbox remembers, as JSON records found by kind and id. */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"

enum { FIRST_SLOTS = 1024, FIRST_ITEMS = 64 };

/* name in the record, field that links it to a payment, field that lists filter on, how many are kept */
static const struct {
        const char *name, *link, *label;
        size_t cap;
} kinds[KIND_COUNT] = {
        [KIND_SESSION] = {"checkout.session", "payment_intent", "status", 250000},
        [KIND_INTENT] = {"payment_intent", "id", "status", 250000},
        [KIND_CHARGE] = {"charge", "payment_intent", "status", 250000},
        [KIND_REFUND] = {"refund", "payment_intent", "status", 250000},
        [KIND_DISPUTE] = {"dispute", "payment_intent", "status", 250000},
        [KIND_COUPON] = {"coupon", "none", "none", 250000},
        [KIND_EVENT] = {"event", "none", "type", 50000},
        /* Stripe keeps them a day; a test doesn't repeat itself after 20,000 other requests. */
        [KIND_REPLY] = {"sandbox.reply", "none", "none", 20000},
};

const char *kind_name(enum kind kind)
{
        return kinds[kind].name;
}

enum kind kind_by_name(const char *name)
{
        enum kind kind = 0;
        while (name && kind < KIND_COUNT && strcmp(kinds[kind].name, name) != 0)
                kind++;
        return name ? kind : KIND_COUNT;
}

void store_init(struct store *s)
{
        *s = (struct store){.slot_count = FIRST_SLOTS, .next_due = INT64_MAX};
        s->slots = must(calloc(s->slot_count, sizeof *s->slots));
}

static void free_object(struct object *o)
{
        free(o->id); /* link, label and json stand behind it */
        free(o);
}

void store_release(struct store *s)
{
        for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
                for (size_t i = s->lists[kind].first; i < s->lists[kind].end; i++)
                        free_object(s->lists[kind].items[i]);
                free(s->lists[kind].items);
        }
        free(s->slots);
}

/* FNV-1a, 64 bit. */
static size_t hash(enum kind kind, const char *id)
{
        uint64_t h = 14695981039346656037u ^ kind;
        for (; *id; id++)
                h = (h ^ (unsigned char)*id) * 1099511628211u;
        return (size_t)(h ^ h >> 32);
}

static struct object **slot_of(const struct store *s, enum kind kind, const char *id)
{
        struct object **slot = &s->slots[hash(kind, id) & (s->slot_count - 1)];
        while (*slot && ((*slot)->kind != kind || strcmp((*slot)->id, id) != 0))
                slot = &(*slot)->chain;
        return slot;
}

static void grow_slots(struct store *s)
{
        size_t count = s->slot_count * 2;
        struct object **slots = must(calloc(count, sizeof *slots));
        for (size_t i = 0; i < s->slot_count; i++) {
                for (struct object *o = s->slots[i], *next; o; o = next) {
                        next = o->chain;
                        struct object **head = &slots[hash(o->kind, o->id) & (count - 1)];
                        o->chain = *head;
                        *head = o;
                }
        }
        free(s->slots);
        s->slots = slots;
        s->slot_count = count;
}

struct object *store_find(const struct store *s, enum kind kind, const char *id)
{
        struct object *o = id ? *slot_of(s, kind, id) : NULL;
        return o && !o->deleted ? o : NULL;
}

json_t *object_record(const struct object *o)
{
        return o ? must(json_loads(o->json, JSON_ALLOW_NUL, NULL)) : NULL;
}

json_t *store_load(const struct store *s, enum kind kind, const char *id)
{
        return object_record(store_find(s, kind, id));
}

static void forget_oldest(struct store *s, enum kind kind)
{
        struct store_list *list = &s->lists[kind];
        struct object *o = list->items[list->first++];
        *slot_of(s, kind, o->id) = o->chain;
        s->count--;
        free_object(o);
}

static void append(struct store *s, struct object *o)
{
        struct store_list *list = &s->lists[o->kind];
        if (list->end - list->first == kinds[o->kind].cap)
                forget_oldest(s, o->kind);
        if (list->end == list->size && list->first > list->size / 2) {
                memmove(list->items, list->items + list->first, (list->end - list->first) * sizeof *list->items);
                list->end -= list->first;
                list->first = 0;
        } else if (list->end == list->size) {
                list->size = list->size ? list->size * 2 : FIRST_ITEMS;
                list->items = must(reallocarray(list->items, list->size, sizeof *list->items));
        }
        list->items[list->end++] = o;
}

static char *put_text(char **at, const char *text)
{
        char *start = *at;
        *at = stpcpy(start, text) + 1;
        return start;
}

/* Everything in one piece, freed with `id`. */
static void set_texts(struct object *o, const json_t *record, const char *id, const char *json)
{
        const char *link = field_text(record, kinds[o->kind].link), *label = field_text(record, kinds[o->kind].label);
        link = link ? link : "";
        label = label ? label : "";
        char *texts = must(malloc(strlen(id) + strlen(link) + strlen(label) + strlen(json) + 4)), *at = texts;
        put_text(&at, id);
        o->link = put_text(&at, link);
        o->label = put_text(&at, label);
        o->json = put_text(&at, json);
        free(o->id);
        o->id = texts;
}

static struct object *make(struct store *s, enum kind kind, const char *id)
{
        struct object *o = must(calloc(1, sizeof *o));
        o->kind = kind;
        o->serial = ++s->serial;
        if (++s->count > s->slot_count)
                grow_slots(s);
        append(s, o);
        struct object **slot = slot_of(s, kind, id);
        o->chain = *slot;
        *slot = o;
        return o;
}

void store_save(struct store *s, json_t *record)
{
        enum kind kind = kind_by_name(field_text(record, "object"));
        const char *id = field_text(record, "id");
        if (kind == KIND_COUNT || !id)
                return;
        char *json = must(json_dumps(record, JSON_COMPACT));
        struct object **slot = slot_of(s, kind, id), *o = *slot;
        if (!o)
                o = make(s, kind, id);
        set_texts(o, record, id, json);
        free(json);
        o->created = field_int(record, "created");
        o->due = field_int(record, "due");
        o->pending = field_int(record, "pending_webhooks") > 0;
        o->deleted = field_true(record, "deleted");
        if (o->due && o->due < s->next_due)
                s->next_due = o->due;
        if (s->on_save)
                s->on_save(s->on_save_arg, o->json);
}

size_t store_place(const struct store *s, const struct object *o)
{
        const struct store_list *list = &s->lists[o->kind];
        size_t low = list->first, high = list->end;
        while (low < high) {
                size_t middle = low + (high - low) / 2;
                if (list->items[middle]->serial < o->serial)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}
