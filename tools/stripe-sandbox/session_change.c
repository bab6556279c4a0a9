/* What happens to Checkout Sessions by themselves or at the shop's wish. */
#include <string.h>

#include "fields.h"
#include "payment.h"
#include "sandbox.h"
#include "session.h"

static const struct cause itself = {0};

enum event_fate session_emit(struct sandbox *sb, const struct cause *cause, const json_t *session, const char *type,
                             char *ret_event)
{
        return event_emit(sb, cause, type, session_view(sb, session, sb->webhook_version), NULL, ret_event);
}

void session_end(struct sandbox *sb, const struct cause *cause, json_t *session)
{
        field_set_text(session, "status", "expired");
        json_object_del(session, "due");
        store_save(&sb->store, session);
        session_emit(sb, cause, session, "checkout.session.expired", NULL);
}

void session_on_timer(struct sandbox *sb, json_t *session)
{
        if (strcmp(field_text(session, "status"), "open") == 0)
                session_end(sb, &itself, session);
        else
                payment_settle(sb, &itself, session, field_true(session, "settles_well"), NULL);
}
