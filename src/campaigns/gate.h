/* Whether a campaign is fit to be sent: it is written for some of its recipients, and what stands in it is tried. */
#ifndef CAMPAIGNS_GATE_H
#define CAMPAIGNS_GATE_H

#include "campaigns/link_check.h"
#include "campaigns/trial.h"

enum {
        GATE_SAMPLES = 50,                  /* recipients that it is written for */
        GATE_RENDER_MS = 4000,              /* for all of them; then those that were written are enough */
        GATE_MEMORY_MAX = 16 * 1024 * 1024, /* besides the mails: the draft, people, links, words */
        GATES_AT_ONCE = 2,                  /* workers that wait for others' servers; the rest goes on */
};

/* In the order in which they are told; docs/campaigns.md, "The gate". */
enum gate_check {
        GATE_CONTENT,
        GATE_TEMPLATES,
        GATE_MERGE_FIELDS,
        GATE_LINKS,
        GATE_UNSUBSCRIBE,
        GATE_AUDIENCE,
        GATE_SENDER,
        GATE_SPF,
        GATE_DKIM,
        GATE_DMARC,
        GATE_CHECKS
};

struct gate_finding {
        bool passed, waived;
        struct str message;
};

struct gate_link {
        struct str url;
        size_t mails;    /* that it stands in */
        bool is_literal; /* and in the template just so */
};

struct gate {
        struct arena *arena;
        struct str public_url, mail_from, dns_server, dkim_selector; /* settings */
        const PGresult *store, *people;
        struct campaign_draft draft;
        struct str waiver; /* ptr NULL: none */
        int64_t reached;   /* recipients in all, */
        bool is_exact;     /* or an estimate */
        /* made by gate_run */
        struct gate_finding findings[GATE_CHECKS];
        struct gate_link *links;
        size_t link_count;
        bool links_full;
};

/* Fills findings and links. Blocks for up to three quarters of a minute. ERR_NO_MEMORY, ERR_DATABASE_UNAVAILABLE. */
enum err gate_run(struct gate *g, struct blocking *db) __attribute__((warn_unused_result));
/* All passed or are waived. */
bool gate_is_open(const struct gate *g);
/* [{"name", "passed", "waived", "message"}] */
void gate_write(struct buf *json, const struct gate *g);
/* Links that are the same for several recipients, as a JSON list: those that clicks are counted of. */
void gate_write_links(struct buf *json, const struct gate *g);

#endif
