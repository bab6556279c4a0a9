/* Finished replies kept in memory. */
#include "http/cache.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/clock.h"
#include "http/compress.h"
#include "http/server_internal.h"

enum { BUCKETS = 1024, COMPRESS_MIN_BYTES = 1000 };

enum form { FORM_PLAIN, FORM_GZIP, FORM_BROTLI, FORMS };

static const struct {
        struct str coding;
        const char *etag_suffix;
} forms[FORMS] = {{STR(""), ""}, {STR("gzip"), "g"}, {STR("br"), "b"}};

struct entry {
        struct entry *next;          /* of its bucket */
        struct entry *newer, *older; /* by last use */
        struct request *maker, *waiting;
        struct body *bodies[FORMS];
        enum err error; /* kept instead of bodies */
        bool has_reply;
        uint64_t generation;
        int64_t asked_ms;
        size_t memory;
        char etag[20];
        size_t key_size;
        char key[];
};

struct reply_cache {
        struct entry *buckets[BUCKETS];
        struct entry *newest, *oldest;
        size_t memory;
        unsigned char hash_key[crypto_shorthash_KEYBYTES];
};

struct reply_cache *reply_cache_new(void)
{
        struct reply_cache *c = calloc(1, sizeof *c);
        if (c)
                randombytes_buf(c->hash_key, sizeof c->hash_key);
        return c;
}

static struct entry **bucket_of(struct reply_cache *c, struct str key)
{
        uint64_t hash;
        crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.ptr, key.len, c->hash_key);
        return &c->buckets[hash % BUCKETS];
}

