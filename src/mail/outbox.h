/* Sends what lies in the outbox (email_messages), over all of its sender's connections at once.
 *
 * A mail goes queued -> claimed -> sent | failed | uncertain, or back to queued: after a passing failure, and when the
 * worker can't send it now. A batch is claimed with SKIP LOCKED, each row with what it tells; only as many are marked
 * as there are connections open and idle, in a unit of work that also writes down how those before them ended. Marks
 * stand in the worker's own row (email_workers.sending). So nothing goes out unmarked, a worker that is killed leaves
 * no more in doubt than it has connections, and a mail costs a fraction of a round trip. Nobody waits for the database
 * meanwhile: marks and claims run beside each other and beside the sockets (db/errand.h), the next batch is claimed and
 * letters are written ahead.
 *
 * Mails of campaigns are claimed by the piece: their rows stay queued, a row of campaign_leases says who has them. Only
 * when no other mail is due, about half a second's work at once, and not faster than the campaign's pace
 * (migrations/0026_outbox_claims.sql).
 *
 * Any number of workers may share a database. Each holds an advisory lock; what a dead one had claimed goes back to the
 * queue. What it was sending becomes uncertain; of a campaign it goes out once more, and `repeats` says so. How a mail
 * ended is kept until the database has it, so that an outage neither loses a mail nor puts it in doubt; and who was
 * only thought dead may still say how its mails ended.
 *
 * A refusal with 4xx puts that mail off, longer each time. A server that fails (smtp_server.h) is left alone, which
 * uses up nobody's attempts. Either way a mail is given up when it has waited for OUTBOX_LIFETIME_S.
 */
#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include "db/outcome.h"
#include "mail/message.h"
#include "mail/sender.h"

enum {
        OUTBOX_LIFETIME_S = 5 * 86400, /* RFC 5321, 4.5.4.1: at least 4 to 5 days */
        OUTBOX_BACKOFF_S = 30,         /* before the second attempt; doubles, */
        OUTBOX_BACKOFF_MAX_S = 14400,  /* up to 4 hours */
        OUTBOX_BATCH = 200,            /* claimed at once: some 0.6 MB with what they tell; two of them at most */
        OUTBOX_CAMPAIGN_BATCH = 1000,  /* the same of a campaign, whose mails tell less: some 0.4 MB */
        OUTBOX_CAMPAIGN_MS = 500,      /* as many as take so long: other mail does not wait for more */
        OUTBOX_GRACE_S = 5,            /* for a worker whose database was restarted to take its lock again */
        OUTBOX_LOOK_MS = 1000,         /* between looks for dead workers */
        OUTBOX_STOP_MS = 3000,         /* for what is under way when the worker stops */
        OUTBOX_GATHER_MS = 1,          /* for mails to end together; next to nothing beside a round trip */
        OUTBOX_PACE_MS = 100,          /* between claims of a campaign that may not go faster */
        OUTBOX_TURN_MS = 250,          /* how long a mail may wait for an idle worker to look */
};

struct outbox_mail {
        int64_t id, order_id, attempts, created; /* order_id 0: none; attempts before this one; created: unix */
        int64_t age;                             /* seconds since it was queued */
        int64_t email_id, lease;                 /* of a campaign; 0: none */
        struct str kind, recipient;
        struct str *ret_why; /* what compose may say of its failure, in the arena; NULL: nobody asks */
};

/* Writes subject and bodies for one mail; texts live in the arena. `told` is what the source was told. May set all of
 * *ret but to, date and message_id: from, whose address is the envelope's too, and bcc, whose copies follow the mail.
 * ERR_NOT_FOUND: what the mail tells of is not there any more, which fails it as ERR_INTERNAL and ERR_INVALID_INPUT do;
 * others put it off. */
typedef enum err outbox_compose(void *context, struct arena *a, const struct outbox_mail *m, const struct outcome *told,
                                struct mail_message *ret);

/* Where mails of some kinds come from. */
struct outbox_source {
        /* Adds the statements that bring what mails tell, for all of a claim at once; ids: "{1,2,3}". */
        void (*ask)(struct unit *u, struct str ids);
        outbox_compose *compose;
};

struct outbox_kind {
        struct str kind;
        const struct outbox_source *source;
};

struct outbox_settings {
        const char *conninfo, *database; /* for two connections of its own; must stay */
        struct mail_sender *sender;      /* with `connections` */
        unsigned connections;
        struct mail_address from;        /* must stay, as kinds and context */
        const struct outbox_kind *kinds; /* ends with a kind of STR_NULL */
        void *context;                   /* for compose */
};

struct outbox;

/* NULL: there is no memory or no thread. The database is not asked yet. */
struct outbox *outbox_open(const struct outbox_settings *s) __attribute__((warn_unused_result));

/* Goes on with the work, and waits when there is none, OUTBOX_TURN_MS at most. */
void outbox_turn(struct outbox *o);

/* Begins nothing new, gives what is under way OUTBOX_STOP_MS, writes down how it ended, puts the rest back and frees
 * all. NULL is fine. */
void outbox_close(struct outbox *o);

/* What a person may do; both add to a unit, whose last row then has the mail's id.
 *
 * Cancel: a queued mail will not be sent. ERR_EMAIL_IN_HAND when a worker has it already, ERR_EMAIL_NOT_WAITING when it
 * has ended.
 * Resend: one that has ended in any way (sent, failed, uncertain, cancelled) is queued again, with new attempts and a
 * new lifetime. ERR_EMAIL_IN_HAND when it is waiting or on its way. It is the same row, hence the same Message-ID: a
 * mailbox that got it the first time can tell. Rows in order_email_failures stay, as history.
 * ERR_EMAIL_UNKNOWN when there is no such mail. */
void outbox_cancel_add(struct unit *u, int64_t id);
void outbox_resend_add(struct unit *u, int64_t id);

#endif
