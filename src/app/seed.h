/* Filling a database: the demo shop, and large ones for benchmarks. */
#ifndef APP_SEED_H
#define APP_SEED_H

#include "app/store.h"
#include "base/arena.h"

/* A CSV file (RFC 4180, UTF-8, first line the names) as a JSON array of objects whose values are text, or null for
 * empty cells. STR_NULL, with one line on standard error, when it can't be read. */
struct str seed_csv_as_json(struct arena *a, const char *directory, const char *file);
/* A whole file. STR_NULL, with one line on standard error, when it can't be read. */
struct str seed_read_file(struct arena *a, const char *directory, const char *file);

bool seed_demo(const struct store_app *app) __attribute__((warn_unused_result));
bool seed_load(const struct store_app *app, int64_t products, int64_t skus) __attribute__((warn_unused_result));

#endif
