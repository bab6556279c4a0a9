/* {% if %}, {% ifchanged %}, {% firstof %}: what is shown, and whether. */
#include "mail/template/condition.h"
#include "mail/template/render.h"

struct branch {
        const struct condition *condition; /* NULL: else */
        const struct node *body;
        const struct branch *next;
};

struct if_node {
        struct node node;
        const struct branch *branches;
};

static bool render_if(struct render *r, const struct node *n)
{
        for (const struct branch *b = ((const struct if_node *)n)->branches; b; b = b->next) {
                bool holds = true;
                if (b->condition && !condition_holds(r, b->condition, &holds))
                        return false;
                if (holds)
                        return render_nodes(r, b->body);
        }
        return true;
}

static struct words behind_first(struct words w)
{
        return (struct words){w.at + 1, w.count - 1};
}

/* One branch, up to the tag that ends it. */
static struct branch *parse_branch(struct parser *p, bool is_else, struct words words)
{
        static const char *const ends[] = {"elif", "else", "endif", NULL}, *const last[] = {"endif", NULL};
        struct branch *b = arena_new(p->arena, struct branch);
        if (!b) {
                parser_full(p);
                return NULL;
        }
        if (!is_else && !(b->condition = condition_parse(p, behind_first(words))))
                return NULL;
        return parser_body(p, is_else ? last : ends, &b->body) ? b : NULL;
}

static struct node *parse_if(struct parser *p, struct words words)
{
        struct if_node *n = parser_node(p, struct if_node, render_if);
        struct branch *b = n ? parse_branch(p, false, words) : NULL;
        if (b)
                n->branches = b;
        while (b && !parser_at(p, "endif")) {
                if (parser_at(p, "else") && !str_eq(p->token.contents, STR("else"))) {
                        parser_fail(p, "{%% else %%} takes nothing; was {%% elif ... %%} meant?");
                        return NULL;
                }
                if (!lexer_words(p->arena, p->token.contents, &words)) {
                        parser_full(p);
                        return NULL;
                }
                struct branch *next = parse_branch(p, parser_at(p, "else"), words);
                b->next = next;
                b = next;
        }
        if (b && !str_eq(p->token.contents, STR("endif"))) {
                parser_fail(p, "{%% endif %%} takes nothing");
                return NULL;
        }
        return b ? &n->node : NULL;
}

struct expressions {
        struct expression *at;
        size_t count;
};

static bool parse_expressions(struct parser *p, struct words words, struct expressions *ret)
{
        *ret = (struct expressions){arena_array(p->arena, struct expression, words.count), words.count};
        if (!ret->at)
                return parser_full(p);
        for (size_t i = 0; i < words.count; i++)
                if (!expression_parse(p, words.at[i], &ret->at[i]))
                        return false;
        return true;
}

struct changed_node {
        struct node node;
        struct expressions watched; /* none: the body itself is watched */
        const struct node *body, *otherwise;
};

/* What is compared with what it was: a list of the watched values, or of the body's text. */
static bool watch(struct render *r, const struct changed_node *c, struct value *ret)
{
        size_t count = c->watched.count ? c->watched.count : 1;
        struct value *items = arena_array(r->arena, struct value, count);
        if (!items || !value_list(r->arena, items, count, ret))
                return render_full(r);
        for (size_t i = 0; i < c->watched.count; i++)
                if (!expression_resolve(r, &c->watched.at[i], MISSING_IS_NONE, &items[i]))
                        return false;
        if (c->watched.count == 0) {
                items[0] = value_safe(STR(""));
                return render_captured(r, c->body, &items[0].text);
        }
        return true;
}

static bool render_changed(struct render *r, const struct node *n)
{
        const struct changed_node *c = (const struct changed_node *)n;
        struct memory *m = render_memory(r, r->loop_memory, n);
        struct value now = value_none();
        if (!m || !watch(r, c, &now))
                return false;
        if (!render_steps(r, render_weight(now)))
                return false;
        if (m->seen && value_equal(m->last, now))
                return render_nodes(r, c->otherwise);
        m->seen = true;
        m->last = now;
        if (c->watched.count || now.list->items[0].text.len == 0)
                return render_nodes(r, c->body);
        buf_add(r->out, now.list->items[0].text);
        return true;
}

static struct node *parse_changed(struct parser *p, struct words words)
{
        static const char *const ends[] = {"else", "endifchanged", NULL}, *const last[] = {"endifchanged", NULL};
        struct changed_node *n = parser_node(p, struct changed_node, render_changed);
        if (!n || !parse_expressions(p, behind_first(words), &n->watched) || !parser_body(p, ends, &n->body))
                return NULL;
        if (parser_at(p, "else") && !parser_body(p, last, &n->otherwise))
                return NULL;
        return &n->node;
}

struct firstof_node {
        struct node node;
        struct expressions candidates;
        struct str as; /* STR_NULL: shown */
};

static bool render_firstof(struct render *r, const struct node *n)
{
        const struct firstof_node *f = (const struct firstof_node *)n;
        struct value v = VALUE_EMPTY;
        for (size_t i = 0; i < f->candidates.count; i++) {
                struct value each;
                if (!expression_resolve(r, &f->candidates.at[i], MISSING_IS_NONE, &each))
                        return false;
                if (!value_is_true(each))
                        continue;
                if (!f->as.ptr)
                        return render_value(r, each);
                if (!render_to_value(r, each, &v))
                        return false;
                break;
        }
        return !f->as.ptr || scope_set(r, f->as, v);
}

static struct node *parse_firstof(struct parser *p, struct words words)
{
        struct firstof_node *n = parser_node(p, struct firstof_node, render_firstof);
        words = behind_first(words);
        if (!n)
                return NULL;
        if (words.count == 0) {
                parser_fail(p, "{%% firstof %%} needs at least one value");
                return NULL;
        }
        if (words.count >= 2 && str_eq(words.at[words.count - 2], STR("as"))) {
                n->as = words.at[words.count - 1];
                words.count -= 2;
        }
        return parse_expressions(p, words, &n->candidates) ? &n->node : NULL;
}

const struct tag tags_flow[] = {
        {STR("if"), parse_if},
        {STR("ifchanged"), parse_changed},
        {STR("firstof"), parse_firstof},
        {STR_NULL, NULL},
};
