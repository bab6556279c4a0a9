/* GET /api/v1/products, /products/{slug}, /collections, /shipping-methods: the same for everybody, kept in memory. */
#include "catalogue/catalogue_http.h"

#include <stddef.h>

#include "catalogue/catalogue.h"
#include "catalogue_queries.h"
#include "http/cache.h"
#include "http/decode.h"
#include "http/store.h"

/* Of prices and of microseconds since 1970, up to the year 2255: PostgreSQL's intervals are exact so far. */
static const int64_t position_max = 9000000000000000;

enum { CURSOR_MAX = 1200 }; /* a title of 200 characters, of 4 bytes each, in base64 */
enum { LIMIT_DEFAULT = 24, LIMIT_MAX = 100, WORDS_MAX = 200, PAGE_MAX_BYTES = 1024 * 1024 };

struct list_question {
        struct str collection, words, sort_word, cursor;
        int64_t min_price, max_price, limit;
        bool in_stock, has_min, has_max, has_in_stock;
        enum product_sort sort;
        struct product_cursor after; /* position.ptr NULL: from the start */
};

static const struct field list_fields[] = {
        {"collection", FIELD_TEXT, offsetof(struct list_question, collection), 0, 100, .optional = true},
        {"q", FIELD_TEXT, offsetof(struct list_question, words), 0, WORDS_MAX, .optional = true},
        {"sort", FIELD_TEXT, offsetof(struct list_question, sort_word), 0, 20, .optional = true},
        {"min_price", FIELD_INT64, offsetof(struct list_question, min_price), 0, 99999999999, .optional = true,
         .given_at = offsetof(struct list_question, has_min) + 1},
        {"max_price", FIELD_INT64, offsetof(struct list_question, max_price), 0, 99999999999, .optional = true,
         .given_at = offsetof(struct list_question, has_max) + 1},
        {"in_stock", FIELD_BOOL, offsetof(struct list_question, in_stock), .optional = true,
         .given_at = offsetof(struct list_question, has_in_stock) + 1},
        {"cursor", FIELD_TEXT, offsetof(struct list_question, cursor), 1, CURSOR_MAX, .optional = true},
        {"limit", FIELD_INT64, offsetof(struct list_question, limit), 1, LIMIT_MAX, .optional = true},
};

static bool has_number_position(enum product_sort sort)
{
        return sort == SORT_NEWEST || sort == SORT_PRICE || sort == SORT_PRICE_DESCENDING;
}

static bool read_cursor(struct request *rq, struct list_question *q)
{
        int64_t number;
        if (!q->cursor.ptr)
                return true;
        if (product_cursor_read(&rq->arena, q->sort, q->cursor, &q->after) &&
            (q->words.len || !has_number_position(q->sort) ||
             (str_to_int64(q->after.position, &number) && number >= -position_max && number <= position_max)))
                return true;
        reply_field_error(rq, STR("cursor"), STR("invalid_cursor"),
                          STR("Take the next_cursor of a page in the same order."));
        return false;
}

static bool read_question(struct request *rq, struct list_question *q)
{
        *q = (struct list_question){.limit = LIMIT_DEFAULT};
        if (!request_decode_query(rq, list_fields, q))
                return false;
        q->words = str_trim(q->words);
        q->sort = q->words.len ? SORT_BEST : SORT_NEWEST;
        if (q->sort_word.ptr && !product_sort_parse(q->sort_word, &q->sort)) {
                reply_field_error(rq, STR("sort"), STR("unknown_sort"), STR("Give newest, price, -price or title."));
                return false;
        }
        if (q->has_in_stock && !q->in_stock)
                q->has_in_stock = false; /* "false" asks for everything, not for what is sold out */
        return read_cursor(rq, q);
}

/* The question in one canonical form, so that the same one is kept once; lengths, so that no two share one. */
static struct str cache_key(struct request *rq, const struct list_question *q)
{
        return arena_printf(&rq->arena, "list|%zu|%.*s|%zu|%.*s|%d|%lld|%lld|%d|%lld|%lld|%.*s", q->collection.len,
                            STR_ARG(q->collection), q->words.len, STR_ARG(q->words), q->sort,
                            q->has_min ? (long long)q->min_price : -1, q->has_max ? (long long)q->max_price : -1,
                            q->has_in_stock, (long long)q->limit, (long long)q->after.id, STR_ARG(q->after.position));
}

