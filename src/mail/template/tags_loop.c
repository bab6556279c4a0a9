/* {% for %}, {% cycle %}, {% resetcycle %}. */
#include "mail/template/render.h"

struct for_node {
        struct node node;
        struct words names; /* one, or several that an item is unpacked into */
        struct expression sequence;
        bool reversed;
        const struct node *body, *otherwise;
};

static bool unpack(struct render *r, const struct words *names, struct value item)
{
        struct list parts;
        bool full, iterates = value_iterate(r->arena, item, &parts, &full);
        if (full)
                return render_full(r);
        size_t count = iterates ? parts.count : 1;
        if (count != names->count)
                return render_fail(r, "{%% for %%} needs %zu values to unpack, and there are %zu", names->count, count);
        for (size_t i = 0; i < names->count; i++)
                if (!scope_set(r, names->at[i], parts.items[i]))
                        return false;
        return true;
}

static bool render_round(struct render *r, const struct for_node *f, struct value item)
{
        if (!render_step(r))
                return false;
        if (f->names.count == 1)
                return scope_set(r, f->names.at[0], item) && render_nodes(r, f->body);
        struct scope s = scope_enter(r);
        bool fine = unpack(r, &f->names, item) && render_nodes(r, f->body);
        scope_leave(r, s);
        return fine;
}

/* In the arena, not on the stack: a template may keep `forloop` under another name for longer than the loop lasts. */
static struct forloop *new_loop(struct render *r, size_t count)
{
        struct forloop *loop = arena_new(r->arena, struct forloop);
        if (!loop) {
                render_full(r);
                return NULL;
        }
        loop->count = count;
        loop->parent = r->loop;
        return loop;
}

static bool render_rounds(struct render *r, const struct for_node *f, const struct list *items)
{
        struct memory *memory = NULL, **outer_memory = r->loop_memory;
        struct forloop *loop = new_loop(r, items->count);
        struct value shown = {.kind = VALUE_FORLOOP, .forloop = loop};
        const struct forloop *outer = r->loop;
        if (!loop)
                return false;
        struct scope s = scope_enter(r);
        bool fine = scope_set(r, STR("forloop"), shown);
        r->loop = loop;
        r->loop_memory = &memory;
        for (; fine && loop->index < loop->count; loop->index++)
                fine = render_round(r, f, items->items[f->reversed ? loop->count - 1 - loop->index : loop->index]);
        if (loop->index == loop->count)
                loop->index--; /* whoever still has it sees the last round */
        r->loop = outer;
        r->loop_memory = outer_memory;
        scope_leave(r, s);
        return fine;
}

static bool render_for(struct render *r, const struct node *n)
{
        const struct for_node *f = (const struct for_node *)n;
        struct value sequence;
        struct list items = {0};
        bool full = false;
        if (!expression_resolve(r, &f->sequence, MISSING_IS_NONE, &sequence))
                return false;
        if (sequence.kind != VALUE_NONE && !value_iterate(r->arena, sequence, &items, &full))
                return full ? render_full(r)
                            : render_fail(r, "{%% for %%} can't go through \"%.*s\", which is no list",
                                          STR_ARG(f->sequence.operand.text));
        if (items.count)
                return render_rounds(r, f, &items);
        struct scope s = scope_enter(r);
        bool fine = render_nodes(r, f->otherwise);
        scope_leave(r, s);
        return fine;
}

/* "a, b" or "a,b" or "a , b", from the words before `in`. */
static bool parse_names(struct parser *p, struct words words, struct words *ret)
{
        size_t room = 1;
        for (size_t i = 0; i < words.count; i++)
                room += words.at[i].len;
        *ret = (struct words){arena_array(p->arena, struct str, room), 0};
        if (!ret->at)
                return parser_full(p);
        bool wants_name = true;
        for (size_t i = 0; i < words.count; i++) {
                for (struct str rest = words.at[i]; rest.ptr;) {
                        struct str name = str_cut(&rest, ',');
                        if (name.len && !wants_name)
                                return parser_fail(p, "a comma was expected before \"%.*s\" in {%% for %%}",
                                                   STR_ARG(name));
                        if (name.len)
                                ret->at[ret->count++] = name;
                        if (name.len)
                                wants_name = false;
                        if (rest.ptr && wants_name)
                                return parser_fail(p, "a name was expected before a comma in {%% for %%}");
                        wants_name |= rest.ptr != NULL;
                }
        }
        for (size_t i = 0; i < ret->count; i++)
                for (size_t at = 0; at < ret->at[i].len; at++)
                        if (strchr("\"'|", ret->at[i].ptr[at]))
                                return parser_fail(p, "\"%.*s\" is no name for {%% for %%}", STR_ARG(ret->at[i]));
        return !wants_name || parser_fail(p, "a name was expected before \"in\" in {%% for %%}");
}

