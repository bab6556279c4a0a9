/* /v1/refunds. */
#include "refund.h"

#include <string.h>

#include "base/clock.h"
#include "currency.h"
#include "fields.h"
#include "sandbox.h"

/* clang-format off */
#define PARAM_REASON {"reason", PARAM_CHOICE, 0, 0, "duplicate|fraudulent|requested_by_customer"}
/* clang-format on */

const struct param refund_create_params[] = {
        {"payment_intent", PARAM_TEXT, 0, 200, NULL},
        {"charge", PARAM_TEXT, 0, 200, NULL},
        {"amount", PARAM_INT, 1, LARGEST_AMOUNT, NULL},
        PARAM_REASON,
        {"metadata", PARAM_MAP, 0, 0, NULL},
        EXPAND_PARAMS,
        {0},
};
const struct param refund_update_params[] = {{"metadata", PARAM_MAP, 0, 0, NULL}, EXPAND_PARAMS, {0}};
const struct param refund_list_params[] = {
        {"payment_intent", PARAM_TEXT, 0, 200, NULL},
        {"charge", PARAM_TEXT, 0, 200, NULL},
        PAGE_PARAMS,
        {0},
};

/* The charge that is meant, a new reference; NULL: there is none, replied. */
static json_t *load_charge(struct request *rq)
{
        struct store *s = &rq->sandbox->store;
        const char *intent_id = field_text(rq->params, "payment_intent"), *charge_id = field_text(rq->params, "charge");
        if (!intent_id && !charge_id) {
                reply_invalid(
                        rq, "parameter_missing", "payment_intent",
                        "One of the following params should be provided for this request: payment_intent or charge.");
                return NULL;
        }
        json_t *intent = charge_id ? NULL : store_load(s, KIND_INTENT, intent_id);
        if (!charge_id && !intent) {
                reply_no_such(rq, 404, "payment_intent", intent_id, "payment_intent");
                return NULL;
        }
        json_t *charge = store_load(s, KIND_CHARGE, charge_id ? charge_id : field_text(intent, "latest_charge"));
        if (!charge && charge_id)
                reply_no_such(rq, 404, "charge", charge_id, "charge");
        else if (!charge)
                reply_invalid(rq, NULL, "payment_intent",
                              "This PaymentIntent (%s) does not have a successful charge to refund.", intent_id);
        json_decref(intent);
        return charge;
}

static bool check(struct request *rq, const json_t *charge, int64_t amount)
{
        char wanted[MONEY_SIZE], left_text[MONEY_SIZE];
        const char *id = field_text(charge, "id"), *currency = field_text(charge, "currency");
        int64_t left = field_int(charge, "amount") - field_int(charge, "amount_refunded");
        if (left == 0)
                reply_invalid(rq, "charge_already_refunded", NULL, "Charge %s has already been refunded.", id);
        else if (field_true(charge, "disputed"))
                reply_invalid(rq, "charge_disputed", NULL, "Charge %s has been charged back; cannot issue a refund.",
                              id);
        else if (amount > left)
                reply_invalid(rq, NULL, "amount", "Refund amount (%s) is greater than unrefunded amount on charge (%s)",
                              money_text(wanted, currency, amount), money_text(left_text, currency, left));
        else
                return true;
        return false;
}

static json_t *make(struct request *rq, const json_t *charge, int64_t amount)
{
        char id[ID_SIZE], transaction[ID_SIZE];
        const json_t *p = rq->params;
        id_random(id, "re_3", 23);
        id_random(transaction, "txn_3", 23);
        return must(json_pack(
                "{s:s, s:s, s:I, s:s, s:s, s:I, s:s, s:{s:{s:s, s:s, s:s, s:s}, s:s}, s:o, s:s, s:o, s:n, "
                "s:n, s:s, s:n}",
                "id", id, "object", kind_name(KIND_REFUND), "amount", amount, "balance_transaction", transaction,
                "charge", field_text(charge, "id"), "created", (json_int_t)clock_unix(), "currency",
                field_text(charge, "currency"), "destination_details", "card", "reference", "0000000000000000",
                "reference_status", "available", "reference_type", "acquirer_reference_number", "type", "refund",
                "type", "card", "metadata", copied_object(field(p, "metadata")), "payment_intent",
                field_text(charge, "payment_intent"), "reason", shared(field(p, "reason")), "receipt_number",
                "source_transfer_reversal", "status", "succeeded", "transfer_reversal"));
}

