/* Handlers of the cart, for the table of routes. Every one answers the whole cart. */
#ifndef CART_CART_HTTP_H
#define CART_CART_HTTP_H

struct request;

void cart_get(struct request *rq);
void cart_delete(struct request *rq);
void cart_post_item(struct request *rq);
void cart_put_item(struct request *rq);
void cart_delete_item(struct request *rq);
void cart_put_shipping(struct request *rq);
void cart_post_discount(struct request *rq);
void cart_delete_discount(struct request *rq);

#endif
