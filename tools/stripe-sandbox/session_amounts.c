/* What a Checkout Session comes to. Whole minor units throughout. */
#include "fields.h"
#include "session.h"

int64_t line_amount(const json_t *line)
{
        return field_int(line, "price_data.unit_amount") * field_int(line, "quantity");
}

int64_t coupon_cut(const json_t *coupon, int64_t amount)
{
        int64_t cut = field_int(coupon, "amount_off");
        if (field(coupon, "percent_hundredths")) /* half a unit counts as a whole one */
                cut = (amount * field_int(coupon, "percent_hundredths") + 5000) / 10000;
        return cut < amount ? cut : amount;
}

void session_amounts(const json_t *session, struct session_amounts *ret)
{
        size_t i;
        json_t *line;
        const json_t *options = field(session, "params.shipping_options");
        *ret = (struct session_amounts){0};
        json_array_foreach(field(session, "params.line_items"), i, line) ret->subtotal += line_amount(line);
        const json_t *coupon = field(session, "coupon");
        if (coupon)
                ret->discount = coupon_cut(coupon, ret->subtotal);
        const json_t *option = json_array_get(options, (size_t)field_int(session, "shipping_choice"));
        ret->shipping = field_int(option, "shipping_rate_data.fixed_amount.amount");
        ret->total = ret->subtotal - ret->discount + ret->shipping;
}

void session_line_discounts(const json_t *session, int64_t ret[SESSION_LINES])
{
        size_t i;
        json_t *line, *lines = field(session, "params.line_items");
        struct session_amounts sum;
        session_amounts(session, &sum);
        int64_t before = 0, given = 0;
        /* Each line gets what the share grows by when it is added, so that the parts add up to the whole. */
        json_array_foreach(lines, i, line)
        {
                before += line_amount(line);
                int64_t share = sum.subtotal ? (int64_t)((__int128)sum.discount * before / sum.subtotal) : 0;
                ret[i] = share - given;
                given = share;
        }
}