static void unlink_use(struct reply_cache *c, struct entry *e)
{
        *(e->newer ? &e->newer->older : &c->newest) = e->older;
        *(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void link_newest(struct reply_cache *c, struct entry *e)
{
        e->newer = NULL;
        e->older = c->newest;
        *(c->newest ? &c->newest->newer : &c->oldest) = e;
        c->newest = e;
}

static void drop_reply(struct reply_cache *c, struct entry *e)
{
        for (int f = 0; f < FORMS; f++) {
                body_release(e->bodies[f]);
                e->bodies[f] = NULL;
        }
        c->memory -= e->memory;
        e->memory = 0;
        e->error = ERR_NONE;
        e->has_reply = false;
}

static void free_entry(struct reply_cache *c, struct entry *e)
{
        drop_reply(c, e);
        unlink_use(c, e);
        c->memory -= sizeof *e + e->key_size;
        struct entry **at = bucket_of(c, (struct str){e->key, e->key_size});
        while (*at != e)
                at = &(*at)->next;
        *at = e->next;
        free(e);
}

void reply_cache_free(struct reply_cache *c)
{
        while (c && c->oldest)
                free_entry(c, c->oldest);
        free(c);
}

static void make_room(struct reply_cache *c)
{
        for (struct entry *e = c->oldest, *newer; e && c->memory > CACHE_MEMORY_MAX; e = newer) {
                newer = e->newer;
                if (!e->maker)
                        free_entry(c, e);
        }
}

static struct entry *find(struct reply_cache *c, struct str key)
{
        for (struct entry *e = *bucket_of(c, key); e; e = e->next)
                if (str_eq((struct str){e->key, e->key_size}, key))
                        return e;
        return NULL;
}

static struct entry *add(struct reply_cache *c, struct str key)
{
        struct entry *e = calloc(1, sizeof *e + key.len);
        if (!e)
                return NULL;
        e->key_size = key.len;
        memcpy(e->key, key.ptr, key.len);
        struct entry **bucket = bucket_of(c, key);
        e->next = *bucket;
        *bucket = e;
        link_newest(c, e);
        c->memory += sizeof *e + key.len;
        return e;
}

static bool is_fresh(const struct request *rq, const struct entry *e, int64_t now)
{
        const struct freshness *f = rq->server->options.freshness;
        if (!e->has_reply || e->generation != atomic_load(&f->generation))
                return false;
        return now < atomic_load(&f->trusted_until_ms) || now - e->asked_ms < CACHE_BLIND_MS;
}

static bool add_form(struct reply_cache *c, struct entry *e, enum form form)
{
        struct body *plain = e->bodies[FORM_PLAIN];
        struct str bytes = {(char *)plain->bytes, plain->size};
        e->bodies[form] = form == FORM_BROTLI ? compress_brotli(bytes) : compress_gzip(bytes);
        if (!e->bodies[form])
                return false;
        e->memory += e->bodies[form]->size;
        c->memory += e->bodies[form]->size;
        return true;
}

/* The best form that the client takes; the plain one when a compressed one can't be made. */
static enum form choose_form(struct request *rq, struct reply_cache *c, struct entry *e)
{
        struct str accept = request_header(rq, "Accept-Encoding");
        if (!accept.ptr || e->bodies[FORM_PLAIN]->size < COMPRESS_MIN_BYTES)
                return FORM_PLAIN;
        for (enum form f = FORM_BROTLI; f > FORM_PLAIN; f--)
                if (accepts_encoding(accept, forms[f].coding) && (e->bodies[f] || add_form(c, e, f)))
                        return f;
        return FORM_PLAIN;
}

static void fill_reply(struct request *rq, struct entry *e)
{
        if (e->error != ERR_NONE) {
                reply_error(rq, e->error, STR_NULL);
                return;
        }
        enum form form = choose_form(rq, rq->loop->cache, e);
        struct str etag = arena_printf(&rq->arena, "\"%s%s\"", e->etag, forms[form].etag_suffix);
        reply_header(rq, "Cache-Control", "public, no-cache");
        reply_header(rq, "Vary", "Accept-Encoding");
        reply_header(rq, "ETag", etag.ptr);
        if (is_etag_known(rq, etag)) {
                rq->reply.status = 304;
                return;
        }
        if (form != FORM_PLAIN)
                reply_header(rq, "Content-Encoding", forms[form].coding.ptr);
        rq->reply.status = 200;
        rq->reply.content_type = "application/json";
        rq->reply.body = body_keep(e->bodies[form]);
}

bool cache_serve(struct request *rq, struct str key)
{
        struct reply_cache *c = rq->loop->cache;
        struct entry *e = find(c, key);
        int64_t now = clock_ms();
        if (e) {
                unlink_use(c, e);
                link_newest(c, e);
        } else if (!(e = add(c, key))) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return true;
        }
        if (is_fresh(rq, e, now)) {
                fill_reply(rq, e);
                return true;
        }
        uint64_t generation = atomic_load(&rq->server->options.freshness->generation);
        if (e->maker && e->generation == generation) {
                rq->next = e->waiting;
                e->waiting = rq;
                return true;
        }
        rq->cache_entry = e->maker ? NULL : e; /* an older question is under way: this one is answered for itself */
        if (!e->maker) {
                drop_reply(c, e);
                e->maker = rq;
                e->generation = generation; /* from before the question: a change meanwhile makes it stale */
                e->asked_ms = now;
        }
        return false;
}

static void answer_waiting(struct entry *e)
{
        struct request *rq = e->waiting;
        e->waiting = NULL;
        while (rq) {
                struct request *next = rq->next;
                fill_reply(rq, e);
                request_resume(rq);
                rq = next;
        }
}

static void make_etag(struct entry *e, struct str json)
{
        unsigned char hash[crypto_generichash_BYTES_MIN];
        crypto_generichash(hash, sizeof hash, (const unsigned char *)json.ptr, json.len, NULL, 0);
        sodium_bin2hex(e->etag, 17, hash, 8);
}

void cache_store(struct request *rq, struct str json)
{
        struct reply_cache *c = rq->loop->cache;
        struct entry *e = rq->cache_entry;
        struct body *body = body_new(json);
        if (!e || !body) {
                body_release(body);
                if (e)
                        cache_refuse(rq, NULL, ERR_NO_MEMORY, false);
                else
                        reply_json(rq, 200, json);
                return;
        }
        e->bodies[FORM_PLAIN] = body;
        e->memory = json.len;
        c->memory += json.len;
        e->has_reply = true;
        e->maker = NULL;
        make_etag(e, json);
        fill_reply(rq, e);
        answer_waiting(e);
        make_room(c);
}

void cache_refuse(struct request *rq, const struct outcome *o, enum err error, bool keep)
{
        struct entry *e = rq->cache_entry;
        if (o) {
                error = o->error;
                reply_outcome(rq, o);
        } else {
                reply_error(rq, error, STR_NULL);
        }
        if (!e)
                return;
        e->maker = NULL;
        e->error = error;
        e->has_reply = true;
        answer_waiting(e);
        if (!keep)
                drop_reply(rq->loop->cache, e);
        make_room(rq->loop->cache);
}
