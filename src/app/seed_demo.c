/* seed demo: the demo shop, all of it in one unit. */
#include <stdio.h>

#include "app/seed.h"
#include "db/blocking.h"
#include "seed_queries.h"

enum { SEED_MEMORY_MAX = 64 * 1024 * 1024 };

static const struct {
        const char *file;
        void (*add)(struct unit *u, struct str rows);
} files[] = {
        {"collections.csv", q_seed_collections},
        {"products.csv", q_seed_products},
        {"products.csv", q_seed_product_collections},
        {"product_images.csv", q_seed_product_images},
        {"skus.csv", q_seed_skus},
        {"sku_prices.csv", q_seed_sku_prices},
        {"shipping_methods.csv", q_seed_shipping_methods},
        {"discount_codes.csv", q_seed_discount_codes},
        {"prospects.csv", q_seed_tags},
        {"prospects.csv", q_seed_prospects},
        {"prospects.csv", q_seed_prospect_tags},
};

static bool add_campaign(struct arena *a, const char *directory, struct unit *u)
{
        struct str campaign = seed_read_file(a, directory, "campaign.json");
        struct str html = seed_read_file(a, directory, "campaign.html");
        if (!campaign.ptr || !html.ptr)
                return false;
        q_seed_campaign(u, campaign, html);
        q_seed_campaign_audience(u, campaign);
        return true;
}

static bool add_files(struct arena *a, const char *directory, struct unit *u)
{
        struct str store = seed_read_file(a, directory, "store.json");
        if (!store.ptr)
                return false;
        q_seed_store(u, store);
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
                struct str rows = seed_csv_as_json(a, directory, files[i].file);
                if (!rows.ptr)
                        return false;
                files[i].add(u, rows);
        }
        return add_campaign(a, directory, u);
}

static bool run(struct blocking *db, struct unit *u, struct outcome *o)
{
        blocking_run(db, u, o);
        if (o->error != ERR_NONE)
                fprintf(stderr, "startupwebapp: the database refused the demo shop (%.*s)\n",
                        STR_ARG(err_info(o->error)->code));
        return o->error == ERR_NONE;
}

static bool seed(const struct store_app *app, struct blocking *db, struct arena *a)
{
        struct outcome o;
        struct unit *u = unit_new(a);
        q_seed_is_empty(u);
        bool fine = run(db, u, &o), empty = fine && result_bool(outcome_last(&o), 0, "empty");
        outcome_release(&o);
        if (!fine || !empty) {
                if (fine)
                        printf("the database has products already; nothing was changed\n");
                return fine;
        }
        u = unit_new(a);
        fine = u && add_files(a, app->settings.demo_dir, u) && run(db, u, &o);
        if (fine) {
                printf("the demo shop is loaded; its staff log in without a second factor\n");
                outcome_release(&o);
        }
        return fine;
}

bool seed_demo(const struct store_app *app)
{
        struct arena a;
        struct blocking db;
        arena_init(&a, SEED_MEMORY_MAX);
        bool fine = blocking_init(&db, app->conninfo, app->database) && seed(app, &db, &a);
        blocking_release(&db);
        arena_release(&a);
        return fine;
}
