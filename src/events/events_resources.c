/* What visitors do, in the admin: told by the pages, to be looked at. */
#include "events/events_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        KEPT = ADMIN_READ_ONLY,
        KEPT_NULL = ADMIN_READ_ONLY | ADMIN_NULL,
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
};

static const char *const event_kinds[] = {"page_view", "ajax_error", "button_click", "link_event", "custom", NULL};

static const struct admin_field client_event_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER, .label = "Number"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "When"},
        {"kind", ADMIN_CHOICE, STAMP, .choices = event_kinds},
        {"url", ADMIN_TEXT, SHOWN, .label = "Page"},
        {"name", ADMIN_TEXT, SHOWN, .help = "Of the button, the link or the custom event."},
        {"member_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Member", .reference = "members"},
        {"visitor", ADMIN_BYTES, KEPT_NULL, .label = "Visitor"},
        {"detail", ADMIN_JSON, KEPT, .label = "Details"},
        {"em_cd", ADMIN_TEXT, KEPT_NULL, .label = "Mail code"},
        {"mb_cd", ADMIN_TEXT, KEPT_NULL, .label = "Member code"},
        {"pr_cd", ADMIN_TEXT, KEPT_NULL, .label = "Prospect code"},
        {"ad_cd", ADMIN_TEXT, KEPT_NULL, .label = "Ad code"},
};
const struct resource client_events_resource = {
        .name = "client_events",
        .label = "Client events",
        .label_one = "Client event",
        .group = "Events",
        .help = "What visitors do, as the pages of the shop tell.",
        .key = {{"id", "bigint"}},
        .title = "t.kind || ' ' || t.url",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(client_event_fields),
};

static const struct admin_field client_event_hour_fields[] = {
        {"hour", ADMIN_TIME, STAMP | ADMIN_SORT, .help = "Begins at this time."},
        {"kind", ADMIN_CHOICE, STAMP, .choices = event_kinds},
        {"events", ADMIN_INTEGER, SHOWN, .help = "How many there were."},
        {"visitors", ADMIN_INTEGER, SHOWN, .help = "How many different people."},
};
const struct resource client_event_hours_resource = {
        .name = "client_event_hours",
        .label = "Client events by hour",
        .label_one = "Hour of client events",
        .group = "Events",
        .help = "How much happened, by the hour.",
        .key = {{"kind", "text"}, {"hour", "timestamptz"}},
        .title = "t.kind",
        .sort = "-hour",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(client_event_hour_fields),
};
