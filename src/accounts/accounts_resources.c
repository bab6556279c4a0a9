/* Who buys and who works here, in the admin. */
#include "accounts/accounts_resources.h"

#include "accounts/user_prepare.h"

#define FIELDS(table) .fields = table, .field_count = sizeof table / sizeof *table

/* Columns that a list has, searches and sorts by, in one word each. */
enum {
        SHOWN = ADMIN_LIST | ADMIN_READ_ONLY,
        STAMP = ADMIN_LIST | ADMIN_READ_ONLY | ADMIN_FILTER,
        OWNER = ADMIN_LIST | ADMIN_FILTER | ADMIN_REQUIRED | ADMIN_CREATE_ONLY,
        GRANT = OWNER | ADMIN_SUPERUSER,
};

/* Users. */

static const struct admin_field user_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"username", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT,
         .help = "What is typed to log in; names that look alike are refused.", .minimum = 1, .maximum = 150},
        {"email", ADMIN_EMAIL, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT | ADMIN_FILTER,
         .label = "E-mail", .help = "Another address counts as not verified unless you say when it was.", .minimum = 3,
         .maximum = 254},
        {"email_verified_at", ADMIN_TIME, ADMIN_NULL, .label = "E-mail verified",
         .help = "When its owner proved to read this address; one account may have an address verified."},
        {"password", ADMIN_PASSWORD, ADMIN_REQUIRED, .help = "A new one ends all sessions of this account."},
        {"first_name", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .maximum = 150},
        {"last_name", ADMIN_TEXT, ADMIN_LIST | ADMIN_SEARCH, .maximum = 150},
        {"is_staff", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER | ADMIN_SUPERUSER, .label = "Staff",
         .help = "May log in to the admin, and do there what groups and permissions allow."},
        {"is_superuser", ADMIN_BOOLEAN, ADMIN_FILTER | ADMIN_SUPERUSER, .label = "Superuser",
         .help = "May do everything, whatever the permissions say."},
        {"is_active", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .label = "Active",
         .help = "An account that is not active can't log in; switching it off ends its sessions."},
        {"date_joined", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Joined"},
        {"last_login", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Last login"},
};
static const struct admin_inline user_inlines[] = {
        {"members", "user_id", "Member"},
        {"user_groups", "user_id", "Groups"},
        {"user_permissions", "user_id", "Permissions"},
        {"sessions", "user_id", "Sessions"},
        {"two_factor", "user_id", "Second factor"},
        {0},
};
const struct resource users_resource = {
        .name = "users",
        .label_one = "User",
        .group = "People",
        .help = "Whoever can log in, customers and staff. Accounts of staff are changed by superusers.",
        .key = {{"id", "bigint"}},
        .title = "t.username",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(user_fields),
        .inlines = user_inlines,
        .prepare = user_prepare,
};

/* Members. */

static const struct admin_field member_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"user_id", ADMIN_REFERENCE, OWNER, .label = "User", .reference = "users"},
        {"email", ADMIN_EMAIL, SHOWN, .label = "E-mail",
         .sql = "(select users.email from users where users.id = t.user_id)"},
        {"mb_cd", ADMIN_TEXT, SHOWN | ADMIN_FILTER, .label = "Member code",
         .help = "Stands for this member in the links of mails."},
        {"newsletter_subscriber", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .label = "Newsletter"},
        {"email_unsubscribed_at", ADMIN_TIME, ADMIN_NULL | ADMIN_LIST | ADMIN_FILTER, .label = "Unsubscribed",
         .help = "Since when this member gets no campaigns."},
        {"stripe_customer_id", ADMIN_TEXT, ADMIN_NULL | ADMIN_READ_ONLY | ADMIN_FILTER, .label = "Stripe customer"},
        {"shipping_name", ADMIN_TEXT, ADMIN_NULL, .maximum = 150,
         .help = "The default shipping address; there is none without its first line."},
        {"shipping_line1", ADMIN_TEXT, ADMIN_NULL, .label = "Shipping address", .minimum = 1, .maximum = 200},
        {"shipping_line2", ADMIN_TEXT, ADMIN_NULL, .label = "Shipping address, second line", .maximum = 200},
        {"shipping_city", ADMIN_TEXT, ADMIN_NULL, .maximum = 100},
        {"shipping_state", ADMIN_TEXT, ADMIN_NULL, .maximum = 100},
        {"shipping_postal_code", ADMIN_TEXT, ADMIN_NULL, .maximum = 20},
        {"shipping_country", ADMIN_TEXT, ADMIN_NULL, .help = "Two capital letters: US, DE.", .minimum = 2,
         .maximum = 2},
        {"shipping_phone", ADMIN_TEXT, ADMIN_NULL, .maximum = 40},
        {"search", ADMIN_TEXT, ADMIN_READ_ONLY | ADMIN_SEARCH, .label = "Found by"},
};
static const struct admin_inline member_inlines[] = {
        {"orders", "member_id", "Orders"},          {"carts", "member_id", "Cart"},
        {"chat_messages", "member_id", "Messages"}, {"terms_of_use_agreements", "member_id", "Terms agreed to"},
        {"member_tags", "member_id", "Tags"},       {0},
};
const struct resource members_resource = {
        .name = "members",
        .label_one = "Member",
        .group = "People",
        .help = "Customers with an account.",
        .key = {{"id", "bigint"}},
        .title = "(select users.username from users where users.id = t.user_id)",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(member_fields),
        .inlines = member_inlines,
};

