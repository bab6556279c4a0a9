/* Shared between outbox.c (the work), outbox_rows.c (the database) and outbox_write.c (writing a mail). */
#ifndef MAIL_OUTBOX_INTERNAL_H
#define MAIL_OUTBOX_INTERNAL_H

#include "mail/outbox.h"

enum {
        SOURCES_MAX = 8,                     /* one a domain that writes mails */
        ENDINGS_MAX = 256,                   /* a batch whose mails can't be written, and all connections */
        LETTER_MEMORY_MAX = 8 * 1024 * 1024, /* what writing one mail may take, beside its bytes */
        LETTER_KEPT_BYTES = 256 * 1024,      /* a larger mail's memory is given back when it has ended */
        UNIT_MEMORY_MAX = 8 * 1024 * 1024,
};

/* A mail that is written. Its memory is used again for the next one. */
struct letter_in_hand {
        enum { LETTER_FREE, LETTER_WRITTEN, LETTER_UNDER_WAY } state;
        int64_t id, order_id, attempts, age; /* attempts: with this one */
        struct arena arena;
        struct buf bytes;
        struct mail_envelope envelope;
};

/* How a claimed mail ended, until the database knows. */
struct outbox_ending {
        int64_t id, order_id, attempts;
        const char *state; /* sent, queued, failed or uncertain */
        int32_t wait_s;    /* queued: until the next attempt */
        char reply[MAIL_REPLY_SIZE];
};

/* What one source was told about its mails of the batch. */
struct outbox_told {
        const struct outbox_source *source;
        struct outcome outcome;
};

struct outbox {
        struct outbox_settings settings;
        int64_t worker; /* 0: not on the roster yet */
        /* rows that were claimed and are not written yet */
        PGresult *batch;
        int next_row;
        struct outbox_told told[SOURCES_MAX];
        unsigned told_count;
        bool has_strays;                /* rows may be claimed that are not in hand: put them back */
        struct letter_in_hand *letters; /* one a connection */
        struct outbox_ending *endings;  /* ENDINGS_MAX */
        unsigned ending_count;
        int64_t look_ms, claim_ms; /* when to look for dead workers, and for mail, again */
        bool database_away;
};

/* outbox_rows.c. False: the database is away; nothing is lost, call again. */

/* Claims up to `rows` when there is no batch, and asks for what they tell. */
bool outbox_rows_claim(struct outbox *o, int rows);
/* Forgets the batch; what was claimed of it stays so in the database. */
void outbox_rows_forget(struct outbox *o);
/* Writes all endings down, logs those that people must know of, and marks written letters as sending, `most` at most.
 * Those marked are put into *marked (a slot for each connection). Letters whose row was taken away become free. */
bool outbox_rows_step(struct outbox *o, unsigned most, struct letter_in_hand **marked, unsigned *ret_marked);
/* Everything claimed goes back that is not under way; what was written is forgotten. `why` becomes the last reply,
 * unless it is empty. */
bool outbox_rows_put_back(struct outbox *o, struct str why);
bool outbox_rows_look_for_dead(struct outbox *o);
void outbox_rows_leave(struct outbox *o);

void outbox_end(struct outbox *o, const struct letter_in_hand *l, const struct mail_result *result);

/* outbox_write.c. NULL when there is no such kind. */
const struct outbox_kind *outbox_find_kind(const struct outbox *o, struct str name);

/* Writes the batch's next row into a free letter. False, with the reason in *ret_problem: it can't be
 * sent; l->id and so on are set all the same. */
bool outbox_write(const struct outbox *o, const struct outbox_mail *m, struct letter_in_hand *l,
                  struct mail_result *ret_problem);
void letter_in_hand_free(struct letter_in_hand *l);

#endif
