/* Mail, in the admin: what is written, the outbox, and what went wrong. */
#include "campaigns/campaigns_resources.h"

#include "campaigns/campaigns.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

enum {
        KEPT = ADMIN_READ_ONLY,
        KEPT_NULL = ADMIN_READ_ONLY | ADMIN_NULL,
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
};

/* What is written. */

static const struct admin_field email_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"name", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .help = "For those who work here.",
         .maximum = 200},
        {"type", ADMIN_REFERENCE, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_FILTER, .reference = "email_types"},
        {"status", ADMIN_REFERENCE, ADMIN_LIST | ADMIN_FILTER, .reference = "email_statuses",
         .help = "Of a transactional one: ready puts it in use. A campaign's page has its steps."},
        {"template", ADMIN_REFERENCE, ADMIN_NULL | ADMIN_LIST | ADMIN_FILTER, .reference = "email_templates",
         .help = "Of a transactional one: which of the shop's own mails it stands in for."},
        {"subject", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .maximum = 2000},
        {"html", ADMIN_HTML, 0, .label = "HTML", .maximum = 1048576},
        {"text", ADMIN_LONG_TEXT, ADMIN_NULL, .help = "Empty: made of the HTML.", .maximum = 1048576},
        {"from_name", ADMIN_TEXT, ADMIN_NULL, .help = "Empty: the store's name.", .maximum = 300},
        {"from_address", ADMIN_TEXT, ADMIN_NULL, .help = "Empty: as all mails of the shop.", .minimum = 3,
         .maximum = 254},
        {"reply_to", ADMIN_TEXT, ADMIN_NULL, .help = "Empty: as all mails of the shop.", .minimum = 3, .maximum = 254},
        {"bcc", ADMIN_TEXTS, 0, .label = "Blind copies",
         .help = "Addresses that get a copy of each, at most 20. A campaign has none.", .maximum = 20},
        {"em_cd", ADMIN_TEXT, SHOWN, .label = "Mail code", .help = "Stands for this mail in its links."},
        {"created_at", ADMIN_TIME, KEPT, .label = "Made"},
        {"updated_at", ADMIN_TIME, SHOWN, .label = "Changed"},
};
static const struct admin_inline email_inlines[] = {
        {"campaigns", "email_id", "Campaign"},
        {"email_links", "email_id", "Links"},
        {0},
};
const struct resource emails_resource = {
        .name = "emails",
        .label = "Mails",
        .label_one = "Mail",
        .group = "Mail",
        .help = "Campaigns, and what stands in for the shop's own templates.",
        .key = {{"id", "bigint"}},
        .title = "coalesce(nullif(t.name, ''), nullif(t.subject, ''), t.em_cd)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(email_fields),
        .inlines = email_inlines,
        .prepare = email_prepare,
};

static const struct admin_field email_type_fields[] = {
        {"name", ADMIN_TEXT, SHOWN | ADMIN_SORT | ADMIN_FILTER | ADMIN_SEARCH, .label = "Name"},
        {"description", ADMIN_TEXT, SHOWN, .label = "Description"},
};
const struct resource email_types_resource = {
        .name = "email_types",
        .label = "Types of mails",
        .label_one = "Type of mails",
        .group = "Mail",
        .key = {{"name", "text"}},
        .title = "t.name",
        .sort = "name",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(email_type_fields),
};

static const struct admin_field email_status_fields[] = {
        {"name", ADMIN_TEXT, SHOWN | ADMIN_SORT | ADMIN_FILTER | ADMIN_SEARCH, .label = "Name"},
        {"description", ADMIN_TEXT, SHOWN, .label = "Description"},
};
const struct resource email_statuses_resource = {
        .name = "email_statuses",
        .label = "Statuses of mails",
        .label_one = "Status of mails",
        .group = "Mail",
        .key = {{"name", "text"}},
        .title = "t.name",
        .sort = "name",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(email_status_fields),
};

