/* Handlers of the admin's pages of the catalogue, for the table of routes. */
#ifndef CATALOGUE_CATALOGUE_ADMIN_HTTP_H
#define CATALOGUE_CATALOGUE_ADMIN_HTTP_H

struct request;

void admin_product_get_page(struct request *rq);
void admin_product_get_preview(struct request *rq);
void admin_product_post_skus(struct request *rq);
void admin_product_post_prices(struct request *rq);
void admin_product_post_image(struct request *rq);
void admin_product_put_images(struct request *rq);
void admin_product_put_collections(struct request *rq);
void admin_product_post_duplicate(struct request *rq);
void admin_sku_post_price(struct request *rq);
void admin_sku_post_stock(struct request *rq);

void admin_media_post(struct request *rq);

#endif
