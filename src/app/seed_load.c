/* seed load: a large made-up catalogue by COPY, for benchmarks. */
#include <libpq-fe.h>
#include <stdio.h>

#include "app/seed.h"
#include "db/blocking.h"
#include "seed_queries.h"

enum { PIECE_BYTES = 64 * 1024 };

struct load {
        PGconn *pg;
        struct buf piece;
        int64_t products, skus;
        int64_t first_product, first_sku; /* ids */
};

static bool fail(struct load *l)
{
        fprintf(stderr, "startupwebapp: %s", PQerrorMessage(l->pg));
        return false;
}

static bool execute(struct load *l, const char *sql)
{
        PGresult *r = PQexec(l->pg, sql);
        ExecStatusType s = PQresultStatus(r);
        PQclear(r);
        return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || fail(l);
}

static bool query_int64(struct load *l, const char *sql, int64_t *ret)
{
        PGresult *r = PQexec(l->pg, sql);
        bool fine = PQresultStatus(r) == PGRES_TUPLES_OK && str_to_int64(str_from(PQgetvalue(r, 0, 0)), ret);
        PQclear(r);
        return fine || fail(l);
}

static bool flush(struct load *l)
{
        bool fine = !l->piece.failed && PQputCopyData(l->pg, l->piece.ptr ? l->piece.ptr : "", (int)l->piece.len) == 1;
        buf_clear(&l->piece);
        return fine || fail(l);
}

/* One COPY of `count` rows in text form. */
static bool copy(struct load *l, const char *sql, int64_t count, void (*row)(struct load *l, int64_t i))
{
        PGresult *r = PQexec(l->pg, sql);
        bool fine = PQresultStatus(r) == PGRES_COPY_IN;
        PQclear(r);
        for (int64_t i = 0; fine && i < count; i++) {
                row(l, i);
                if (l->piece.len > PIECE_BYTES)
                        fine = flush(l);
        }
        if (!fine || !flush(l) || PQputCopyEnd(l->pg, NULL) != 1)
                return fail(l);
        r = PQgetResult(l->pg);
        fine = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
        while ((r = PQgetResult(l->pg)))
                PQclear(r);
        return fine || fail(l);
}

static const char *const materials[] = {"Oak",   "Linen", "Clay", "Brass", "Wool",
                                        "Paper", "Glass", "Cork", "Slate", "Felt"};
static const char *const things[] = {"Lamp",     "Bowl", "Tray", "Cup",   "Throw",
                                     "Notebook", "Vase", "Hook", "Clock", "Basket"};
static const char *const colours[] = {"Oat", "Moss", "Ink", "Clay", "Sand", "Rust", "Fog", "Plum"};

static void product_row(struct load *l, int64_t i)
{
        long long id = l->first_product + i;
        buf_printf(&l->piece,
                   "%lld\tload-%lld\t%s %s %lld\tMade for measuring\tA made-up thing of %s, number %lld, to fill a "
                   "large shop.\t"
                   "{Colour}\tnow\n",
                   id, id, materials[i % 10], things[i / 10 % 10], id, materials[i % 10], id);
}

static void image_row(struct load *l, int64_t i)
{
        buf_printf(&l->piece, "%lld\tmoor-mug-oat-1200.webp\tA made-up thing\t1200\t1500\n",
                   (long long)(l->first_product + i));
}

static void sku_row(struct load *l, int64_t i)
{
        long long id = l->first_sku + i;
        buf_printf(&l->piece, "%lld\tLOAD-%lld\t%s\t{\"Colour\": \"%s\"}\n", id, id, colours[i / l->products % 8],
                   colours[i / l->products % 8]);
}

static void price_row(struct load *l, int64_t i)
{
        /* spread, but the same at each run: multiples of a large odd number */
        buf_printf(&l->piece, "%lld\t%lld\n", (long long)(l->first_sku + i), (long long)(500 + i * 7919 % 20000));
}

static void inventory_row(struct load *l, int64_t i)
{
        buf_printf(&l->piece, "%lld\t%d\n", (long long)(l->first_sku + i), i % 10 ? 1000000 : 0);
}

static void product_sku_row(struct load *l, int64_t i)
{
        buf_printf(&l->piece, "%lld\t%lld\t%lld\n", (long long)(l->first_product + i % l->products),
                   (long long)(l->first_sku + i), (long long)(i / l->products));
}

static bool run(struct load *l)
{
        return execute(l, "begin; set local statement_timeout = 0; set local lock_timeout = 0; "
                          "set local idle_in_transaction_session_timeout = 0; "
                          "lock table products, skus in share row exclusive mode") &&
               query_int64(l, query_seed_next_product.sql, &l->first_product) &&
               query_int64(l, query_seed_next_sku.sql, &l->first_sku) &&
               copy(l, "copy products (id, slug, title, subtitle, description, option_names, published_at) from stdin",
                    l->products, product_row) &&
               copy(l, "copy product_images (product_id, file, alt, width, height) from stdin", l->products,
                    image_row) &&
               copy(l, "copy skus (id, code, title, options) from stdin", l->skus, sku_row) &&
               copy(l, "copy sku_prices (sku_id, amount) from stdin", l->skus, price_row) &&
               copy(l, "copy sku_inventory (sku_id, quantity_on_hand) from stdin", l->skus, inventory_row) &&
               /* last: with it the listings are made, all at once */
               copy(l, "copy product_skus (product_id, sku_id, position) from stdin", l->skus, product_sku_row) &&
               execute(l, query_seed_advance_ids.sql) && execute(l, "commit") &&
               execute(l, "set statement_timeout = 0") && execute(l, "vacuum analyze");
}

bool seed_load(const struct store_app *app, int64_t products, int64_t skus)
{
        struct blocking db;
        struct load l = {.products = products, .skus = skus};
        buf_init(&l.piece, 2 * PIECE_BYTES);
        bool fine = blocking_init(&db, app->conninfo, app->database) && (l.pg = blocking_connect(&db)) && run(&l);
        if (fine)
                printf("%lld products with %lld SKUs are loaded\n", (long long)products, (long long)skus);
        buf_release(&l.piece);
        blocking_release(&db);
        return fine;
}