static const struct admin_field email_template_fields[] = {
        {"name", ADMIN_TEXT, SHOWN | ADMIN_SORT | ADMIN_FILTER | ADMIN_SEARCH, .label = "Name"},
        {"is_mail", ADMIN_BOOLEAN, STAMP, .label = "A mail", .help = "The others are parts of mails."},
        {"description", ADMIN_TEXT, SHOWN, .label = "Description"},
};
static const struct admin_inline email_template_inlines[] = {
        {"emails", "template", "What stands in for it"},
        {0},
};
const struct resource email_templates_resource = {
        .name = "email_templates",
        .label = "Templates",
        .label_one = "Template",
        .group = "Mail",
        .help = "What the shop sends by itself. A transactional mail stands in for one.",
        .key = {{"name", "text"}},
        .title = "t.name",
        .sort = "name",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(email_template_fields),
        .inlines = email_template_inlines,
};

/* The outbox. Each mail changes its row several times, so that every index on it costs: lists go by the key. */

static const char *const message_kinds[] = {"order_confirmation",
                                            "order_shipped",
                                            "order_refunded",
                                            "welcome",
                                            "verify_email",
                                            "reset_password",
                                            "password_changed",
                                            "username_reminder",
                                            "email_changing",
                                            "message_received",
                                            "test",
                                            "campaign",
                                            NULL};
static const char *const message_states[] = {"queued", "claimed", "sent", "failed", "uncertain", "cancelled", NULL};

/* What came of a campaign's mail: by campaign and kind first, which is how email_events_report has it, so that a list
 * of those who opened reads that campaign's openings alone. */
#define CAME_OF_IT(kind, which)                                                                                        \
        "exists (select from email_events came where came.email_id = t.email_id and came.kind = '" kind "'"            \
        " and came.message_id = t.id" which ")"

