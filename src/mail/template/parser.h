/* From tokens to a tree of nodes. For the files of tags and compile.c only.
 *
 * The tree lives in the parser's arena and is never changed once it is complete.
 */
#ifndef MAIL_TEMPLATE_PARSER_H
#define MAIL_TEMPLATE_PARSER_H

#include "mail/template/expression.h"
#include "mail/template/lexer.h"
#include "mail/template/template.h"

struct node;
struct render;

/* Appends the node to the output. False: the rendering has an error. */
typedef bool node_render(struct render *r, const struct node *n);

/* What each kind of node begins with. */
struct node {
        node_render *render;
        unsigned line;
        const struct node *next;
};

/* A name that {% include %} or {% extends %} asks for by a literal. */
struct reference {
        struct str name, from; /* from: the template that asks */
        unsigned line;
        const struct reference *next;
};

/* A name of the context, or of what is in it. */
struct mention {
        struct operand operand;
        unsigned line;
        struct mention *next;
};

/* A name that a tag gives to something. */
struct bound {
        struct str name;
        const struct bound *next;
};

struct template_file;

struct block_node {
        struct node node;
        struct str name;
        const struct template_file *file; /* in which it stands */
        const struct node *body;
        const struct block_node *next; /* of the same template */
};

/* A compiled template. */
struct template_file {
        struct str name;
        const struct node *nodes;
        const struct block_node *blocks; /* all of them, also those within others */
        const struct node *extends;      /* among `nodes`; NULL: it extends nothing */
        const struct mention *mentions;
        const struct bound *bound;
        const struct template_file *next;
};

struct cycle_name;

struct parser {
        struct arena *arena;
        struct lexer lexer;
        struct token token;  /* the one being looked at */
        struct token opener; /* the tag whose bodies are being read */
        struct str name;     /* of the template */
        const struct template_file *file;
        unsigned nesting, block_count, cycle_count;
        int64_t began_ms;
        bool has_tags; /* a tag or variable came already: too late for {% extends %} */
        struct block_node *blocks;
        const struct node *extends;
        const struct reference *references;
        struct mention *mentions, *last_mention;
        const struct bound *bound;
        struct cycle_name *cycles;
        const struct node *last_cycle;
        struct template_error *error;
};

struct tag {
        struct str name;
        /* The node of the tag, whose words (its name first) are given; NULL after parser_fail. A tag that leaves no
         * node gives &node_nothing. */
        struct node *(*parse)(struct parser *p, struct words words);
};

/* Tables of tags, each ends with a row whose name is STR_NULL. */
extern const struct tag tags_flow[], tags_loop[], tags_output[], tags_scope[], tags_files[];

extern struct node node_nothing;

/* Compiles a template's source. `name` and `source` must stay as long as the arena. NULL: *ret_error says why. */
struct template_file *parser_compile(struct arena *a, struct str name, struct str source,
                                     const struct reference **ret_references, struct template_error *ret_error);

/* Notes what is wrong, at the current token's line. Returns false, for `return parser_fail(...)`. */
bool parser_fail(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool parser_full(struct parser *p);

/* The nodes up to one of the tags in `ends` (a list that ends in NULL), which becomes p->token. False: parser_fail was
 * called. */
bool parser_body(struct parser *p, const char *const *ends, const struct node **ret)
        __attribute__((warn_unused_result));

/* Notes a path of names, and the names that a tag of these words binds. */
void parser_mention(struct parser *p, const struct operand *o);
void parser_bind(struct parser *p, struct words words);

/* The first word of p->token. */
struct str parser_tag_name(const struct parser *p);
bool parser_at(const struct parser *p, const char *tag);

/* Passes over everything up to the tag `end`, which becomes p->token. */
bool parser_skip(struct parser *p, struct str end) __attribute__((warn_unused_result));

/* A node of a type that begins with a struct node; NULL when the arena is full (parser_full was called). */
#define parser_node(p, type, function) ((type *)parser_new_node((p), sizeof(type), (function)))
void *parser_new_node(struct parser *p, size_t size, node_render *render);

/* A name that templates may give to something: letters, digits and _, not beginning with a digit or underscore. */
bool is_name(struct str s);

#endif
