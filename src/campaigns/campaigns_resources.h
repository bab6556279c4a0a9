/* What the admin shows of mail; src/app/resources.c lists it. */
#ifndef CAMPAIGNS_CAMPAIGNS_RESOURCES_H
#define CAMPAIGNS_CAMPAIGNS_RESOURCES_H

#include "admin/admin.h"

extern const struct resource emails_resource, email_types_resource, email_statuses_resource, email_templates_resource,
        email_messages_resource, email_sent_resource, alerts_resource, ads_resource, email_links_resource,
        email_events_resource, unsubscribe_reasons_resource, campaigns_resource, campaign_tags_resource,
        suppressions_resource, opt_outs_resource, ad_visits_resource, order_sources_resource;

#endif