static const struct admin_field email_message_fields[] = {
        {"id", ADMIN_INTEGER, STAMP | ADMIN_SORT, .label = "Number"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "Written"},
        {"kind", ADMIN_CHOICE, SHOWN, .choices = message_kinds},
        {"recipient", ADMIN_EMAIL, STAMP | ADMIN_SEARCH_START, .label = "Recipient"},
        {"state", ADMIN_CHOICE, STAMP, .choices = message_states,
         .help = "Uncertain: the connection broke when it may have arrived; it is not sent again by itself."},
        {"attempts", ADMIN_INTEGER, SHOWN, .label = "Attempts"},
        {"last_reply", ADMIN_LONG_TEXT, SHOWN | ADMIN_NULL, .label = "The server's words"},
        {"next_attempt_at", ADMIN_TIME, KEPT_NULL, .label = "Next attempt"},
        {"sent_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Sent"},
        {"order_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Order", .reference = "orders"},
        {"refund_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Refund", .reference = "refunds"},
        {"user_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "User", .reference = "users"},
        {"chat_message_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Message",
         .reference = "chat_messages"},
        {"email_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Campaign", .reference = "emails"},
        {"member_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Member", .reference = "members"},
        {"prospect_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Prospect", .reference = "prospects"},
        {"repeats", ADMIN_INTEGER, KEPT, .label = "Repeats",
         .help = "Of a campaign: how often it went out again because nobody knew whether it had."},
        {"opened", ADMIN_BOOLEAN, KEPT | ADMIN_FILTER, .help = "Of a campaign, as all that follow.",
         .sql = CAME_OF_IT("open", "")},
        {"clicked", ADMIN_BOOLEAN, KEPT | ADMIN_FILTER, .help = "By somebody who was then seen in the shop.",
         .sql = CAME_OF_IT("click", " and came.human")},
        {"bounced", ADMIN_BOOLEAN, KEPT | ADMIN_FILTER, .sql = CAME_OF_IT("bounce", "")},
        {"unsubscribed", ADMIN_BOOLEAN, KEPT | ADMIN_FILTER, .help = "By this mail.",
         .sql = CAME_OF_IT("unsubscribe", "")},
        {"ordered", ADMIN_BOOLEAN, KEPT | ADMIN_FILTER, .help = "After a click in this mail.",
         .sql = "exists (select from order_sources source join orders on orders.id = source.order_id"
                " where source.email_id = t.email_id and source.message_id = t.id and orders.status <> 'cancelled')"},
};
static const struct admin_inline email_message_inlines[] = {
        {"email_events", "message_id", "What came of it"},
        {"order_email_failures", "message_id", "Failures"},
        {0},
};
static const struct admin_action email_message_actions[] = {
        {"resend", "Send again", ADMIN_CHANGE, "Send these once more?", "select outbox_resend($1::bigint)"},
        {"cancel", "Cancel", ADMIN_CHANGE, "These will not be sent. Go on?", "select outbox_cancel($1::bigint)"},
        {0},
};
const struct resource email_messages_resource = {
        .name = "email_messages",
        .label = "Outbox",
        .label_one = "Mail in the outbox",
        .group = "Mail",
        .help = "Every mail, one for each recipient: waiting, sent, or failed.",
        .key = {{"id", "bigint"}},
        .title = "t.kind || ' to ' || t.recipient",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE,
        .no_undo = true,
        FIELDS(email_message_fields),
        .inlines = email_message_inlines,
        .actions = email_message_actions,
};

static const struct admin_field email_sent_fields[] = {
        {"message_id", ADMIN_REFERENCE, STAMP | ADMIN_SORT, .label = "Mail", .reference = "email_messages"},
        {"kind", ADMIN_CHOICE, SHOWN, .choices = message_kinds},
        {"recipient", ADMIN_EMAIL, STAMP | ADMIN_SEARCH_START, .label = "Recipient"},
        {"sent_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Sent"},
        {"reply", ADMIN_LONG_TEXT, SHOWN | ADMIN_NULL, .label = "The server's words"},
};
const struct resource email_sent_resource = {
        .name = "email_sent",
        .label = "Sent mails",
        .label_one = "Sent mail",
        .group = "Mail",
        .help = "What was delivered to a mail server.",
        .key = {{"message_id", "bigint"}},
        .title = "t.kind || ' to ' || t.recipient",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(email_sent_fields),
};

static const struct admin_field alert_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"code", ADMIN_TEXT, STAMP, .label = "Code"},
        {"subject", ADMIN_TEXT, SHOWN, .label = "About"},
        {"message", ADMIN_LONG_TEXT, SHOWN, .label = "Message"},
        {"times", ADMIN_INTEGER, SHOWN, .help = "How often it was seen."},
        {"first_at", ADMIN_TIME, KEPT, .label = "First"},
        {"last_at", ADMIN_TIME, SHOWN, .label = "Last"},
        {"dismissed_at", ADMIN_TIME, STAMP | ADMIN_NULL, .label = "Dismissed"},
};
static const struct admin_action alert_actions[] = {
        {"dismiss", "Dismiss", ADMIN_CHANGE, NULL,
         "update alerts set dismissed_at = now() where id = $1::bigint and dismissed_at is null"},
        {0},
};
const struct resource alerts_resource = {
        .name = "alerts",
        .label_one = "Alert",
        .group = "System",
        .help = "What somebody has to look at.",
        .key = {{"id", "bigint"}},
        .title = "t.message",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_CHANGE,
        FIELDS(alert_fields),
        .actions = alert_actions,
};

/* What campaigns are made of, and what came of them. */

static const struct admin_field ad_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"name", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 200},
        {"ad_cd", ADMIN_TEXT, STAMP | ADMIN_SEARCH, .label = "Ad code",
         .help = "Stands for this ad in its address, so that what comes of it can be told."},
        {"url", ADMIN_URL, ADMIN_REQUIRED | ADMIN_LIST, .label = "Leads to", .maximum = 2000},
        {"placement", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .help = "Where it is shown.", .maximum = 200},
        {"active", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .label = "Active"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "Made"},
};
const struct resource ads_resource = {
        .name = "ads",
        .label_one = "Ad",
        .group = "Mail",
        .help = "Ads elsewhere that lead to the shop.",
        .key = {{"id", "bigint"}},
        .title = "t.name",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(ad_fields),
};