static struct node *parse_for(struct parser *p, struct words words)
{
        static const char *const ends[] = {"empty", "endfor", NULL}, *const last[] = {"endfor", NULL};
        struct for_node *n = parser_node(p, struct for_node, render_for);
        if (!n)
                return NULL;
        n->reversed = words.count > 0 && str_eq(words.at[words.count - 1], STR("reversed"));
        size_t in = words.count - 2 - n->reversed;
        if (words.count < 4 || in < 2 || in >= words.count || !str_eq(words.at[in], STR("in"))) {
                parser_fail(p, "{%% for %%} was expected to read: for NAME in LIST");
                return NULL;
        }
        if (!parse_names(p, (struct words){words.at + 1, in - 1}, &n->names) ||
            !expression_parse(p, words.at[in + 1], &n->sequence) || !parser_body(p, ends, &n->body))
                return NULL;
        if (parser_at(p, "empty") && !parser_body(p, last, &n->otherwise))
                return NULL;
        return &n->node;
}

struct cycle_node {
        struct node node;
        const struct cycle_node *of; /* whose turns are taken: its own, or those of one with a name */
        struct expression *values;
        size_t count;
        struct str as; /* STR_NULL: no name */
        bool silent;
};

/* A {% cycle ... as name %} that others may refer to. */
struct cycle_name {
        struct str name;
        const struct cycle_node *cycle;
        struct cycle_name *next;
};

static bool render_cycle(struct render *r, const struct node *n)
{
        const struct cycle_node *c = ((const struct cycle_node *)n)->of;
        struct memory *m = render_memory(r, &r->memory, c);
        struct value v;
        if (!m || !expression_resolve(r, &c->values[m->turn % c->count], MISSING_IS_EMPTY, &v))
                return false;
        m->turn++;
        if (c->as.ptr && !scope_set_upward(r, c->as, v))
                return false;
        return c->silent || render_value(r, v);
}

static const struct cycle_node *find_cycle(struct parser *p, struct str name)
{
        for (struct cycle_name *each = p->cycles; each; each = each->next)
                if (str_eq(each->name, name))
                        return each->cycle;
        parser_fail(p, "there is no {%% cycle ... as %.*s %%} before this", STR_ARG(name));
        return NULL;
}

static bool name_cycle(struct parser *p, const struct cycle_node *c)
{
        if (++p->cycle_count > TEMPLATE_NAMES_MAX)
                return parser_fail(p, "the template has more than %d cycles with a name", TEMPLATE_NAMES_MAX);
        struct cycle_name *name = arena_new(p->arena, struct cycle_name);
        if (!name)
                return parser_full(p);
        *name = (struct cycle_name){c->as, c, p->cycles};
        p->cycles = name;
        return true;
}

/* Takes "as NAME" and "as NAME silent" off the words. */
static bool parse_cycle_name(struct parser *p, struct words *words, struct cycle_node *c)
{
        size_t n = words->count;
        if (n > 4 && str_eq(words->at[n - 3], STR("as"))) {
                if (!str_eq(words->at[n - 1], STR("silent")))
                        return parser_fail(p, "\"silent\" was expected behind the name in {%% cycle %%}, not \"%.*s\"",
                                           STR_ARG(words->at[n - 1]));
                c->silent = true;
                n--;
        }
        if ((c->silent || n > 4) && str_eq(words->at[n - 2], STR("as"))) {
                c->as = words->at[n - 1];
                n -= 2;
        }
        words->count = n;
        return true;
}

static struct node *parse_cycle(struct parser *p, struct words words)
{
        struct cycle_node *c = parser_node(p, struct cycle_node, render_cycle);
        if (!c)
                return NULL;
        if (words.count < 2) {
                parser_fail(p, "{%% cycle %%} needs values");
                return NULL;
        }
        c->of = c;
        if (words.count == 2) {
                c->of = find_cycle(p, words.at[1]);
                return c->of ? &c->node : NULL;
        }
        if (!parse_cycle_name(p, &words, c))
                return NULL;
        c->count = words.count - 1;
        c->values = arena_array(p->arena, struct expression, c->count);
        if (!c->values) {
                parser_full(p);
                return NULL;
        }
        for (size_t i = 0; i < c->count; i++)
                if (!expression_parse(p, words.at[i + 1], &c->values[i]))
                        return NULL;
        p->last_cycle = &c->node;
        return !c->as.ptr || name_cycle(p, c) ? &c->node : NULL;
}

struct reset_node {
        struct node node;
        const struct cycle_node *cycle;
};

static bool render_reset(struct render *r, const struct node *n)
{
        struct memory *m = render_memory(r, &r->memory, ((const struct reset_node *)n)->cycle);
        if (!m)
                return false;
        m->turn = 0;
        return true;
}

static struct node *parse_reset(struct parser *p, struct words words)
{
        struct reset_node *n = parser_node(p, struct reset_node, render_reset);
        if (!n)
                return NULL;
        if (words.count > 2 || (words.count == 1 && !p->last_cycle)) {
                parser_fail(p, words.count > 2 ? "{%% resetcycle %%} takes one name at most"
                                               : "there is no {%% cycle %%} before this");
                return NULL;
        }
        n->cycle = words.count == 2 ? find_cycle(p, words.at[1]) : (const struct cycle_node *)p->last_cycle;
        return n->cycle ? &n->node : NULL;
}

const struct tag tags_loop[] = {
        {STR("for"), parse_for},
        {STR("cycle"), parse_cycle},
        {STR("resetcycle"), parse_reset},
        {STR_NULL, NULL},
};