/* Prospects. */

static const struct admin_field prospect_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"email", ADMIN_EMAIL, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT | ADMIN_FILTER,
         .label = "E-mail", .minimum = 3, .maximum = 254},
        {"pr_cd", ADMIN_TEXT, SHOWN | ADMIN_SEARCH | ADMIN_FILTER, .label = "Prospect code",
         .help = "Stands for this person in the links of mails."},
        {"unsubscribed", ADMIN_BOOLEAN, ADMIN_LIST | ADMIN_FILTER, .help = "Gets no campaigns."},
        {"comments", ADMIN_LONG_TEXT, 0, .label = "Comments"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Known since"},
        {"converted_at", ADMIN_TIME, STAMP | ADMIN_NULL, .label = "Became a member"},
        {"member_id", ADMIN_REFERENCE, STAMP | ADMIN_NULL, .label = "Member", .reference = "members"},
};
static const struct admin_inline prospect_inlines[] = {
        {"orders", "prospect_id", "Orders"},
        {"chat_messages", "prospect_id", "Messages"},
        {"prospect_tags", "prospect_id", "Tags"},
        {0},
};
const struct resource prospects_resource = {
        .name = "prospects",
        .label_one = "Prospect",
        .group = "People",
        .help = "People whose address we have without an account: they bought, wrote, or want to hear of something.",
        .key = {{"id", "bigint"}},
        .title = "t.email",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(prospect_fields),
        .inlines = prospect_inlines,
};

/* Tags: what people are grouped by, for campaigns. */

static const struct admin_field tag_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"name", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 100},
        {"members", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select count(*) from member_tags where member_tags.tag_id = t.id)"},
        {"prospects", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select count(*) from prospect_tags where prospect_tags.tag_id = t.id)"},
};
static const struct admin_inline tag_inlines[] = {
        {"member_tags", "tag_id", "Members"},
        {"prospect_tags", "tag_id", "Prospects"},
        {0},
};
const struct resource tags_resource = {
        .name = "tags",
        .label_one = "Tag",
        .group = "People",
        .help = "What people are grouped by, for campaigns.",
        .key = {{"id", "bigint"}},
        .title = "t.name",
        .sort = "name",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(tag_fields),
        .inlines = tag_inlines,
};

static const struct admin_field member_tag_fields[] = {
        {"member_id", ADMIN_REFERENCE, OWNER, .label = "Member", .reference = "members"},
        {"tag_id", ADMIN_REFERENCE, OWNER, .label = "Tag", .reference = "tags"},
};
const struct resource member_tags_resource = {
        .name = "member_tags",
        .label = "Tags of members",
        .label_one = "Tag of a member",
        .group = "People",
        .key = {{"member_id", "bigint"}, {"tag_id", "bigint"}},
        .title = "(select tags.name from tags where tags.id = t.tag_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(member_tag_fields),
};

static const struct admin_field prospect_tag_fields[] = {
        {"prospect_id", ADMIN_REFERENCE, OWNER, .label = "Prospect", .reference = "prospects"},
        {"tag_id", ADMIN_REFERENCE, OWNER, .label = "Tag", .reference = "tags"},
};
const struct resource prospect_tags_resource = {
        .name = "prospect_tags",
        .label = "Tags of prospects",
        .label_one = "Tag of a prospect",
        .group = "People",
        .key = {{"prospect_id", "bigint"}, {"tag_id", "bigint"}},
        .title = "(select tags.name from tags where tags.id = t.tag_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(prospect_tag_fields),
};

/* Sessions; the cookie's hash stays where it is. */