static const struct admin_field email_link_fields[] = {
        {"id", ADMIN_INTEGER, STAMP | ADMIN_SORT, .label = "Number"},
        {"email_id", ADMIN_REFERENCE, STAMP, .label = "Mail", .reference = "emails"},
        {"url", ADMIN_URL, SHOWN, .label = "Leads to"},
        {"clicks", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select count(*) from email_events where email_events.link_id = t.id)"},
        {"created_at", ADMIN_TIME, KEPT, .label = "Made"},
};
static const struct admin_inline email_link_inlines[] = {
        {"email_events", "link_id", "Clicks"},
        {0},
};
const struct resource email_links_resource = {
        .name = "email_links",
        .label = "Links of mails",
        .label_one = "Link of a mail",
        .group = "Mail",
        .help = "Where the links of campaigns lead.",
        .key = {{"id", "bigint"}},
        .title = "t.url",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(email_link_fields),
        .inlines = email_link_inlines,
};

static const char *const email_event_kinds[] = {"open", "click", "bounce", "complaint", "unsubscribe", NULL};
static const struct admin_field email_event_fields[] = {
        {"id", ADMIN_INTEGER, STAMP | ADMIN_SORT, .label = "Number"},
        {"at", ADMIN_TIME, SHOWN, .label = "When"},
        {"kind", ADMIN_CHOICE, STAMP, .choices = email_event_kinds},
        {"message_id", ADMIN_REFERENCE, STAMP, .label = "Mail", .reference = "email_messages"},
        {"email_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Campaign", .reference = "emails"},
        {"link_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Link", .reference = "email_links"},
        {"human", ADMIN_BOOLEAN, SHOWN | ADMIN_NULL, .help = "Of a click: whether its visitor was seen in the shop."},
        {"permanent", ADMIN_BOOLEAN, SHOWN | ADMIN_NULL, .help = "Of a bounce: whether the address is no good at all."},
        {"detail", ADMIN_LONG_TEXT, SHOWN, .label = "Details"},
        {"forgiven", ADMIN_BOOLEAN, KEPT, .help = "A bounce that counts no more: its address was let have mail again."},
        {"provider_id", ADMIN_TEXT, KEPT_NULL, .label = "Number at the mail service"},
};
const struct resource email_events_resource = {
        .name = "email_events",
        .label = "Events of mails",
        .label_one = "Event of a mail",
        .group = "Mail",
        .help = "Opened, clicked, bounced, complained of, unsubscribed.",
        .key = {{"id", "bigint"}},
        .title = "t.kind",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(email_event_fields),
};

static const struct admin_field ad_visit_fields[] = {
        {"ad_id", ADMIN_REFERENCE, STAMP, .label = "Ad", .reference = "ads"},
        {"hour", ADMIN_TIME, STAMP | ADMIN_SORT, .help = "Begins at this time."},
        {"visits", ADMIN_INTEGER, SHOWN, .help = "How often it was followed."},
};
const struct resource ad_visits_resource = {
        .name = "ad_visits",
        .label = "Visits by ads",
        .label_one = "Hour of an ad",
        .group = "Mail",
        .help = "How often ads were followed, by the hour.",
        .key = {{"ad_id", "bigint"}, {"hour", "timestamptz"}},
        .title = "t.hour::text",
        .sort = "-hour",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(ad_visit_fields),
};

static const struct admin_field order_source_fields[] = {
        {"order_id", ADMIN_REFERENCE, STAMP | ADMIN_SORT, .label = "Order", .reference = "orders"},
        {"email_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Campaign", .reference = "emails"},
        {"message_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Mail", .reference = "email_messages"},
        {"link_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Link", .reference = "email_links"},
        {"ad_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Ad", .reference = "ads"},
        {"at", ADMIN_TIME, SHOWN, .label = "Followed"},
};
const struct resource order_sources_resource = {
        .name = "order_sources",
        .label = "Where orders came from",
        .label_one = "Source of an order",
        .group = "Sales",
        .help = "The last click in a campaign, or the ad, before an order.",
        .key = {{"order_id", "bigint"}},
        .title = "t.order_id::text",
        .sort = "-order_id",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(order_source_fields),
};

