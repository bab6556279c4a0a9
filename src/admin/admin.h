/* The admin: every model of the shop can be listed, searched, edited and exported, by one table entry each.
 *
 * A domain describes its tables in X_resources.c as arrays of struct resource; src/app/resources.c gathers them. From
 * this come the API below /api/admin/, its checks, and GET /api/admin/schema, from which the front end builds its
 * screens. SQL is put together from the names in these tables and bound parameters alone.
 *
 * Everything here runs in a worker's thread: a list that takes its time must not hold up those who buy. A unit begins
 * with admin_unit, which refuses whoever may not do it and has all that follows recorded in audit_log
 * (migrations/0012_admin.sql).
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "http/request.h"

enum {
        ADMIN_KEY_MAX = 2,        /* columns of a key */
        ADMIN_FIELDS_MAX = 60,    /* of a resource */
        ADMIN_PAGE_MAX = 200,     /* rows a page */
        ADMIN_BULK_MAX = 1000,    /* objects of one bulk action */
        ADMIN_OFFSET_MAX = 10000, /* rows that a page may skip without a cursor */
        ADMIN_COUNT_MAX = 10000,  /* rows that are counted; beyond it the planner's estimate is told */
};

enum admin_type {
        ADMIN_INTEGER,
        ADMIN_MONEY,        /* minor units of the store's currency */
        ADMIN_BASIS_POINTS, /* hundredths of a percent: 1000 is 10 % */
        ADMIN_BOOLEAN,
        ADMIN_TEXT,      /* one line */
        ADMIN_LONG_TEXT, /* paragraphs */
        ADMIN_HTML,      /* of a mail: source text, never shown as a page of ours */
        ADMIN_EMAIL,
        ADMIN_URL,  /* http or https */
        ADMIN_SLUG, /* a-z, 0-9 and single hyphens */
        ADMIN_CHOICE,
        ADMIN_REFERENCE, /* the key of another resource, which must have one column */
        ADMIN_TIME,      /* timestamptz, RFC 3339, in UTC */
        ADMIN_JSON,
        ADMIN_TEXTS,    /* text[] */
        ADMIN_FILE,     /* name of a media file, below MEDIA_URL */
        ADMIN_PASSWORD, /* is written, never read; there is no such column: `prepare` makes one of it */
        ADMIN_BYTES,    /* bytea in hex; read-only */
        ADMIN_TYPES
};

enum admin_flags {
        ADMIN_REQUIRED = 1 << 0,    /* must be given for a new one */
        ADMIN_NULL = 1 << 1,        /* may be null; without it a missing value is the column's default */
        ADMIN_READ_ONLY = 1 << 2,   /* the database or the program sets it */
        ADMIN_CREATE_ONLY = 1 << 3, /* can be given for a new one and then stays */
        ADMIN_SUPERUSER = 1 << 4,   /* only superusers may set it */
        ADMIN_LIST = 1 << 5,        /* a column of the list */
        ADMIN_SEARCH = 1 << 6, /* what is searched for may stand anywhere in it; large tables need a trigram index */
        ADMIN_SEARCH_START = 1 << 7, /* it must begin with it, in the same case; large tables need text_pattern_ops */
        ADMIN_FILTER = 1 << 8,       /* lists can be narrowed by it; large tables need an index */
        ADMIN_SORT = 1 << 9,         /* lists can be ordered by it; large tables need an index with the key behind it */
};

struct admin_field {
        const char *name; /* the column, and the name in JSON */
        enum admin_type type;
        unsigned flags;
        const char *label;          /* NULL: the name, with spaces and a capital */
        const char *help;           /* one sentence under the input; NULL: none */
        int64_t minimum, maximum;   /* numbers: the range; texts: characters; both 0: as the type has it */
        const char *const *choices; /* of ADMIN_CHOICE, with a NULL at the end */
        const char *reference;      /* of ADMIN_REFERENCE: the resource */
        const char *sql;            /* an expression over the row t ("(select count(*) from x where x.id = t.x_id)");
                                     * read-only then, and no column. "exists (...)" as an ADMIN_BOOLEAN with
                                     * ADMIN_FILTER is a join when a list is narrowed by it */
};

enum admin_verb { ADMIN_VIEW, ADMIN_ADD, ADMIN_CHANGE, ADMIN_DELETE, ADMIN_VERBS };

