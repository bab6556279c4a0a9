/* Compiled templates of letters: the program's own, and those with the overrides of the database. For letter*.c only.
 */
#ifndef MAIL_LETTER_INTERNAL_H
#define MAIL_LETTER_INTERNAL_H

#include "mail/letter.h"
#include "mail/letter_preview.h"

enum { LETTER_ZONE_NAME_MAX = 64 /* bytes; the longest of the IANA database has 32 */ };

struct letter_override {
        struct str template, subject, html, text;          /* text STR_NULL: made of the HTML */
        struct str from_name, from_address, reply_to, bcc; /* STR_NULL: as always; bcc: commas between them */
};

/* One mail's templates. */
struct letter_templates {
        struct str name;
        struct template_set *subject, *html, *text; /* text NULL: made of the HTML */
        bool broken;                                /* one of them has an error, */
        struct template_error error;                /* this */
        bool told;                                  /* somebody was told that it fails */
        struct letter_templates *next;
};

/* Templates of one origin. */
struct letter_family {
        struct arena arena; /* the overrides */
        const struct letter_override *overrides;
        size_t override_count;
        struct template_loader loader;
        struct letter_templates *compiled;
};

struct letters {
        struct letters_settings settings;
        struct letter_family own, overridden;
        int64_t version; /* of the overrides that are held; 0: none yet */
        char zone_name[LETTER_ZONE_NAME_MAX];
        struct zone *zone;
        struct letter_campaign *campaigns; /* letter_campaign.c */
        struct buf out;                    /* kept from mail to mail */
};

/* One letter on its way through its templates. */
struct rendering {
        struct letter *letter;
        struct value context;
        struct template_settings settings;
        struct template_error error;
};

/* letter.c. The text lives in the letter's arena, STR_NULL when that is full. False: r->error says why. */
bool rendering_run(struct rendering *r, const struct template_set *set, bool is_html, struct str *ret);
/* The text part of an HTML. False: it is larger than a mail's may be. */
bool rendering_text_from_html(struct rendering *r, struct str html, struct str *ret);
/* A header can't hold line breaks and has an end; a long title in it is no reason to lose the mail. */
struct str letter_one_line(struct arena *a, struct str text, size_t max);

/* From and Reply-To as all mails of the shop have them. */
void letter_set_sender(struct letter *l, struct mail_message *ret);
/* What the override says of the envelope. False: memory ran out. */
bool letter_set_override(struct letter *l, const struct letter_override *o, struct mail_message *ret);
/* The store's time zone; NULL: UTC. */
const struct zone *letter_zone(struct letter *l);

/* letter_campaign.c. Forgets what was compiled. */
void letter_campaigns_clear(struct letters *l);

/* letter_preview.c. */
enum err letter_preview_write(struct rendering *r, struct str template, struct mail_message *ret);

/* letter_templates.c. `f` must stay where it is. */
void letter_family_init(struct letter_family *f);
/* Forgets what was compiled, and the overrides. */
void letter_family_clear(struct letter_family *f);

/* NULL when there is none. */
const struct letter_override *letter_override_of(const struct letter_family *f, struct str template);

/* Compiled when it is first asked for. NULL: out of memory. */
struct letter_templates *letter_templates_get(struct letter_family *f, struct str name);

/* letter_overrides.c. Reads the overrides again when there are newer ones than those that are held. */
enum err letter_overrides_refresh(struct letters *l, int64_t version);

/* Those that a campaign keeps from when it became ready, into a family of its own. */
enum err letter_overrides_of_campaign(struct letters *l, int64_t id, struct letter_family *ret);

/* Tells the admin and the log that a template fails, once for each version of it. */
void letter_overrides_tell(struct letters *l, struct letter_templates *t, const struct template_error *e);

#endif
