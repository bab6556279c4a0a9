/* Sends what lies in the outbox (email_messages), one mail at a time.
 *
 * A mail goes queued -> claimed (it is written) -> sending -> sent | failed | uncertain, or back to queued after a
 * passing failure. Any number of workers may run: rows are claimed with SKIP LOCKED. Nothing is sent that is not
 * marked as sending first, and how it ended is kept until the database has it, so that an outage neither loses a mail
 * nor puts it in doubt.
 */
#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include "db/blocking.h"
#include "mail/message.h"
#include "mail/sender.h"

enum {
        OUTBOX_ATTEMPTS_MAX = 10,     /* with the back-off below: given up after about two days */
        OUTBOX_BACKOFF_S = 30,        /* before the second attempt; doubles, */
        OUTBOX_BACKOFF_MAX_S = 43200, /* up to 12 hours */
        OUTBOX_CLAIM_S = 60,          /* an older claim goes back: writing a mail takes milliseconds */
        OUTBOX_ABANDONED_S = 600,     /* what is sending for longer has no worker: above MAIL_DEADLINE_MS */
};

struct outbox_mail {
        int64_t id, order_id, attempts, created; /* created: unix */
        struct str kind, recipient;
};

/* Writes subject and bodies for one mail; texts live in the arena. */
typedef enum err outbox_compose(void *context, struct blocking *db, struct arena *a, const struct outbox_mail *m,
                                struct mail_message *ret);

struct outbox_kind {
        struct str kind;
        outbox_compose *compose;
};

/* How a claimed mail ended, until the database knows. */
struct outbox_ending {
        int64_t id, order_id, attempts; /* id 0: there is none */
        enum mail_outcome outcome;
        bool unsent; /* TRANSIENT because of the database: no attempt to send, hence never given up */
        char reply[MAIL_REPLY_SIZE];
};

struct outbox {
        struct blocking *db;
        struct mail_sender *sender;
        struct mail_address from;
        const struct outbox_kind *kinds; /* ends with a kind of STR_NULL */
        void *context;                   /* for compose */
        struct outbox_ending ending;     /* begins zeroed */
};

/* Sends at most one mail. False: none was due, or the database is away; call again after a pause, which also writes
 * down how the last mail ended if that is still to be done. */
bool outbox_send_next(struct outbox *o);

/* Puts back what a dead worker had claimed, and marks what it was sending as uncertain. */
void outbox_abandon(struct outbox *o);

#endif
