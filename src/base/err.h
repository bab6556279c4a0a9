/* Everything that can go wrong, in one enumeration and one table.
 *
 * Low layers return an err; the edge turns it into a problem+json reply (RFC 9457) and logs it once. `code` in
 * the table is the stable word that clients program against; it never changes meaning.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

/* name, HTTP status, title for people. The code in the reply is the name in lower case. */
#define ERR_TABLE(X)                                                                                                   \
        X(BAD_REQUEST, 400, "The request could not be understood")                                                     \
        X(MALFORMED_JSON, 400, "The body is not valid JSON")                                                           \
        X(BAD_SIGNATURE, 400, "The signature of the web hook is missing, wrong or too old")                            \
        X(LOGIN_REQUIRED, 401, "Log in first")                                                                         \
        X(LOGIN_FAILED, 401, "The username or the password is wrong")                                                  \
        X(TWO_FACTOR_FAILED, 401, "The code is wrong, too old or was used before")                                     \
        X(CSRF_FAILED, 403, "The X-CSRFToken header is missing or wrong; GET /api/v1/session gives one")               \
        X(ORIGIN_FORBIDDEN, 403, "The Origin of this request is not allowed")                                          \
        X(FORBIDDEN, 403, "You may not do this; ask whoever manages the permissions")                                  \
        X(TWO_FACTOR_MISSING, 403, "Set up a second factor first")                                                     \
        X(NOT_FOUND, 404, "There is nothing at this address")                                                          \
        X(PRODUCT_UNKNOWN, 404, "There is no such product")                                                            \
        X(SKU_UNKNOWN, 404, "There is no such SKU for sale")                                                           \
        X(NOT_IN_CART, 404, "The cart does not hold this")                                                             \
        X(CHECKOUT_UNKNOWN, 404, "There is no such checkout")                                                          \
        X(ORDER_UNKNOWN, 404, "There is no such order, or it belongs to somebody else")                                \
        X(EMAIL_UNKNOWN, 404, "There is no such mail")                                                                 \
        X(RESOURCE_UNKNOWN, 404, "The admin knows nothing of this name")                                               \
        X(OBJECT_UNKNOWN, 404, "There is no such object, or it was deleted")                                           \
        X(SESSION_UNKNOWN, 404, "There is no such session")                                                            \
        X(TOKEN_INVALID, 404, "This link was used before, is too old or is not one of ours")                           \
        X(RECIPIENT_GONE, 404, "Nothing is sent to this address any more")                                             \
        X(METHOD_NOT_ALLOWED, 405, "This address does not take that method")                                           \
        X(CONFLICT, 409, "Somebody else changed this at the same time; try again")                                     \
        X(EDIT_CONFLICT, 409, "Somebody else has changed this since you opened it")                                    \
        X(IN_USE, 409, "Something else needs this, so it can't be deleted")                                            \
        X(NOT_UNDOABLE, 409, "This can't be taken back")                                                               \
        X(STOCK_RESERVED, 409, "Customers are paying for some of these right now")                                     \
        X(PRICE_IN_FORCE, 409, "This price has been in force already and can't be changed any more")                   \
        X(PRODUCT_NOT_PRICED, 409, "Give it an active SKU with a price first")                                         \
        X(OUT_OF_STOCK, 409, "There is not enough of this left")                                                       \
        X(CART_EMPTY, 409, "The cart is empty")                                                                        \
        X(CART_FULL, 409, "The cart holds as many different things as it can")                                         \
        X(CART_MOVED, 409, "You have logged in meanwhile; try again with the new session")                             \
        X(CART_CHANGED, 409, "Something in the cart changed; look at it again before you pay")                         \
        X(SHIPPING_MISSING, 409, "Choose how the order should be shipped first")                                       \
        X(AMOUNT_TOO_SMALL, 409, "The total is below the smallest amount that can be charged")                         \
        X(AMOUNT_TOO_LARGE, 409, "The total is above the largest amount that can be charged")                          \
        X(AMOUNT_NOT_CHARGEABLE, 409, "The total can't be charged in this currency")                                   \
        X(CHECKOUT_COMPLETED, 409, "This cart has been paid for already")                                              \
        X(ORDER_NOT_SHIPPABLE, 409, "This order was cancelled, refunded or delivered already")                         \
        X(STATUS_NOT_POSSIBLE, 409, "The order can't become this now")                                                 \
        X(NOTHING_PAID, 409, "Nothing was paid for this order, so nothing can be returned")                            \
        X(REFUND_TOO_LARGE, 409, "This is more than is left of the payment")                                           \
        X(REFUND_DIFFERS, 409, "Another refund was asked for under this identifier")                                   \
        X(REFUND_REFUSED, 409, "The payment service refused the refund")                                               \
        X(DISCOUNT_EXHAUSTED, 409, "This discount code has been used up")                                              \
        X(USERNAME_TAKEN, 409, "This username is taken, or looks like one that is")                                    \
        X(EMAIL_TAKEN, 409, "Another account has this address")                                                        \
        X(EMAIL_IN_HAND, 409, "This mail is waiting or on its way already")                                            \
        X(SETTING_FIXED, 409, "This setting can't be changed any more")                                                \
        X(TERMS_PUBLISHED, 409, "Terms that were published stay as they are")                                          \
        X(ADDRESS_UNVERIFIED, 409, "Verify your own address first")                                                    \
        X(EMAIL_NOT_WAITING, 409, "This mail is not waiting any more")                                                 \
        X(CAMPAIGN_NOT_DRAFT, 409, "What a campaign says is fixed once it is ready")                                   \
        X(CAMPAIGN_STEP, 409, "The campaign is not where this step begins")                                            \
        X(GATE_FAILED, 422, "The campaign is not ready to be sent")                                                    \
        X(TERMS_OUTDATED, 409, "These are not the terms that hold now")                                                \
        X(TERMS_NOT_AGREED, 409, "The terms have changed; agree to them first")                                        \
        X(TWO_FACTOR_ENABLED, 409, "The second factor is on already")                                                  \
        X(NOT_IMPORTABLE, 409, "This can't be imported from a file")                                                   \
        X(IMPORT_STATE, 409, "The import is not at this step")                                                         \
        X(IMPORT_OFFSET, 409, "The file goes on elsewhere")                                                            \
        X(IMPORTS_FULL, 409, "You have too many imports; delete old ones first")                                       \
        X(BODY_TOO_LARGE, 413, "The body is too large")                                                                \
        X(URL_TOO_LONG, 414, "The address is too long")                                                                \
        X(UNSUPPORTED_MEDIA_TYPE, 415, "The body must be application/json")                                            \
        X(INVALID_INPUT, 422, "Some of the input is not valid")                                                        \
        X(TOO_MANY_REQUESTS, 429, "Too many tries; wait a little")                                                     \
        X(HEADERS_TOO_LARGE, 431, "The headers are too large")                                                         \
        X(INTERNAL, 500, "Something went wrong on our side")                                                           \
        X(PAYMENT_AMOUNT_MISMATCH, 500, "The payment service would charge another amount; nothing was charged")        \
        X(PAYMENT_UNAVAILABLE, 503, "The payment service does not answer; nothing was charged")                        \
        X(MEDIA_UNAVAILABLE, 503, "Pictures can't be stored at the moment")                                            \
        X(DATABASE_UNAVAILABLE, 503, "The database does not answer")                                                   \
        X(OUTCOME_UNKNOWN, 503, "The database went away while it worked; look before you try again")                   \
        X(OVERLOADED, 503, "The server is busy; try again in a moment")                                                \
        X(NO_MEMORY, 503, "The request needs more memory than it may have")                                            \
        X(STOPPING, 503, "The server is being restarted")

enum err {
        ERR_NONE = 0,
#define X(name, status, title) ERR_##name,
        ERR_TABLE(X)
#undef X
                ERR_COUNT
};

struct err_info {
        struct str code, title;
        unsigned status; /* HTTP */
};

/* Never NULL; ERR_NONE and numbers outside the enumeration are described as ERR_INTERNAL. */
const struct err_info *err_info(enum err e);

#endif
