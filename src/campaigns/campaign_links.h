/* Links of campaigns: found in what was rendered, and led over the shop so that clicks are seen.
 *
 * Found are addresses with http: or https: that email_links can hold: values of href in a and area of the HTML,
 * addresses in the text. Never those of the recipient alone (unsubscribe_url, preferences_url).
 */
#ifndef CAMPAIGNS_CAMPAIGN_LINKS_H
#define CAMPAIGNS_CAMPAIGN_LINKS_H

#include "base/arena.h"
#include "base/buf.h"

enum {
        CAMPAIGN_LINKS_MAX = 200,     /* of one campaign; a long newsletter has 50 */
        CAMPAIGN_LINK_URL_MAX = 2000, /* bytes, as email_links holds */
};

/* A row of email_links. */
struct campaign_link {
        int64_t id; /* 0 while it has no row */
        struct str url;
};

/* Links in the order in which they were found, each once. Zeroed but for the arena: none yet. */
struct campaign_links {
        struct arena *arena; /* holds them */
        struct campaign_link *all;
        size_t count;
        bool full; /* there are more than CAMPAIGN_LINKS_MAX, or memory ran out */
};

/* One recipient's mail, as campaign_mail_write gives it without links. */
struct campaign_rendering {
        struct str html, text;                       /* STR_NULL: there is none */
        struct str unsubscribe_url, preferences_url; /* not to be found */
};

/* Adds those of one rendering. For the gate: called with renderings for several recipients, so that links which stand
 * in some of their mails only are found too; those that differ with each recipient stay as they are when it is sent. */
void campaign_links_of(struct campaign_links *links, const struct campaign_rendering *of);

/* Adds those that stand as they are in a template: what a condition keeps out of some mails is found too. Addresses
 * that a tag is part of are left out. */
void campaign_links_of_source(struct campaign_links *links, struct str source, bool is_html);

/* Whether something in the HTML leads there. */
bool campaign_links_lead(struct str html, struct str url);

/* Appends `of` with each of `links` replaced: address(context, link) gives what stands there instead; STR_NULL leaves
 * it. Of html or text, as `is_html` says. */
typedef struct str campaign_link_address(void *context, const struct campaign_link *link);
void campaign_links_replace(struct buf *out, struct str of, bool is_html, const struct campaign_links *links,
                            campaign_link_address *address, void *context);

#endif
