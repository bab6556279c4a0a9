/* {% include %}, {% extends %}, {% block %}: templates of several files. */
#include "mail/template/assignment.h"
#include "mail/template/names.h"
#include "mail/template/render.h"

struct include_node {
        struct node node;
        struct expression template;
        struct assignments assignments;
        bool only;
};

enum { STEPS_A_FILE = 100 /* what looking for a template costs, in steps */ };

/* A name, or the first of a list of names that there is. NULL: noted. */
static const struct template_file *choose(struct render *r, struct value names, const char *tag)
{
        struct value one = names;
        struct list list = {.count = 1, .items = &one};
        const struct template_file *found = NULL;
        bool missing = true;
        if (names.kind == VALUE_LIST)
                list = *names.list;
        for (size_t i = 0; i < list.count && !found && missing; i++) {
                struct str name = STR_NULL;
                if (!render_steps(r, STEPS_A_FILE))
                        return NULL;
                if (list.items[i].kind == VALUE_TEXT)
                        name = names_relative(r->arena, r->file->name, list.items[i].text);
                if (!name.ptr) {
                        render_fail(r, "{%% %s %%} was given no name of a template", tag);
                        return NULL;
                }
                found = render_file(r, name, &missing);
        }
        if (list.count == 0)
                render_fail(r, "{%% %s %%} was given no name of a template", tag);
        return found;
}

/* An included template is a rendering of its own: it remembers nothing, and extends what it likes. */
static bool render_apart(struct render *r, const struct template_file *f)
{
        struct memory *outer = r->memory;
        struct block_chain *chains = r->chains;
        r->memory = NULL;
        r->chains = NULL;
        bool fine = render_template(r, f);
        r->memory = outer;
        r->chains = chains;
        return fine;
}

static bool render_only(struct render *r, const struct include_node *n, const struct template_file *f,
                        const struct value *values)
{
        const struct forloop *loop = r->loop;
        struct memory **loop_memory = r->loop_memory;
        size_t floor = r->floor;
        bool isolated = r->isolated;
        struct scope s = scope_enter(r);
        r->floor = r->count;
        r->isolated = true;
        r->loop = NULL;
        r->loop_memory = &r->memory;
        bool fine = assignments_set(r, &n->assignments, values) && render_apart(r, f);
        scope_leave(r, s);
        r->floor = floor;
        r->isolated = isolated;
        r->loop = loop;
        r->loop_memory = loop_memory;
        return fine;
}

static bool render_include(struct render *r, const struct node *node)
{
        const struct include_node *n = (const struct include_node *)node;
        struct value names, *values;
        if (!expression_resolve(r, &n->template, MISSING_IS_EMPTY, &names))
                return false;
        const struct template_file *f = choose(r, names, "include");
        if (!f || !assignments_resolve(r, &n->assignments, &values))
                return false;
        if (n->only)
                return render_only(r, n, f, values);
        struct scope s = scope_enter(r);
        bool fine = assignments_set(r, &n->assignments, values) && render_apart(r, f);
        scope_leave(r, s);
        return fine;
}

/* A literal name is compiled together with the template that names it. */
static bool note_reference(struct parser *p, const struct expression *e)
{
        struct value v = e->operand.literal;
        if (e->operand.count > 0 || e->filters || v.kind != VALUE_TEXT)
                return true;
        struct str name = names_relative(p->arena, p->name, v.text);
        if (!name.ptr)
                return parser_fail(p, "\"%.*s\" leads out of where templates are", STR_ARG(v.text));
        struct reference *ref = arena_new(p->arena, struct reference);
        if (!ref)
                return parser_full(p);
        *ref = (struct reference){name, p->name, p->token.line, p->references};
        p->references = ref;
        return true;
}

static bool parse_options(struct parser *p, struct words words, struct include_node *n)
{
        bool with = false;
        while (words.count > 0) {
                struct str option = words.at[0];
                words = (struct words){words.at + 1, words.count - 1};
                if (str_eq(option, STR("only")) && !n->only) {
                        n->only = true;
                } else if (str_eq(option, STR("with")) && !with) {
                        with = true;
                        if (!assignments_parse(p, &words, &n->assignments))
                                return false;
                        if (n->assignments.count == 0)
                                return parser_fail(p, "NAME=VALUE was expected behind \"with\" in {%% include %%}");
                } else {
                        return parser_fail(p, "\"with\" or \"only\" was expected in {%% include %%}, not \"%.*s\"",
                                           STR_ARG(option));
                }
        }
        return true;
}

static struct node *parse_include(struct parser *p, struct words words)
{
        struct include_node *n = parser_node(p, struct include_node, render_include);
        if (!n)
                return NULL;
        if (words.count < 2) {
                parser_fail(p, "{%% include %%} needs the name of a template");
                return NULL;
        }
        bool fine = expression_parse(p, words.at[1], &n->template) && note_reference(p, &n->template) &&
                    parse_options(p, (struct words){words.at + 2, words.count - 2}, n);
        return fine ? &n->node : NULL;
}

struct extends_node {
        struct node node;
        struct expression template;
        const struct node *body; /* what the template has besides: only its blocks matter */
};

static struct block_chain *find_chain(struct render *r, struct str name)
{
        for (struct block_chain *c = r->chains; c; c = c->next)
                if (str_eq(c->name, name))
                        return c;
        return NULL;
}

