/* The body that a mail program posts when its reader presses its own button: List-Unsubscribe=One-Click (RFC 8058). */
#ifndef CAMPAIGNS_ONE_CLICK_H
#define CAMPAIGNS_ONE_CLICK_H

#include "base/str.h"

enum {
        ONE_CLICK_BODY_MAX = 4 * 1024, /* bytes; with multipart's frame some 200 */
        ONE_CLICK_BOUNDARY_MAX = 70,   /* RFC 2046, 5.1.1 */
};

/* True when `body`, of this Content-Type, has that pair: as application/x-www-form-urlencoded or multipart/form-data
 * (RFC 8058, 3.2). */
bool one_click_is_asked(struct str content_type, struct str body) __attribute__((warn_unused_result));

#endif