static const struct admin_field session_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"user_id", ADMIN_REFERENCE, STAMP, .label = "User", .reference = "users"},
        {"two_factor", ADMIN_BOOLEAN, SHOWN, .label = "With second factor"},
        {"remembered", ADMIN_BOOLEAN, ADMIN_READ_ONLY, .label = "Remembered"},
        {"created_at", ADMIN_TIME, SHOWN, .label = "Logged in"},
        {"last_seen_at", ADMIN_TIME, SHOWN, .label = "Last seen"},
        {"expires_at", ADMIN_TIME, SHOWN, .label = "Ends"},
        {"address", ADMIN_TEXT, SHOWN, .label = "Address"},
        {"user_agent", ADMIN_TEXT, SHOWN, .label = "Browser"},
};
static const struct admin_action session_actions[] = {
        {"end", "End", ADMIN_DELETE, "End these sessions? Who uses them must log in again.",
         "delete from sessions where id = $1::bigint"},
        {0},
};
const struct resource sessions_resource = {
        .name = "sessions",
        .label_one = "Session",
        .group = "People",
        .help = "Where somebody is logged in.",
        .key = {{"id", "bigint"}},
        .title = "(select users.username from users where users.id = t.user_id) || ' at ' || t.address",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
        .no_undo = true,
        FIELDS(session_fields),
        .actions = session_actions,
};

/* Groups and permissions: what staff may do. */

static const char *const permission_verbs[] = {"view", "add", "change", "delete", NULL};
static const char permission_help[] = "A table as the address of its list names it: orders, sku_prices.";

static const struct admin_field group_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"name", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST | ADMIN_SEARCH | ADMIN_SORT, .minimum = 1, .maximum = 150},
        {"people", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select count(*) from user_groups where user_groups.group_id = t.id)"},
};
static const struct admin_inline group_inlines[] = {
        {"group_permissions", "group_id", "Permissions"},
        {"user_groups", "group_id", "People"},
        {0},
};
const struct resource groups_resource = {
        .name = "groups",
        .label_one = "Group",
        .group = "People",
        .help = "What staff may do, given to several people at once.",
        .key = {{"id", "bigint"}},
        .title = "t.name",
        .sort = "name",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(group_fields),
        .inlines = group_inlines,
};

static const struct admin_field user_group_fields[] = {
        {"user_id", ADMIN_REFERENCE, GRANT, .label = "User", .reference = "users"},
        {"group_id", ADMIN_REFERENCE, GRANT, .label = "Group", .reference = "groups"},
};
const struct resource user_groups_resource = {
        .name = "user_groups",
        .label = "People in groups",
        .label_one = "Person in a group",
        .group = "People",
        .key = {{"user_id", "bigint"}, {"group_id", "bigint"}},
        .title = "(select users.username from users where users.id = t.user_id) || ' in '"
                 " || (select groups.name from groups where groups.id = t.group_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(user_group_fields),
};

static const struct admin_field group_permission_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"group_id", ADMIN_REFERENCE, GRANT, .label = "Group", .reference = "groups"},
        {"resource", ADMIN_TEXT, GRANT | ADMIN_SEARCH, .help = permission_help},
        {"verb", ADMIN_CHOICE, GRANT, .choices = permission_verbs},
};
const struct resource group_permissions_resource = {
        .name = "group_permissions",
        .label = "Permissions of groups",
        .label_one = "Permission of a group",
        .group = "People",
        .help = "What the staff of a group may do.",
        .key = {{"id", "bigint"}},
        .title = "t.verb || ' ' || t.resource",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(group_permission_fields),
};

static const struct admin_field user_permission_fields[] = {
        {"id", ADMIN_INTEGER, SHOWN | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"user_id", ADMIN_REFERENCE, GRANT, .label = "User", .reference = "users"},
        {"resource", ADMIN_TEXT, GRANT | ADMIN_SEARCH, .help = permission_help},
        {"verb", ADMIN_CHOICE, GRANT, .choices = permission_verbs},
};
const struct resource user_permissions_resource = {
        .name = "user_permissions",
        .label = "Permissions of people",
        .label_one = "Permission of a person",
        .group = "People",
        .help = "What one person of the staff may do beyond what the groups allow.",
        .key = {{"id", "bigint"}},
        .title = "t.verb || ' ' || t.resource",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_ADD | ADMIN_CAN_DELETE,
        FIELDS(user_permission_fields),
};

/* What proves who somebody is, without the secrets. */

