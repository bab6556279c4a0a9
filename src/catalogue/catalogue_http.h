/* Handlers of the catalogue, for the table of routes. */
#ifndef CATALOGUE_CATALOGUE_HTTP_H
#define CATALOGUE_CATALOGUE_HTTP_H

struct request;

void catalogue_get_products(struct request *rq);
void catalogue_get_product(struct request *rq);
void catalogue_get_collections(struct request *rq);
void catalogue_get_shipping_methods(struct request *rq);

#endif
