#include "campaigns/landing.h"

#include <stdlib.h>

#include "http/origin.h"

struct landings {
        struct landing *slots[LANDINGS_MAX];
};

struct landings *landings_new(void)
{
        return calloc(1, sizeof(struct landings));
}

void landings_free(struct landings *l)
{
        for (size_t i = 0; l && i < LANDINGS_MAX; i++)
                free(l->slots[i]);
        free(l);
}

/* FNV-1a. Nobody chooses what is kept: keys are signed, or codes of the shop's own ads. */
static size_t slot_of(struct str key)
{
        uint64_t hash = 0xcbf29ce484222325u;
        for (size_t i = 0; i < key.len; i++)
                hash = (hash ^ (unsigned char)key.ptr[i]) * 0x100000001b3u;
        return (size_t)(hash ^ (hash >> 32)) & (LANDINGS_MAX - 1);
}

const struct landing *landing_find(const struct landings *l, struct str key, int64_t holds_ms, int64_t now_ms)
{
        struct landing *const *pair = &l->slots[slot_of(key) & ~1u];
        for (int i = 0; i < 2; i++)
                if (pair[i] && now_ms - pair[i]->known_ms < holds_ms && str_eq(str_from(pair[i]->key), key))
                        return pair[i];
        return NULL;
}

/* Each key has two places: its own entry, a free place, or the older one. */
static struct landing **place_of(struct landings *l, struct str key)
{
        struct landing **pair = &l->slots[slot_of(key) & ~1u];
        for (int i = 0; i < 2; i++)
                if (pair[i] && str_eq(str_from(pair[i]->key), key))
                        return &pair[i];
        return pair[0] && (!pair[1] || pair[1]->known_ms < pair[0]->known_ms) ? &pair[1] : &pair[0];
}

const struct landing *landing_keep(struct landings *l, struct str key, struct str secret_key, struct via via,
                                   int64_t days, struct str url, int64_t now_ms)
{
        struct landing **slot = place_of(l, key), *made = calloc(1, sizeof *made + url.len + 1);
        if (!made || !str_to_c(key, made->key, sizeof made->key) || !str_to_c(url, made->url, url.len + 1)) {
                free(made);
                return NULL;
        }
        made->known_ms = now_ms;
        made->via = via;
        made->days = days;
        via_make(secret_key, via, made->cookie);
        free(*slot);
        *slot = made;
        return made;
}

/* RFC 3986, 3.4: a query ends before the fragment. */
static void add_arguments(struct buf *out, struct str url, struct str arguments)
{
        struct str fragment = url, before = str_cut(&fragment, '#');
        bool has_query = str_find(before, '?') < before.len;
        buf_add(out, before);
        if (!has_query)
                buf_add_char(out, '?');
        else if (before.ptr[before.len - 1] != '?' && before.ptr[before.len - 1] != '&')
                buf_add_char(out, '&');
        buf_add(out, arguments);
        if (fragment.ptr) {
                buf_add_char(out, '#');
                buf_add(out, fragment);
        }
}

static void escape(struct buf *out, struct str url)
{
        for (size_t i = 0; i < url.len; i++) {
                unsigned char c = (unsigned char)url.ptr[i];
                if (c <= ' ' || c >= 0x7f)
                        buf_printf(out, "%%%02X", c);
                else
                        buf_add_char(out, (char)c);
        }
}

void landing_write_url(struct buf *out, struct str url, struct str public_url, struct str arguments)
{
        struct buf whole;
        struct str origin = origin_of(url);
        buf_init(&whole, LANDING_URL_MAX);
        if (origin.ptr && str_eq_nocase(origin, origin_of(public_url)))
                add_arguments(&whole, url, arguments);
        else
                buf_add(&whole, url);
        escape(out, buf_str(&whole));
        out->failed = out->failed || whole.failed;
        buf_release(&whole);
}
