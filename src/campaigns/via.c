#include "campaigns/via.h"

#include <stdio.h>

#include "http/cookie.h"
#include "http/store.h"

static const struct str purpose = STR("via");

enum { DAY_S = 24 * 60 * 60 };

void via_make(struct str key, struct via via, char out[SIGNED_TEXT_SIZE])
{
        char text[SIGNED_TEXT_MAX];
        if (via.ad_id)
                snprintf(text, sizeof text, "a-%lld-%lld", (long long)via.ad_id, (long long)via.at_s);
        else
                snprintf(text, sizeof text, "c-%lld-%lld-%lld", (long long)via.message_id, (long long)via.link_id,
                         (long long)via.at_s);
        if (!signed_text_make(key, purpose, str_from(text), out))
                out[0] = 0; /* never: letters, digits and hyphens need no escape */
}

static bool read_numbers(struct str text, struct via *ret)
{
        struct str kind = str_cut(&text, '-');
        if (str_eq(kind, STR("a"))) {
                struct str ad = str_cut(&text, '-');
                return str_to_int64(ad, &ret->ad_id) && str_to_int64(text, &ret->at_s);
        }
        struct str message = str_cut(&text, '-'), link = str_cut(&text, '-');
        return str_eq(kind, STR("c")) && str_to_int64(message, &ret->message_id) && str_to_int64(link, &ret->link_id) &&
               str_to_int64(text, &ret->at_s);
}

bool via_read(struct str key, struct str text, struct via *ret)
{
        struct str signed_part;
        *ret = (struct via){0};
        if (signed_text_read(key, purpose, text, &signed_part) && read_numbers(signed_part, ret))
                return true;
        *ret = (struct via){0};
        return false;
}

bool via_of_request(const struct request *rq, struct via *ret)
{
        return via_read(store_settings(rq)->secret_key, cookie_read(rq, COOKIE_VIA), ret);
}

void via_keep(struct request *rq, const char *value, int64_t days)
{
        (void)!cookie_set(rq, COOKIE_VIA, value, days * DAY_S);
}