/* Counts the refund on its charge; a negative amount takes it back. Returns what the charge was before. */
static json_t *count_on_charge(struct sandbox *sb, json_t *charge, int64_t amount)
{
        int64_t refunded = field_int(charge, "amount_refunded");
        json_t *before = must(json_pack("{s:I}", "amount_refunded", refunded));
        bool all = refunded + amount == field_int(charge, "amount");
        if (all != field_true(charge, "refunded"))
                field_set_bool(before, "refunded", !all);
        field_set_int(charge, "amount_refunded", refunded + amount);
        field_set_bool(charge, "refunded", all);
        store_save(&sb->store, charge);
        return before;
}

void refund_create(struct request *rq)
{
        struct sandbox *sb = rq->sandbox;
        json_t *charge = load_charge(rq);
        if (!charge)
                return;
        int64_t left = field_int(charge, "amount") - field_int(charge, "amount_refunded");
        int64_t amount = field(rq->params, "amount") ? field_int(rq->params, "amount") : left;
        if (check(rq, charge, amount)) {
                json_t *refund = make(rq, charge, amount);
                store_save(&sb->store, refund);
                json_t *before = count_on_charge(sb, charge, amount);
                event_emit(sb, &rq->cause, "refund.created", json_deep_copy(refund), NULL, NULL);
                event_emit(sb, &rq->cause, "charge.refunded", json_deep_copy(charge), before, NULL);
                reply_expanded(rq, refund);
        }
        json_decref(charge);
}

void refund_update(struct request *rq)
{
        json_t *refund = store_load(&rq->sandbox->store, KIND_REFUND, rq->id), *added = field(rq->params, "metadata");
        if (!refund) {
                reply_no_such(rq, 404, "refund", rq->id, "id");
                return;
        }
        if (added) {
                json_t *metadata = copied_object(field(refund, "metadata"));
                json_t *before = must(json_pack("{s:O}", "metadata", field(refund, "metadata")));
                json_object_update(metadata, added);
                field_set(refund, "metadata", metadata);
                store_save(&rq->sandbox->store, refund);
                event_emit(rq->sandbox, &rq->cause, "refund.updated", json_deep_copy(refund), before, NULL);
        }
        reply_expanded(rq, refund);
}

bool refund_set_status(struct sandbox *sb, const struct cause *cause, const char *id, const char *status)
{
        json_t *refund = store_load(&sb->store, KIND_REFUND, id);
        if (!refund || !is_one_of("pending|succeeded|failed|canceled", status)) {
                json_decref(refund);
                return false;
        }
        const char *back = "failed|canceled";
        bool was_lost = is_one_of(back, field_text(refund, "status")), lost = is_one_of(back, status);
        json_t *before = must(json_pack("{s:s}", "status", field_text(refund, "status")));
        field_set_text(refund, "status", status);
        if (strcmp(status, "failed") == 0)
                field_set_text(refund, "failure_reason", "unknown");
        store_save(&sb->store, refund);
        json_t *charge = store_load(&sb->store, KIND_CHARGE, field_text(refund, "charge"));
        if (charge && lost != was_lost)
                json_decref(count_on_charge(sb, charge, (lost ? -1 : 1) * field_int(refund, "amount")));
        json_decref(charge);
        event_emit(sb, cause, strcmp(status, "failed") == 0 ? "refund.failed" : "refund.updated", refund, before, NULL);
        return true;
}

json_t *refunds_of_charge(struct request *rq, const char *charge_id)
{
        struct store *s = &rq->sandbox->store;
        struct object *charge = store_find(s, KIND_CHARGE, charge_id);
        json_t *data = must(json_array());
        for (size_t i = store_end(s, KIND_REFUND); charge && i > store_first(s, KIND_REFUND); i--) {
                const struct object *o = store_at(s, KIND_REFUND, i - 1);
                if (strcmp(o->link, charge->link) == 0)
                        json_array_append_new(data, object_record(o));
        }
        return list_json("/v1/refunds", data, false);
}

static bool is_wanted(struct request *rq, const struct object *o)
{
        const char *intent = field_text(rq->params, "payment_intent"), *charge_id = field_text(rq->params, "charge");
        const struct object *charge = store_find(&rq->sandbox->store, KIND_CHARGE, charge_id);
        return (!intent || strcmp(intent, o->link) == 0) &&
               (!charge_id || (charge && strcmp(charge->link, o->link) == 0));
}

void refund_list(struct request *rq)
{
        reply_list(rq, KIND_REFUND, is_wanted);
}

void refund_retrieve(struct request *rq)
{
        reply_object(rq, KIND_REFUND);
}
