/* One rendering: the context as scopes, the output, what tags remember. For the files of tags only.
 *
 * Functions that return bool return false when the rendering has an error, which they have noted.
 */
#ifndef MAIL_TEMPLATE_RENDER_H
#define MAIL_TEMPLATE_RENDER_H

#include "mail/template/parser.h"

struct binding {
        struct str name;
        uint32_t hash;
        struct value value;
};

/* What a node remembers from one time it is rendered to the next: {% cycle %}, {% ifchanged %}. */
struct memory {
        const void *node;
        size_t turn;
        bool seen;
        struct value last; /* a LIST of what {% ifchanged %} compares */
        struct memory *next;
};

/* The blocks of one name, of the template that was asked for first; `used` of them are being rendered now. */
struct block_chain {
        struct str name;
        const struct block_node **blocks;
        size_t count, room, used;
        struct block_chain *next;
};

struct render {
        const struct template_set *set;
        const struct template_file *file; /* whose nodes are being rendered, for messages */
        unsigned line;                    /* of the node that was begun last */
        const struct template_settings *settings;
        struct moment now;
        struct arena *arena;
        struct buf *out;
        struct template_error *error;
        bool autoescape;

        struct value context;
        struct binding *bindings; /* innermost last */
        size_t count, room;
        size_t scope;           /* where the innermost scope begins */
        size_t floor;           /* below it nothing is seen, */
        bool isolated;          /* nor is the context: {% include ... only %} */
        struct binding *raised; /* names of the context that {% cycle ... as %} gave other values */
        size_t raised_count;

        const struct forloop *loop;        /* the innermost one that is seen */
        struct memory **loop_memory;       /* where {% ifchanged %} keeps what it knows: the loop's, else `memory` */
        struct memory *memory;             /* of the template, or included template, that is being rendered */
        struct block_chain *chains;        /* NULL where nothing is extended */
        const struct template_file *files; /* compiled while rendering, because their names were not literals */
        unsigned file_count, depth, nesting;
        unsigned steps, next_look; /* next_look: at which step the clock is looked at */
        int64_t began_ms;
        bool argument_missing; /* the last error was a filter's argument that isn't there */
        bool fatal;            /* a bound was met: nothing catches this error */
};

/* Renders nodes one after the other, into r->out. */
bool render_nodes(struct render *r, const struct node *nodes) __attribute__((warn_unused_result));

/* Renders nodes and takes what they wrote off the output; *ret lives in the arena. */
bool render_captured(struct render *r, const struct node *nodes, struct str *ret) __attribute__((warn_unused_result));

/* Takes off the output what was written since it had `mark` bytes. */
bool render_cut(struct render *r, size_t mark, struct str *ret) __attribute__((warn_unused_result));

/* {{ v }}: printed, and escaped where escaping is on and v isn't safe. */
bool render_value(struct render *r, struct value v) __attribute__((warn_unused_result));
/* The same as a value, which is safe where escaping is on. */
bool render_to_value(struct render *r, struct value v, struct value *ret) __attribute__((warn_unused_result));

/* Notes an error at the node that is being rendered. Returns false. */
bool render_fail(struct render *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The arena is full, or another bound is met: nothing catches that. */
bool render_stop(struct render *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool render_full(struct render *r);

/* Counts steps; false when there were too many, or they took too long. */
bool render_steps(struct render *r, size_t steps) __attribute__((warn_unused_result));
static inline bool render_step(struct render *r)
{
        return render_steps(r, 1);
}

/* What looking through a value is worth in steps. */
size_t render_weight(struct value v);

/* A scope is left by giving scope_leave what scope_enter gave. */
struct scope {
        size_t count, scope;
};
struct scope scope_enter(struct render *r);
void scope_leave(struct render *r, struct scope s);

/* Gives a name a value in the innermost scope. */
bool scope_set(struct render *r, struct str name, struct value v) __attribute__((warn_unused_result));
/* Where the name has a value already, there; else in the innermost scope. */
bool scope_set_upward(struct render *r, struct str name, struct value v) __attribute__((warn_unused_result));
/* False: there is no such name. */
bool scope_get(const struct render *r, struct str name, uint32_t hash, struct value *ret)
        __attribute__((warn_unused_result));

/* What the node remembers in *list; a new one is empty. NULL: the arena is full, noted. */
struct memory *render_memory(struct render *r, struct memory **list, const void *node);

/* The compiled template of that name. NULL: noted. */
const struct template_file *render_file(struct render *r, struct str name, bool *ret_missing);

/* Renders a whole template with what is seen now. */
bool render_template(struct render *r, const struct template_file *f) __attribute__((warn_unused_result));

/* block.super */
bool render_super(struct render *r, struct block_use *use, struct value *ret) __attribute__((warn_unused_result));

/* Fills in where an error happened, unless something inside did already; the message becomes one line of UTF-8. */
void error_place(struct template_error *e, struct str name, unsigned line);

/* compile.c: what a set holds under a name; NULL when it has none. */
const struct template_file *set_find(const struct template_set *set, struct str name);
/* All of them. */
const struct template_file *set_files(const struct template_set *set);
/* The loader's source, or STR_NULL. */
struct str set_load(const struct template_set *set, struct arena *a, struct str name);

#endif
