/* Disputes: made through the control API, seen through Stripe's. */
#include "dispute.h"

#include <string.h>

#include "base/clock.h"
#include "fields.h"
#include "sandbox.h"

enum { ANSWER_SECONDS = 7 * 24 * 3600 };

const struct param dispute_list_params[] = {
        {"payment_intent", PARAM_TEXT, 0, 200, NULL},
        {"charge", PARAM_TEXT, 0, 200, NULL},
        PAGE_PARAMS,
        {0},
};

static bool is_known(const char *status)
{
        return is_one_of(
                "warning_needs_response|warning_under_review|warning_closed|needs_response|under_review|won|lost",
                status);
}

static bool is_closed(const char *status)
{
        return is_one_of("won|lost|warning_closed", status);
}

static json_t *make(const json_t *charge)
{
        char id[ID_SIZE];
        id_random(id, "du_1", 23);
        return must(json_pack(
                "{s:s, s:s, s:O, s:[], s:s, s:I, s:O, s:[], s:{}, s:{s:I, s:b, s:b, s:i}, s:b, s:b, s:{}, s:s, s:s, "
                "s:s}",
                "id", id, "object", kind_name(KIND_DISPUTE), "amount", field(charge, "amount"), "balance_transactions",
                "charge", field_text(charge, "id"), "created", (json_int_t)clock_unix(), "currency",
                field(charge, "currency"), "enhanced_eligibility_types", "evidence", "evidence_details", "due_by",
                (json_int_t)clock_unix() + ANSWER_SECONDS, "has_evidence", 0, "past_due", 0, "submission_count", 0,
                "is_charge_refundable", 0, "livemode", 0, "metadata", "payment_intent",
                field_text(charge, "payment_intent"), "reason", "fraudulent", "status", "needs_response"));
}

/* The newest dispute of the payment that is still open, a new reference. */
static json_t *find_open(struct store *s, const char *intent_id)
{
        for (size_t i = store_end(s, KIND_DISPUTE); i > store_first(s, KIND_DISPUTE); i--) {
                const struct object *o = store_at(s, KIND_DISPUTE, i - 1);
                if (strcmp(o->link, intent_id) == 0)
                        return is_closed(o->label) ? NULL : object_record(o);
        }
        return NULL;
}

static json_t *open_one(struct sandbox *sb, const struct cause *cause, const char *intent_id)
{
        json_t *intent = store_load(&sb->store, KIND_INTENT, intent_id);
        json_t *charge = store_load(&sb->store, KIND_CHARGE, field_text(intent, "latest_charge")), *dispute = NULL;
        if (charge) {
                dispute = make(charge);
                field_set_bool(charge, "disputed", true);
                store_save(&sb->store, charge);
                store_save(&sb->store, dispute);
                event_emit(sb, cause, "charge.dispute.created", json_deep_copy(dispute), NULL, NULL);
        }
        json_decref(charge);
        json_decref(intent);
        return dispute;
}

json_t *dispute_set(struct sandbox *sb, const struct cause *cause, const char *intent_id, const char *status)
{
        if (!is_known(status))
                return NULL;
        json_t *dispute = find_open(&sb->store, intent_id);
        if (!dispute)
                dispute = open_one(sb, cause, intent_id);
        if (!dispute || strcmp(field_text(dispute, "status"), status) == 0)
                return dispute;
        json_t *before = must(json_pack("{s:s}", "status", field_text(dispute, "status")));
        field_set_text(dispute, "status", status);
        store_save(&sb->store, dispute);
        event_emit(sb, cause, is_closed(status) ? "charge.dispute.closed" : "charge.dispute.updated",
                   json_deep_copy(dispute), before, NULL);
        return dispute;
}

static bool is_wanted(struct request *rq, const struct object *o)
{
        const char *intent = field_text(rq->params, "payment_intent"), *charge_id = field_text(rq->params, "charge");
        const struct object *charge = store_find(&rq->sandbox->store, KIND_CHARGE, charge_id);
        return (!intent || strcmp(intent, o->link) == 0) &&
               (!charge_id || (charge && strcmp(charge->link, o->link) == 0));
}

void dispute_list(struct request *rq)
{
        reply_list(rq, KIND_DISPUTE, is_wanted);
}

void dispute_retrieve(struct request *rq)
{
        reply_object(rq, KIND_DISPUTE);
}
