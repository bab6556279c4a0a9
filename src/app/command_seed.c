/* seed demo, seed load. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/migrations.h"
#include "app/seed.h"

enum { PRODUCTS_MAX = 10 * 1000 * 1000 };

static bool parse_load(int count, char **words, int64_t *products, int64_t *skus)
{
        *products = 1000;
        *skus = 0;
        for (int i = 0; i + 1 < count; i += 2) {
                int64_t *to = strcmp(words[i], "--products") == 0 ? products
                              : strcmp(words[i], "--skus") == 0   ? skus
                                                                  : NULL;
                if (!to || !str_to_int64(str_from(words[i + 1]), to) || *to < 1 || *to > PRODUCTS_MAX)
                        return false;
        }
        if (*skus == 0)
                *skus = *products;
        return count % 2 == 0 && *skus >= *products; /* each product has at least one */
}

static int run(bool demo, int64_t products, int64_t skus)
{
        int status;
        struct store_app app;
        if (!store_open(&app, &status))
                return status;
        bool fine = !app.is_private || migrations_apply(app.conninfo, app.database, false);
        if (fine)
                fine = demo ? seed_demo(&app) : seed_load(&app, products, skus);
        store_close(&app);
        return fine ? 0 : 1;
}

int command_seed(int count, char **words)
{
        int64_t products = 0, skus = 0;
        if (count == 1 && strcmp(words[0], "demo") == 0)
                return run(true, 0, 0);
        if (count >= 1 && strcmp(words[0], "load") == 0) {
                if (parse_load(count - 1, words + 1, &products, &skus))
                        return run(false, products, skus);
                return wrong_usage("seed load takes --products N and --skus M, at least one SKU a product, not",
                                   count > 1 ? words[count - 1] : "");
        }
        return wrong_usage("seed takes demo or load, not", count ? words[0] : "");
}
