/* Shared between outbox.c (the work), outbox_claim.c (what is to be sent), outbox_rows.c (what becomes of it),
 * outbox_ending.c and outbox_write.c (writing a mail). */
#ifndef MAIL_OUTBOX_INTERNAL_H
#define MAIL_OUTBOX_INTERNAL_H

#include "db/errand.h"
#include "mail/outbox.h"

enum {
        SOURCES_MAX = 8,                     /* one a domain that writes mails */
        LETTERS_A_CONNECTION = 2,            /* while one is sent, the next is written and marked */
        LETTERS_A_TURN = 4,                  /* written between looks at the sockets: some 0.2 ms */
        ENDINGS_MAX = 256,                   /* a batch whose mails can't be written, and all connections */
        LETTER_MEMORY_MAX = 8 * 1024 * 1024, /* what writing one mail may take, beside its bytes */
        LETTER_KEPT_BYTES = 256 * 1024,      /* a larger mail's memory is given back when it has ended */
        UNIT_MEMORY_MAX = 8 * 1024 * 1024,
};

/* A mail that is written, on its way from one state to the next. Its memory is used again for the next one.
 * MARKING: perhaps marked; MARKED: surely, and it waits for a connection. */
struct letter_in_hand {
        enum { LETTER_FREE, LETTER_WRITTEN, LETTER_MARKING, LETTER_MARKED, LETTER_UNDER_WAY } state;
        int64_t id, order_id, attempts, age; /* attempts: with this one */
        int64_t lease;                       /* the piece of a campaign that it is of; 0: none */
        struct arena arena;
        struct buf bytes;
        struct mail_envelope envelope;
};

/* How a claimed mail ended, until the database knows. */
struct outbox_ending {
        int64_t id, order_id, attempts, lease;
        const char *state;                                     /* sent, queued, failed or uncertain */
        enum { BOUNCE_NONE, BOUNCE_SOFT, BOUNCE_HARD } bounce; /* failed: whether the server refused it */
        bool plain;     /* sent, and nobody took its row away as far as we know: outbox_step writes it */
        int32_t wait_s; /* queued: until the next attempt */
        char reply[MAIL_REPLY_SIZE];
};

/* What one source was told about its mails of a batch. */
struct outbox_told {
        const struct outbox_source *source;
        struct outcome outcome;
};

/* Rows that were claimed together. */
struct outbox_batch {
        PGresult *rows; /* NULL: there is none */
        int next_row;   /* the first that is not written yet */
        bool is_campaign;
        int64_t lease; /* all are of this piece; 0: of none */
        struct outbox_told told[SOURCES_MAX];
        unsigned told_count;
        bool complete; /* all sources were told */
};

struct outbox {
        struct outbox_settings settings;
        struct errand *marks;  /* marks, endings and the rest; the worker's lock is held on its connection */
        struct errand *claims; /* claims, and what they tell */
        int64_t worker;        /* 0: not on the roster yet */
        struct outbox_batch batch, coming;
        struct letter_in_hand *letters; /* LETTERS_A_CONNECTION for each */
        unsigned letter_count;
        struct outbox_ending *endings;       /* ENDINGS_MAX, and one a connection */
        unsigned ending_count, endings_told; /* the first are being written down */
        bool has_strays;                     /* rows may be claimed that are not in hand: put all back */
        char put_back_why[MAIL_REPLY_SIZE];
        int64_t look_ms, claim_ms, retry_ms; /* when to look for dead workers, for mail, for the database again */
        int64_t own_ms;                      /* when to look for mail of the shop's own, beside a campaign's */
        int64_t gather_ms;                   /* until when mails that ended wait for others; 0: none does */
        int turn_ms;                         /* how long to wait for work */
        int asked;                           /* how many of a campaign the coming batch may have */
        int64_t paced_ms;                    /* since when `ended` counts */
        unsigned ended;
        int campaign_rows; /* what takes OUTBOX_CAMPAIGN_MS, as far as was seen */
        bool stopping;
};

unsigned outbox_count(const struct outbox *o, int letter_state);

/* The errands' ends come here first. False: the database is away; nothing is lost, try again at retry_ms. */
bool outbox_has_answer(struct outbox *o, const struct outcome *outcome);
/* "{1,2,3}": an array as PostgreSQL reads it. */
void outbox_add_id(struct buf *array, int64_t id);
struct str outbox_finish_array(struct buf *array);
/* Whether a row's first column is the id. */
bool outbox_is_among(const PGresult *r, int64_t id);

/* outbox_claim.c: claims the coming batch, up to `rows`, or else `campaign_rows` of a campaign, and asks for what they
 * tell, which makes it complete. The errand is idle, and there is no coming batch. */
void outbox_claim(struct outbox *o, int rows, int campaign_rows);
unsigned outbox_batch_left(const struct outbox_batch *b);
/* What was claimed of it stays so in the database. */
void outbox_batch_forget(struct outbox_batch *b);

/* outbox_rows.c: each starts a unit. The marks errand is idle. */

/* Puts the worker on the roster. */
void outbox_rows_enter(struct outbox *o);
/* Writes all endings down, logs those that people must know of, and marks written letters, `most` at most.
 * Letters whose row was taken away become free. Does nothing when there is nothing to do. */
void outbox_rows_step(struct outbox *o, unsigned most);
/* Everything claimed goes back that is not under way; what was written is forgotten. put_back_why becomes the last
 * reply, unless it is empty. The claims errand is idle too, and stays so until has_strays is false. */
void outbox_rows_put_back(struct outbox *o);
void outbox_rows_look_for_dead(struct outbox *o);
void outbox_rows_leave(struct outbox *o);

/* outbox_ending.c */
void outbox_end(struct outbox *o, const struct letter_in_hand *l, const struct mail_result *result);
/* Adds outbox_end for all endings that need it to a unit. All that there are now count as told. */
void outbox_endings_add(struct outbox *o, struct unit *u);
/* Those told are written down, but for plain ones that are not among `written`: logs those that people must know of,
 * and forgets them. */
void outbox_endings_forget(struct outbox *o, const PGresult *written);
/* A log line for a mail that was given up, which shops watch for. */
void outbox_log_failure(int64_t mail, int64_t order, const char *state, struct str reply);

/* outbox_write.c. NULL when there is no such kind. */
const struct outbox_kind *outbox_find_kind(const struct outbox *o, struct str name);

/* Writes the batch's next row into a free letter. False, with the reason in *ret_problem: it can't be
 * sent; l->id and so on are set all the same. */
bool outbox_write(const struct outbox *o, const struct outbox_mail *m, struct letter_in_hand *l,
                  struct mail_result *ret_problem);
void letter_in_hand_free(struct letter_in_hand *l);

#endif
