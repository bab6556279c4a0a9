/* Hears of changes of the catalogue, so that kept replies are never older than promised. */
#include "catalogue/catalogue.h"
#include "catalogue_queries.h"
#include "http/cache.h"

static void on_change(void *context)
{
        struct freshness *f = context;
        atomic_fetch_add(&f->generation, 1);
}

static void on_beat(void *context, int64_t asked_ms)
{
        struct freshness *f = context;
        atomic_store(&f->trusted_until_ms, asked_ms + CACHE_TRUST_MS);
}

struct listener *catalogue_watch(const char *conninfo, const char *database, struct freshness *f)
{
        struct listener_options o = {
                .conninfo = conninfo,
                .database = database,
                .channel = "catalogue",
                .question = &query_catalogue_apply_due,
                .context = f,
                .on_change = on_change,
                .on_beat = on_beat,
        };
        return listener_start(&o);
}
