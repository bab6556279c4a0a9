/* What the admin shows of accounts; src/app/resources.c lists it. */
#ifndef ACCOUNTS_ACCOUNTS_RESOURCES_H
#define ACCOUNTS_ACCOUNTS_RESOURCES_H

#include "admin/admin.h"

extern const struct resource users_resource, members_resource, prospects_resource, sessions_resource, groups_resource,
        user_groups_resource, group_permissions_resource, user_permissions_resource, one_time_tokens_resource,
        two_factor_resource, terms_of_use_versions_resource, terms_of_use_agreements_resource, chat_messages_resource,
        tags_resource, member_tags_resource, prospect_tags_resource;

#endif
