/* The catalogue: its changes, sort orders and cursors. */
#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

#include "base/arena.h"
#include "db/listener.h"

struct freshness;

/* Keeps `f` true for this database, whoever changes its catalogue, and brings prices and publications whose time
 * has come into the lists. `f` must stay until listener_stop. NULL when memory or threads run out. */
struct listener *catalogue_watch(const char *conninfo, const char *database, struct freshness *f);

enum product_sort { SORT_BEST, SORT_NEWEST, SORT_PRICE, SORT_PRICE_DESCENDING, SORT_TITLE, SORT_COUNT };

/* The word of the API ("-price"), "best" for SORT_BEST. */
struct str product_sort_name(enum product_sort sort);
/* False: no such word. */
bool product_sort_parse(struct str word, enum product_sort *ret) __attribute__((warn_unused_result));

/* Where a page ended: base64url of "sort|id|position". A cursor fits only the order that it was made in. */
struct product_cursor {
        struct str position;
        int64_t id;
};
struct str product_cursor_write(struct arena *a, enum product_sort sort, struct product_cursor c);
bool product_cursor_read(struct arena *a, enum product_sort sort, struct str text, struct product_cursor *ret)
        __attribute__((warn_unused_result));

#endif