static void add_query(struct request *rq, struct unit *u, const struct list_question *q)
{
        struct str media_url = store_settings(rq)->media_url;
        struct str collection = q->collection.len ? q->collection : STR_NULL;
        const int64_t *min = q->has_min ? &q->min_price : NULL, *max = q->has_max ? &q->max_price : NULL;
        const bool *in_stock = q->has_in_stock ? &q->in_stock : NULL;
        const int64_t *after_id = q->after.position.ptr ? &q->after.id : NULL, *after = NULL;
        int32_t rows = (int32_t)q->limit + 1;
        int64_t number;
        if (q->after.position.ptr && has_number_position(q->sort) && str_to_int64(q->after.position, &number))
                after = &number;
        if (q->words.len)
                q_catalogue_search(u, media_url, q->words, product_sort_name(q->sort), collection, min, max, in_stock,
                                   q->after.position, after_id, rows);
        else if (q->sort == SORT_NEWEST)
                q_catalogue_list_newest(u, media_url, collection, min, max, in_stock, after, after_id, rows);
        else if (q->sort == SORT_PRICE)
                q_catalogue_list_price(u, media_url, collection, min, max, in_stock, after, after_id, rows);
        else if (q->sort == SORT_PRICE_DESCENDING)
                q_catalogue_list_price_descending(u, media_url, collection, min, max, in_stock, after, after_id, rows);
        else
                q_catalogue_list_title(u, media_url, collection, min, max, in_stock, q->after.position, after_id, rows);
}

static void write_page(struct buf *json, struct request *rq, const struct list_question *q, PGresult *rows)
{
        int count = PQntuples(rows), shown = count > q->limit ? (int)q->limit : count;
        buf_add(json, STR("{\"items\":["));
        for (int i = 0; i < shown; i++) {
                if (i)
                        buf_add_char(json, ',');
                buf_add(json, result_str(rows, i, "document"));
        }
        struct str next = STR_NULL;
        if (count > shown)
                next = product_cursor_write(&rq->arena, q->sort,
                                            (struct product_cursor){result_str(rows, shown - 1, "position"),
                                                                    result_int64(rows, shown - 1, "id")});
        buf_add(json, STR("],\"next_cursor\":"));
        buf_add_json(json, next);
        buf_add(json, STR(",\"currency\":"));
}

static void on_products(struct request *rq, const struct outcome *o)
{
        struct buf json;
        if (o->error != ERR_NONE) {
                cache_refuse(rq, o, ERR_NONE, false);
                return;
        }
        buf_init(&json, PAGE_MAX_BYTES);
        write_page(&json, rq, rq->state, o->results[0]);
        buf_add_json(&json, result_str(o->results[1], 0, "currency"));
        buf_add_char(&json, '}');
        if (json.failed)
                cache_refuse(rq, NULL, ERR_NO_MEMORY, false);
        else
                cache_store(rq, buf_str(&json));
        buf_release(&json);
}

void catalogue_get_products(struct request *rq)
{
        struct list_question *q = arena_new(&rq->arena, struct list_question);
        rq->state = q;
        if (!q) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!read_question(rq, q) || cache_serve(rq, cache_key(rq, q)))
                return;
        struct unit *u = request_unit(rq);
        add_query(rq, u, q);
        q_catalogue_currency(u);
        request_try(rq, u, on_products);
}

/* One row, one column: the reply; no row: there is no such thing. */
static void on_document(struct request *rq, const struct outcome *o)
{
        PGresult *r = outcome_last(o);
        if (o->error != ERR_NONE)
                cache_refuse(rq, o, ERR_NONE, false);
        else if (PQntuples(r) == 0)
                cache_refuse(rq, NULL, ERR_PRODUCT_UNKNOWN, true);
        else
                cache_store(rq, (struct str){PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0)});
}

void catalogue_get_product(struct request *rq)
{
        struct str key = arena_printf(&rq->arena, "product|%.*s", STR_ARG(rq->params[0]));
        if (cache_serve(rq, key))
                return;
        struct unit *u = request_unit(rq);
        q_catalogue_product(u, store_settings(rq)->media_url, rq->params[0]);
        request_try(rq, u, on_document);
}

void catalogue_get_collections(struct request *rq)
{
        if (cache_serve(rq, STR("collections")))
                return;
        struct unit *u = request_unit(rq);
        q_catalogue_collections(u, store_settings(rq)->media_url);
        request_try(rq, u, on_document);
}

void catalogue_get_shipping_methods(struct request *rq)
{
        if (cache_serve(rq, STR("shipping-methods")))
                return;
        struct unit *u = request_unit(rq);
        q_catalogue_shipping_methods(u);
        request_try(rq, u, on_document);
}
