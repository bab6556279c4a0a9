/* /v1/coupons, and what a coupon still allows. */
#include "coupon.h"

#include <string.h>

#include "base/clock.h"
#include "currency.h"
#include "fields.h"
#include "sandbox.h"

const struct param coupon_create_params[] = {
        {"id", PARAM_TEXT, 0, 70, NULL},
        {"name", PARAM_TEXT, 0, 40, NULL},
        {"amount_off", PARAM_INT, 1, LARGEST_AMOUNT, NULL},
        {"currency", PARAM_CURRENCY, 0, 0, NULL},
        {"percent_off", PARAM_DECIMAL, 1, 10000, NULL},
        {"duration", PARAM_CHOICE, 0, 0, "once|forever|repeating"},
        {"duration_in_months", PARAM_INT, 1, 36, NULL},
        {"max_redemptions", PARAM_INT, 1, INT32_MAX, NULL},
        {"redeem_by", PARAM_INT, 0, INT32_MAX, NULL},
        {"metadata", PARAM_MAP, 0, 0, NULL},
        EXPAND_PARAMS,
        {0},
};

static bool check(struct request *rq)
{
        const json_t *p = rq->params;
        const char *id = field_text(p, "id");
        if (!field(p, "amount_off") == !field(p, "percent_off"))
                reply_invalid(rq, "parameter_missing", field(p, "amount_off") ? "amount_off" : "percent_off",
                              "You must pass exactly one of percent_off and amount_off.");
        else if (field(p, "amount_off") && !field(p, "currency"))
                reply_invalid(rq, "parameter_missing", "currency", "You must pass currency when passing amount_off.");
        else if (field(p, "redeem_by") && field_int(p, "redeem_by") <= clock_unix())
                reply_invalid(rq, NULL, "redeem_by", "The timestamp must be in the future.");
        else if (id && strpbrk(id, "/?# "))
                reply_invalid(rq, NULL, "id", "Invalid coupon ID: letters, digits, - and _ are allowed.");
        else if (id && store_find(&rq->sandbox->store, KIND_COUPON, id))
                reply_invalid(rq, "resource_already_exists", "id", "Coupon already exists.");
        else
                return true;
        return false;
}

void coupon_create(struct request *rq)
{
        char id[ID_SIZE];
        const json_t *p = rq->params;
        if (!check(rq))
                return;
        id_random(id, "", 8);
        json_t *coupon = must(
                json_pack("{s:s, s:s, s:o, s:I, s:o, s:s, s:o, s:b, s:o, s:o, s:o, s:o*, s:o, s:i}", "id",
                          field_text(p, "id") ? field_text(p, "id") : id, "object", kind_name(KIND_COUPON),
                          "amount_off", shared(field(p, "amount_off")), "created", (json_int_t)clock_unix(), "currency",
                          field(p, "amount_off") ? json_incref(field(p, "currency")) : json_null(), "duration",
                          field_text(p, "duration") ? field_text(p, "duration") : "once", "duration_in_months",
                          shared(field(p, "duration_in_months")), "livemode", 0, "max_redemptions",
                          shared(field(p, "max_redemptions")), "metadata", copied_object(field(p, "metadata")), "name",
                          shared(field(p, "name")), "percent_hundredths", json_incref(field(p, "percent_off")),
                          "redeem_by", shared(field(p, "redeem_by")), "times_redeemed", 0));
        store_save(&rq->sandbox->store, coupon);
        reply_expanded(rq, coupon_view(coupon));
        json_decref(coupon);
}

json_t *coupon_view(const json_t *coupon)
{
        json_t *shown = must(json_copy((json_t *)coupon));
        bool percent = field(coupon, "percent_hundredths");
        field_set(shown, "percent_off",
                  percent ? json_real((double)field_int(coupon, "percent_hundredths") / 100) : NULL);
        json_object_del(shown, "percent_hundredths");
        field_set_bool(shown, "valid", coupon_is_valid(coupon));
        return shown;
}

bool coupon_is_valid(const json_t *coupon)
{
        bool left = !field(coupon, "max_redemptions") ||
                    field_int(coupon, "times_redeemed") < field_int(coupon, "max_redemptions");
        return left && (!field(coupon, "redeem_by") || field_int(coupon, "redeem_by") > clock_unix());
}

bool coupon_check(struct request *rq, const json_t *coupon, const char *currency)
{
        const char *id = field_text(coupon, "id"), *own = field_text(coupon, "currency");
        if (!coupon_is_valid(coupon))
                reply_invalid(rq, "coupon_expired", "discounts[0][coupon]", "Coupon expired: %s", id);
        else if (own && strcmp(own, currency) != 0)
                reply_invalid(rq, NULL, "discounts[0][coupon]",
                              "The coupon %s is in %s and can't be used for a session in %s.", id, own, currency);
        else
                return true;
        return false;
}

void coupon_redeem(struct store *store, const char *id)
{
        json_t *coupon = store_load(store, KIND_COUPON, id);
        if (!coupon)
                return;
        field_set_int(coupon, "times_redeemed", field_int(coupon, "times_redeemed") + 1);
        store_save(store, coupon);
        json_decref(coupon);
}

void coupon_list(struct request *rq)
{
        reply_list(rq, KIND_COUPON, NULL);
}

void coupon_retrieve(struct request *rq)
{
        reply_object(rq, KIND_COUPON);
}

/* Sessions that have it keep it. */
void coupon_delete(struct request *rq)
{
        if (!store_find(&rq->sandbox->store, KIND_COUPON, rq->id)) {
                reply_no_such(rq, 404, "coupon", rq->id, "coupon");
                return;
        }
        json_t *gone = must(json_pack("{s:s, s:s, s:b}", "id", rq->id, "object", kind_name(KIND_COUPON), "deleted", 1));
        store_save(&rq->sandbox->store, gone);
        reply_json(rq, 200, gone);
}
