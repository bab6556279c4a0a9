/* Events: what happened, recorded and told to the shop. */
#include "event.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fields.h"
#include "sandbox.h"

/* In the record, not in the view: no delivery is under way. */
static const char NOT_SENT[] = "not_sent";

/* Events of one payment share it. */
static const char *group_of(const json_t *object)
{
        const char *intent = field_text(object, "payment_intent");
        return intent ? intent : field_text(object, "id");
}

enum event_fate event_emit(struct sandbox *sb, const struct cause *cause, const char *type, json_t *object,
                           json_t *previous, char *ret_id)
{
        char id[ID_SIZE], group[ID_SIZE];
        bool wanted = *sb->options.webhook_url;
        id_random(id, "evt_1", 23);
        snprintf(group, sizeof group, "%s", group_of(object));
        if (ret_id)
                memcpy(ret_id, id, sizeof id);
        json_t *event = must(json_pack("{s:s, s:s, s:s, s:I, s:{s:o, s:o*}, s:b, s:i, s:{s:s?, s:s?}, s:s}", "id", id,
                                       "object", "event", "api_version", sb->webhook_version, "created",
                                       (json_int_t)clock_unix(), "data", "object", object, "previous_attributes",
                                       previous, "livemode", 0, "pending_webhooks", wanted ? 1 : 0, "request", "id",
                                       cause->request_id, "idempotency_key", cause->idempotency_key, "type", type));
        bool late = false;
        bool queued = wanted && !cause->silent && courier_enqueue(sb, id, type, group, &late);
        if (!queued)
                field_set_bool(event, NOT_SENT, true);
        store_save(&sb->store, event);
        json_decref(event);
        return !queued ? EVENT_NOT_SENT : late ? EVENT_LATE : EVENT_QUEUED;
}

json_t *event_view(const json_t *event)
{
        json_t *view = must(json_copy((json_t *)event));
        json_object_del(view, NOT_SENT);
        return view;
}

void event_mark_delivered(struct store *store, const char *id)
{
        json_t *event = store_load(store, KIND_EVENT, id);
        if (!event)
                return;
        field_set_int(event, "pending_webhooks", 0);
        json_object_del(event, NOT_SENT);
        store_save(store, event);
        json_decref(event);
}

void event_mark_given_up(struct store *store, const char *id)
{
        json_t *event = store_load(store, KIND_EVENT, id);
        if (!event || !field_int(event, "pending_webhooks")) {
                json_decref(event);
                return;
        }
        field_set_bool(event, NOT_SENT, true);
        store_save(store, event);
        json_decref(event);
}

void event_resume_deliveries(struct sandbox *sb)
{
        for (size_t i = store_first(&sb->store, KIND_EVENT); i < store_end(&sb->store, KIND_EVENT); i++) {
                const struct object *o = store_at(&sb->store, KIND_EVENT, i);
                if (!o->pending || !*sb->options.webhook_url)
                        continue;
                json_t *event = object_record(o);
                if (!field_true(event, NOT_SENT))
                        courier_resend(sb, o->id, o->label);
                json_decref(event);
        }
}
