/* What mail services tell of our mails (bounces, complaints), gathered from one hook and written down at once.
 *
 *     struct mail_news news = {.told = json_array()};
 *     mail_news_add(&news, &(struct mail_event){...});
 *     mail_news_keep(rq, w, &news);        replies
 *
 * A mail is known by its Message-ID, which names its row (mail/outbox_write.c); what is of no mail of ours, or of a
 * copy to somebody else, is logged and does nothing.
 */
#ifndef CAMPAIGNS_MAIL_NEWS_H
#define CAMPAIGNS_MAIL_NEWS_H

#include <jansson.h>

#include "http/request.h"

enum {
        MAIL_HOOK_BODY_MAX = 1024 * 1024, /* SendGrid's batches have up to 768 KB, SNS' messages 256 KB, escaped once */
        MAIL_NEWS_WORDS_MAX = 1900,       /* bytes of what the other side said; the table has 2,000 characters */
        MAIL_NEWS_ID_MAX = 200,           /* bytes of an event's name at the service, as the table has it */
};

enum mail_event_kind { MAIL_EVENT_BOUNCE, MAIL_EVENT_COMPLAINT, MAIL_EVENT_UNSUBSCRIBE };

struct mail_event {
        enum mail_event_kind kind;
        bool permanent;        /* a bounce: the address is no good at all */
        struct str message_id; /* as the header had it; brackets are taken off */
        struct str *addresses; /* whom the event is of; not lower-cased */
        size_t address_count;
        struct str words;       /* what the other side said */
        struct str provider_id; /* the event's name at the service: told twice, it is one event */
};

struct mail_news {
        json_t *told;   /* an array: what the query takes; released by mail_news_keep */
        size_t strange; /* events that are of no mail of ours, by their Message-ID alone */
        bool failed;    /* memory ran out */
};

void mail_news_add(struct mail_news *news, const struct mail_event *e);

/* Writes it down, releases it and replies: 200 when all of it is, or was before; 503 else, so that it is sent again. */
void mail_news_keep(struct request *rq, struct worker *w, struct mail_news *news);

/* Text of a JSON object's member; STR_NULL without it. */
struct str json_text(const json_t *object, const char *name);

#endif