static bool add_block(struct render *r, const struct block_node *b)
{
        struct block_chain *c = find_chain(r, b->name);
        if (!c) {
                c = arena_new(r->arena, struct block_chain);
                if (!c)
                        return render_full(r);
                *c = (struct block_chain){.name = b->name, .next = r->chains};
                r->chains = c;
        }
        if (c->count == c->room) {
                size_t room = c->room ? 2 * c->room : 4;
                const struct block_node **grown = arena_array(r->arena, const struct block_node *, room);
                if (!grown)
                        return render_full(r);
                if (c->count)
                        memcpy(grown, c->blocks, c->count * sizeof(const struct block_node *));
                c->blocks = grown;
                c->room = room;
        }
        c->blocks[c->count++] = b;
        return true;
}

static bool add_blocks(struct render *r, const struct template_file *f)
{
        for (const struct block_node *b = f->blocks; b; b = b->next)
                if (!add_block(r, b))
                        return false;
        return true;
}

/* A template's blocks hide those of what it extends; the one that extends nothing adds its own last. */
static bool render_extends(struct render *r, const struct node *node)
{
        const struct extends_node *n = (const struct extends_node *)node;
        struct value names;
        if (!expression_resolve(r, &n->template, MISSING_IS_EMPTY, &names))
                return false;
        const struct template_file *parent = choose(r, names, "extends");
        if (!parent || !add_blocks(r, r->file) || (!parent->extends && !add_blocks(r, parent)))
                return false;
        return render_template(r, parent);
}

static struct node *parse_extends(struct parser *p, struct words words)
{
        struct extends_node *n = parser_node(p, struct extends_node, render_extends);
        if (!n)
                return NULL;
        if (words.count != 2) {
                parser_fail(p, "{%% extends %%} takes the name of one template");
                return NULL;
        }
        if (p->has_tags) {
                parser_fail(p, "{%% extends %%} must be the first tag of a template");
                return NULL;
        }
        p->has_tags = true;
        p->extends = &n->node;
        bool fine = expression_parse(p, words.at[1], &n->template) && note_reference(p, &n->template) &&
                    parser_body(p, NULL, &n->body);
        return fine ? &n->node : NULL;
}

/* A block that is being rendered: `block` in its body. */
struct block_use {
        const struct block_node *block;
        struct block_chain *chain, *chains; /* of its name, and all of them; NULL where nothing is extended */
};

static bool render_block_body(struct render *r, const struct block_node *b, struct block_chain *chain)
{
        struct block_use *use = arena_new(r->arena, struct block_use);
        if (!use)
                return render_full(r);
        *use = (struct block_use){b, chain, r->chains};
        const struct template_file *outer = r->file;
        struct scope s = scope_enter(r);
        r->file = b->file;
        bool fine = scope_set(r, STR("block"), (struct value){.kind = VALUE_BLOCK, .block = use}) &&
                    render_nodes(r, b->body);
        r->file = outer;
        scope_leave(r, s);
        return fine;
}

/* The first block of that name that isn't being rendered already. */
static bool render_block(struct render *r, const struct node *node)
{
        const struct block_node *own = (const struct block_node *)node;
        struct block_chain *chain = find_chain(r, own->name);
        if (!chain || chain->used == chain->count)
                return render_block_body(r, own, chain);
        const struct block_node *b = chain->blocks[chain->used++];
        bool fine = render_block_body(r, b, chain);
        chain->used--;
        return fine;
}

bool render_super(struct render *r, struct block_use *use, struct value *ret)
{
        size_t mark = r->out->len;
        *ret = value_safe(STR(""));
        if (!use->chain)
                return render_stop(r, "block.super has no meaning in a template that nothing extends");
        /* an included template is a rendering of its own, which has no part in the blocks of the one that includes it
         */
        if (use->chain->used == use->chain->count || r->chains != use->chains)
                return true;
        if (render_block(r, &use->block->node) && render_cut(r, mark, &ret->text))
                return true;
        r->fatal = true; /* nothing may go on with what was cut in the middle */
        return false;
}

static struct node *parse_block(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endblock", NULL};
        struct words end;
        struct block_node *n = parser_node(p, struct block_node, render_block);
        if (!n)
                return NULL;
        if (words.count != 2) {
                parser_fail(p, "{%% block %%} takes one name");
                return NULL;
        }
        n->name = words.at[1];
        n->file = p->file;
        for (const struct block_node *b = p->blocks; b; b = b->next)
                if (str_eq(b->name, n->name)) {
                        parser_fail(p, "there is a block \"%.*s\" already", STR_ARG(n->name));
                        return NULL;
                }
        if (++p->block_count > TEMPLATE_NAMES_MAX) {
                parser_fail(p, "the template has more than %d blocks", TEMPLATE_NAMES_MAX);
                return NULL;
        }
        n->next = p->blocks;
        p->blocks = n;
        if (!parser_body(p, ends, &n->body))
                return NULL;
        if (!lexer_words(p->arena, p->token.contents, &end)) {
                parser_full(p);
                return NULL;
        }
        if (end.count > 2 || (end.count == 2 && !str_eq(end.at[1], n->name))) {
                parser_fail(p, "{%% endblock %.*s %%} was expected", STR_ARG(n->name));
                return NULL;
        }
        return &n->node;
}

const struct tag tags_files[] = {
        {STR("include"), parse_include},
        {STR("extends"), parse_extends},
        {STR("block"), parse_block},
        {STR_NULL, NULL},
};