/* For resource.verbs. */
enum { ADMIN_CAN_VIEW = 1, ADMIN_CAN_ADD = 2, ADMIN_CAN_CHANGE = 4, ADMIN_CAN_DELETE = 8, ADMIN_CAN_ALL = 15 };

/* Children that are shown and edited with their parent. */
struct admin_inline {
        const char *resource; /* the child's */
        const char *field;    /* of the child, a reference to the parent */
        const char *label;    /* "Images" */
};

/* Something to be done with several objects at once, each in turn, all or none. */
struct admin_action {
        const char *name;  /* in the address, a word */
        const char *label; /* "Send again" */
        enum admin_verb verb;
        const char *confirm; /* a question to be asked first; NULL: none */
        const char *sql;     /* a statement with the key's parts as $1, $2 */
};

struct admin_key {
        const char *column;
        const char *type; /* PostgreSQL's name of it, for casts */
};

struct admin_write;

struct resource {
        const char *name;       /* the table, in the address and in permissions; plural, snake_case */
        const char *permission; /* the resource whose permissions count here; NULL: its own. staff_may knows it too */
        const char *label;      /* of several, "Orders"; NULL: the name, with spaces and a capital */
        const char *label_one;  /* of one, "Order" */
        const char *group; /* where the menu shows it: "Sales", "Catalogue", "People", "Mail", "Events", "System" */
        const char *help;  /* one sentence above the list; NULL: none */
        struct admin_key key[ADMIN_KEY_MAX];
        const char *title; /* what one is called: an expression over the row t ("t.title") */
        const char *sort;  /* "name" or "-name" of a field with ADMIN_SORT, or NULL: by the key, newest first */
        unsigned verbs;    /* what anybody may do with it at all */
        bool no_undo;      /* what is done here reaches outside (money, mail, a ledger) */
        const struct admin_field *fields;
        size_t field_count;
        const struct admin_inline *inlines; /* ends with resource NULL; may be NULL */
        const struct admin_action *actions; /* ends with name NULL; may be NULL */
        /* Completes or refuses what was given before it is written; may block. NULL: nothing to be done. */
        void (*prepare)(struct request *rq, struct worker *w, struct admin_write *write);
};

/* All resources; src/app/resources.c. */
extern const struct resource *const admin_resources[];
extern const size_t admin_resource_count;

/* NULL when there is none of that name. */
const struct resource *admin_resource(struct str name);
const struct admin_field *admin_field(const struct resource *r, struct str name);
/* Under which name its permissions are given. */
const char *admin_permission(const struct resource *r);

/* For `prepare`. */

/* Whether it is a new one, or the key of the one that is changed. */
bool admin_write_is_new(const struct admin_write *write);
struct str admin_write_id(const struct admin_write *write);
/* Whether the field was given, and its value as text: STR_NULL for null or what was not given. */
bool admin_write_gives(const struct admin_write *write, const char *field);
struct str admin_write_value(const struct admin_write *write, const char *field);
/* Sets a column, whether there is a field of that name or not. `value` is PostgreSQL's text form of it, STR_NULL for
 * null; it must live as long as the request. */
void admin_write_set(struct admin_write *write, const char *column, struct str value);
/* Refuses a field; all refusals are told at once. */
void admin_write_refuse(struct admin_write *write, const char *field, struct str code, struct str message);

/* For pages and actions of domains. */

/* A unit for whoever is asking: refused with 401 login_required, 403 forbidden or 403 two_factor_missing. Other verbs
 * than ADMIN_VIEW have its changes recorded. */
struct unit *admin_unit(struct request *rq, const char *resource, enum admin_verb verb);
/* A unit for any staff; what they may see or do is judged by what follows. Its changes are recorded only when it
 * `records`. */
struct unit *admin_staff_unit(struct request *rq, bool records);
/* What the same person must be allowed to do besides. */
void admin_unit_require(struct unit *u, const char *resource, enum admin_verb verb);

/* Runs the unit in this worker's thread and hands what came of it to on_rows, or replies the error. A violated
 * constraint becomes 422 for the field, 409 in_use or 409 conflict; `r` (may be NULL) tells the names of fields. */
void admin_run(struct request *rq, struct worker *w, const struct resource *r, struct unit *u,
               void (*on_rows)(struct request *rq, const struct outcome *o));
/* Replies an outcome's error so, and logs it when it is a failure: for outcomes of blocking_try. */
void admin_reply_outcome(struct request *rq, const struct resource *r, const struct outcome *o);

#endif