static const char *const token_purposes[] = {"verify_email", "reset_password", NULL};
static const struct admin_field one_time_token_fields[] = {
        {"id", ADMIN_TEXT, ADMIN_READ_ONLY, .label = "Number"},
        {"purpose", ADMIN_CHOICE, SHOWN, .choices = token_purposes},
        {"user_id", ADMIN_REFERENCE, STAMP, .label = "User", .reference = "users"},
        {"email", ADMIN_EMAIL, SHOWN, .label = "Sent to"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Sent"},
        {"expires_at", ADMIN_TIME, SHOWN, .label = "Ends"},
        {"used_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "Used"},
};
const struct resource one_time_tokens_resource = {
        .name = "one_time_tokens",
        .label = "Links in mails",
        .label_one = "Link in a mail",
        .group = "People",
        .help = "Links that verify an address or let somebody choose a new password. They work with their signature "
                "alone.",
        .key = {{"id", "uuid"}},
        .title = "t.purpose || ' for ' || t.email",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(one_time_token_fields),
};

static const struct admin_field two_factor_fields[] = {
        {"user_id", ADMIN_REFERENCE, STAMP | ADMIN_SORT, .label = "User", .reference = "users"},
        {"confirmed_at", ADMIN_TIME, SHOWN | ADMIN_NULL, .label = "In use since"},
};
const struct resource two_factor_resource = {
        .name = "two_factor",
        .label = "Second factors",
        .label_one = "Second factor",
        .group = "People",
        .help = "Delete one when its owner has lost it: sessions end, and a new one is set up at the next login.",
        .key = {{"user_id", "bigint"}},
        .title = "(select users.username from users where users.id = t.user_id)",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
        .no_undo = true,
        FIELDS(two_factor_fields),
};

/* Terms of use. */

static const struct admin_field terms_version_fields[] = {
        {"version", ADMIN_INTEGER, ADMIN_REQUIRED | ADMIN_CREATE_ONLY | ADMIN_LIST | ADMIN_SORT | ADMIN_FILTER,
         .help = "The highest one that is published holds.", .minimum = 1, .maximum = 1000000},
        {"title", ADMIN_TEXT, ADMIN_REQUIRED | ADMIN_LIST, .maximum = 200},
        {"body", ADMIN_LONG_TEXT, ADMIN_REQUIRED,
         .help = "Paragraphs with an empty line between them; a line that begins with ## is a heading."},
        {"published_at", ADMIN_TIME, ADMIN_LIST | ADMIN_NULL, .label = "Published",
         .help = "Empty: a draft. From then on members are asked to agree, and nothing of it can be changed."},
        {"agreements", ADMIN_INTEGER, ADMIN_LIST,
         .sql = "(select count(*) from terms_of_use_agreements agreed where agreed.version = t.version)"},
};
const struct resource terms_of_use_versions_resource = {
        .name = "terms_of_use_versions",
        .label = "Terms of use",
        .label_one = "Version of the terms",
        .group = "People",
        .key = {{"version", "int"}},
        .title = "t.title",
        .sort = "-version",
        .verbs = ADMIN_CAN_ALL,
        FIELDS(terms_version_fields),
};

static const struct admin_field terms_agreement_fields[] = {
        {"member_id", ADMIN_REFERENCE, STAMP, .label = "Member", .reference = "members"},
        {"version", ADMIN_REFERENCE, STAMP, .reference = "terms_of_use_versions"},
        {"agreed_at", ADMIN_TIME, SHOWN, .label = "Agreed"},
};
const struct resource terms_of_use_agreements_resource = {
        .name = "terms_of_use_agreements",
        .label = "Agreements to the terms",
        .label_one = "Agreement to the terms",
        .group = "People",
        .key = {{"member_id", "bigint"}, {"version", "int"}},
        .title = "'Version ' || t.version",
        .verbs = ADMIN_CAN_VIEW,
        FIELDS(terms_agreement_fields),
};

static const char *const chat_kinds[] = {"contact", "notify_me", NULL};
static const struct admin_field chat_message_fields[] = {
        {"id", ADMIN_INTEGER, ADMIN_READ_ONLY | ADMIN_FILTER | ADMIN_SORT, .label = "Number"},
        {"created_at", ADMIN_TIME, STAMP | ADMIN_SORT, .label = "Written"},
        {"kind", ADMIN_CHOICE, STAMP, .choices = chat_kinds},
        {"name", ADMIN_TEXT, SHOWN, .label = "Name"},
        {"email", ADMIN_EMAIL, STAMP | ADMIN_SEARCH, .label = "E-mail"},
        {"subject", ADMIN_TEXT, SHOWN, .help = "The product that somebody wants to be told of."},
        {"body", ADMIN_LONG_TEXT, SHOWN, .label = "Message"},
        {"member_id", ADMIN_REFERENCE, ADMIN_READ_ONLY | ADMIN_NULL | ADMIN_FILTER, .label = "Member",
         .reference = "members"},
        {"prospect_id", ADMIN_REFERENCE, ADMIN_READ_ONLY | ADMIN_NULL | ADMIN_FILTER, .label = "Prospect",
         .reference = "prospects"},
};
const struct resource chat_messages_resource = {
        .name = "chat_messages",
        .label = "Messages",
        .label_one = "Message",
        .group = "People",
        .help = "What people wrote on the contact page, and what they want to be told of.",
        .key = {{"id", "bigint"}},
        .title = "t.email",
        .sort = "-created_at",
        .verbs = ADMIN_CAN_VIEW | ADMIN_CAN_DELETE,
        FIELDS(chat_message_fields),
};
