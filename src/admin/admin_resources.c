/* Settings and the log of changes, in the admin. */
#include "admin/admin_resources.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum { SHOWN = ADMIN_LIST | ADMIN_READ_ONLY, STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER };

static const struct admin_field configuration_fields[] = {
        {"key", ADMIN_TEXT, STAMP | ADMIN_SORT | ADMIN_SEARCH, .label = "Setting"},
        {"value", ADMIN_JSON, ADMIN_REQUIRED | ADMIN_LIST, .label = "Value"},
        {"description", ADMIN_TEXT, SHOWN, .label = "Description"},
        {"updated_at", ADMIN_TIME, SHOWN, .label = "Changed"},
};
const struct resource configuration_resource = {
        .name = "configuration",
        .label = "Settings",
        .label_one = "Setting",
        .group = "System",
        .help = "What may be changed while the store runs.",
        .key = {{"key", "text"}},
        .title = "t.key",
        .sort = "key",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE,
        FIELDS(configuration_fields),
};

/* Without what is hidden there: secrets, kept for undoing alone. What a row was and became is for those who may view
 * the table that it is of. */
#define FOR_VIEWERS(column)                                                                                            \
        "(case when admin_may(t.resource, 'view')"                                                                     \
        " then t." column " end)"
static const char *const audit_actions[] = {"insert", "update", "delete", NULL};
static const struct admin_field audit_log_fields[] = {
        {"id", ADMIN_INTEGER, ADMIN_READ_ONLY | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"at", ADMIN_TIME, SHOWN, .label = "When"},
        {"user_id", ADMIN_REFERENCE, ADMIN_READ_ONLY | ADMIN_NULL | ADMIN_FILTER, .label = "User",
         .reference = "users"},
        {"username", ADMIN_TEXT, SHOWN, .label = "Username"},
        {"resource", ADMIN_TEXT, STAMP, .label = "Table"},
        {"object_id", ADMIN_TEXT, SHOWN, .label = "Object"},
        {"action", ADMIN_CHOICE, SHOWN, .choices = audit_actions},
        {"before", ADMIN_JSON, ADMIN_READ_ONLY | ADMIN_NULL, .label = "Before", .sql = FOR_VIEWERS("before")},
        {"after", ADMIN_JSON, ADMIN_READ_ONLY | ADMIN_NULL, .label = "After", .sql = FOR_VIEWERS("after")},
        {"change_id", ADMIN_INTEGER, STAMP, .label = "Change"},
        {"undoes", ADMIN_INTEGER, ADMIN_READ_ONLY | ADMIN_NULL | ADMIN_FILTER, .label = "Took back the change"},
};
const struct resource audit_log_resource = {
        .name = "audit_log",
        .label = "Changes",
        .label_one = "Change",
        .group = "System",
        .help = "Who changed what, when, from what to what.",
        .key = {{"id", "bigint"}},
        .title = "t.action || ' ' || t.resource || ' ' || t.object_id",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(audit_log_fields),
};