static const char *const unsubscribe_causes[] = {
        "no_longer_wanted", "never_signed_up", "too_often", "inappropriate", "spam", "other", NULL};
static const struct admin_field unsubscribe_reason_fields[] = {
        {"id", ADMIN_INTEGER, KEPT | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "When"},
        {"reason", ADMIN_CHOICE, STAMP, .choices = unsubscribe_causes},
        {"comment", ADMIN_LONG_TEXT, SHOWN, .label = "Comment"},
        {"member_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Member", .reference = "members"},
        {"prospect_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Prospect", .reference = "prospects"},
        {"email_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "After the mail", .reference = "emails"},
};
const struct resource unsubscribe_reasons_resource = {
        .name = "unsubscribe_reasons",
        .label = "Reasons to unsubscribe",
        .label_one = "Reason to unsubscribe",
        .group = "Mail",
        .help = "What people said when they wanted no more mail.",
        .key = {{"id", "bigint"}},
        .title = "t.reason",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
        FIELDS(unsubscribe_reason_fields),
};

/* Campaigns: what a mail to many has besides, and whom it goes to. Their page changes them. */

static const char *const campaign_bought[] = {"any", "bought", "not_bought", NULL};
#define OF_ITS_MAIL(column) "(select emails." column " from emails where emails.id = t.email_id)"
static const struct admin_field campaign_fields[] = {
        {"email_id", ADMIN_REFERENCE, STAMP | ADMIN_SORT, .label = "Mail", .reference = "emails"},
        {"preheader", ADMIN_TEXT, SHOWN, .label = "Preheader"},
        {"all_members", ADMIN_BOOLEAN, KEPT, .label = "All members",
         .help = "Also those who did not ask for the newsletter."},
        {"verified_only", ADMIN_BOOLEAN, KEPT, .label = "Verified only",
         .help = "Members whose address is known to be theirs."},
        {"bought", ADMIN_CHOICE, KEPT, .label = "Bought", .choices = campaign_bought},
        {"bought_since", ADMIN_TIME, KEPT_NULL, .label = "Bought since"},
        {"joined_since", ADMIN_TIME, KEPT_NULL, .label = "Joined since"},
        {"joined_before", ADMIN_TIME, KEPT_NULL, .label = "Joined before"},
        {"countries", ADMIN_TEXTS, KEPT, .label = "Countries", .help = "Empty: all."},
        {"scheduled_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Scheduled"},
        {"rate", ADMIN_INTEGER, KEPT_NULL, .label = "Rate",
         .help = "Mails a second; empty: as fast as the server takes them."},
        {"window_mails", ADMIN_INTEGER, KEPT_NULL, .label = "Window, mails",
         .help = "And at most so many in any window."},
        {"window_seconds", ADMIN_INTEGER, KEPT_NULL, .label = "Window, seconds"},
        {"track_opens", ADMIN_BOOLEAN, KEPT, .label = "Opens are counted"},
        {"track_clicks", ADMIN_BOOLEAN, KEPT, .label = "Clicks are counted"},
        {"domain_waiver", ADMIN_LONG_TEXT, KEPT_NULL, .label = "Domain waiver",
         .help = "Why the sender's domain need not pass the gate."},
        {"checks", ADMIN_JSON, KEPT_NULL, .label = "Checks", .help = "What the gate found when it let this through."},
        {"ready_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Ready"},
        {"started_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Begun"},
        {"ended_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Ended"},
        {"type", ADMIN_TEXT, SHOWN, .sql = OF_ITS_MAIL("type")},
        {"status", ADMIN_TEXT, SHOWN, .sql = OF_ITS_MAIL("status")},
        {"subject", ADMIN_TEXT, SHOWN, .sql = OF_ITS_MAIL("subject")},
        {"progress", ADMIN_JSON, SHOWN, .sql = "campaign_progress_shown(t.email_id)"},
        {"opened", ADMIN_INTEGER, SHOWN, .help = "By so many people.",
         .sql = "(select count(distinct email_events.message_id) from email_events"
                " where email_events.email_id = t.email_id and email_events.kind = 'open')"},
};
#undef OF_ITS_MAIL
static const struct admin_inline campaign_inlines[] = {
        {"campaign_tags", "email_id", "Tags"},
        {0},
};
const struct resource campaigns_resource = {
        .name = "campaigns",
        .permission = "emails",
        .label_one = "Campaign",
        .group = "Mail",
        .help = "For whom the mails to many are, when they go out and how fast.",
        .key = {{"email_id", "bigint"}},
        .title = "(select coalesce(nullif(emails.name, ''), nullif(emails.subject, ''), emails.em_cd)"
                 " from emails where emails.id = t.email_id)",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(campaign_fields),
        .inlines = campaign_inlines,
};

static const struct admin_field campaign_tag_fields[] = {
        {"email_id", ADMIN_REFERENCE, STAMP, .label = "Campaign", .reference = "campaigns"},
        {"tag_id", ADMIN_REFERENCE, STAMP, .label = "Tag", .reference = "tags"},
        {"excluded", ADMIN_BOOLEAN, SHOWN, .label = "Excluded", .help = "Who has it gets none."},
};
const struct resource campaign_tags_resource = {
        .name = "campaign_tags",
        .permission = "emails",
        .label = "Tags of campaigns",
        .label_one = "Tag of a campaign",
        .group = "Mail",
        .key = {{"email_id", "bigint"}, {"tag_id", "bigint"}},
        .title = "(select tags.name from tags where tags.id = t.tag_id)",
        .verbs = ADMIN_CAN_VIEW,
        .no_undo = true,
        FIELDS(campaign_tag_fields),
};

/* Who gets no campaigns. */

static const char *const suppression_reasons[] = {"hard_bounce", "soft_bounces", "complaint", "staff", NULL};
static const struct admin_field suppression_fields[] = {
        {"address", ADMIN_EMAIL,
         ADMIN_REQUIRED | ADMIN_CREATE_ONLY | ADMIN_LIST | ADMIN_FILTER | ADMIN_SORT | ADMIN_SEARCH_START,
         .help = "In small letters.", .minimum = 3, .maximum = 254},
        {"reason", ADMIN_CHOICE, STAMP, .choices = suppression_reasons},
        {"note", ADMIN_LONG_TEXT, ADMIN_LIST, .help = "What the other side said.", .maximum = 2000},
        {"message_id", ADMIN_REFERENCE, KEPT_NULL | ADMIN_FILTER, .label = "Mail", .reference = "email_messages",
         .help = "The mail that showed it."},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Since"},
};
const struct resource suppressions_resource = {
        .name = "suppressions",
        .label_one = "Suppressed address",
        .label = "Suppressed addresses",
        .group = "Mail",
        .help = "Addresses that get no campaigns, whoever has them. Delete one to let it have them again.",
        .key = {{"address", "text"}},
        .title = "t.address",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(suppression_fields),
};

static const struct admin_field opt_out_fields[] = {
        {"address", ADMIN_EMAIL, SHOWN | ADMIN_FILTER | ADMIN_SORT | ADMIN_SEARCH_START, .label = "Address"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Since"},
};
const struct resource opt_outs_resource = {
        .name = "opt_outs",
        .label_one = "Address that unsubscribed",
        .label = "Addresses that unsubscribed",
        .group = "Mail",
        .help = "Kept when the account is gone. Delete one when its owner asks for mail: new accounts may have it "
                "then.",
        .key = {{"address", "text"}},
        .title = "t.address",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
        FIELDS(opt_out_fields),
};
