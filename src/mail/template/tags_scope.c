/* {% with %}, {% regroup %}, {% load %}: names for things. */
#include "mail/template/assignment.h"
#include "mail/template/render.h"

bool assignments_parse(struct parser *p, struct words *words, struct assignments *ret)
{
        *ret = (struct assignments){arena_array(p->arena, struct assignment, words->count), 0};
        if (!ret->at)
                return parser_full(p);
        while (words->count > 0) {
                struct str rest = words->at[0], name = str_cut(&rest, '=');
                if (!rest.ptr || rest.len == 0 || !is_name(name))
                        break;
                struct assignment *a = &ret->at[ret->count++];
                a->name = name;
                if (!expression_parse(p, rest, &a->expression))
                        return false;
                *words = (struct words){words->at + 1, words->count - 1};
        }
        return true;
}

bool assignments_resolve(struct render *r, const struct assignments *list, struct value **ret)
{
        *ret = arena_array(r->arena, struct value, list->count);
        if (!*ret)
                return render_full(r);
        for (size_t i = 0; i < list->count; i++)
                if (!expression_resolve(r, &list->at[i].expression, MISSING_IS_EMPTY, &(*ret)[i]))
                        return false;
        return true;
}

bool assignments_set(struct render *r, const struct assignments *list, const struct value *values)
{
        for (size_t i = 0; i < list->count; i++)
                if (!scope_set(r, list->at[i].name, values[i]))
                        return false;
        return true;
}

struct with_node {
        struct node node;
        struct assignments assignments;
        const struct node *body;
};

static bool render_with(struct render *r, const struct node *n)
{
        const struct with_node *w = (const struct with_node *)n;
        struct value *values;
        if (!assignments_resolve(r, &w->assignments, &values))
                return false;
        struct scope s = scope_enter(r);
        bool fine = assignments_set(r, &w->assignments, values) && render_nodes(r, w->body);
        scope_leave(r, s);
        return fine;
}

/* The old form: {% with VALUE as NAME and VALUE as NAME %}. */
static bool parse_old_form(struct parser *p, struct words *words, struct assignments *ret)
{
        while (words->count >= 3 && str_eq(words->at[1], STR("as"))) {
                struct assignment *a = &ret->at[ret->count++];
                a->name = words->at[2];
                if (!expression_parse(p, words->at[0], &a->expression))
                        return false;
                *words = (struct words){words->at + 3, words->count - 3};
                if (words->count == 0 || !str_eq(words->at[0], STR("and")))
                        break;
                *words = (struct words){words->at + 1, words->count - 1};
        }
        return true;
}

static struct node *parse_with(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endwith", NULL};
        struct with_node *n = parser_node(p, struct with_node, render_with);
        words = (struct words){words.at + 1, words.count - 1};
        if (!n || !assignments_parse(p, &words, &n->assignments))
                return NULL;
        if (n->assignments.count == 0 && !parse_old_form(p, &words, &n->assignments))
                return NULL;
        if (n->assignments.count == 0 || words.count > 0) {
                parser_fail(p,
                            "{%% with %%} was expected to read: with NAME=VALUE, perhaps with more of them behind it");
                return NULL;
        }
        return parser_body(p, ends, &n->body) ? &n->node : NULL;
}

struct regroup_node {
        struct node node;
        struct expression list, by; /* by: a path from each item, which it sees under the name `as` */
        struct str as;
};

/* The value that an item is grouped by, seen as `as.PATH`. */
static bool group_key(struct render *r, const struct regroup_node *g, struct value item, struct value *ret)
{
        struct scope s = scope_enter(r);
        bool fine = scope_set(r, g->as, item) && expression_resolve(r, &g->by, MISSING_IS_NONE, ret);
        scope_leave(r, s);
        return fine;
}

static bool too_much(struct render *r)
{
        return render_stop(r, "{%% regroup %%} makes more, or lists nested deeper, than one rendering may have");
}

/* Items next to each other with the same key become a group. `keys` are theirs. */
static bool make_groups(struct render *r, const struct list *items, const struct value *keys, struct value *ret)
{
        struct value *groups = arena_array(r->arena, struct value, items->count);
        size_t count = 0;
        if (!groups)
                return render_full(r);
        for (size_t start = 0, end; start < items->count; start = end) {
                struct value list;
                for (end = start + 1; end < items->count && value_equal(keys[start], keys[end]); end++)
                        ;
                if (!value_list(r->arena, items->items + start, end - start, &list) ||
                    !value_group(r->arena, keys[start], list, &groups[count++]))
                        return too_much(r);
        }
        return value_list(r->arena, groups, count, ret) || too_much(r);
}

static bool render_regroup(struct render *r, const struct node *n)
{
        const struct regroup_node *g = (const struct regroup_node *)n;
        struct value from, groups = value_none();
        struct list items = {0};
        bool full = false;
        if (!expression_resolve(r, &g->list, MISSING_IS_NONE, &from))
                return false;
        if (from.kind != VALUE_NONE && !value_iterate(r->arena, from, &items, &full))
                return full ? render_full(r)
                            : render_fail(r, "{%% regroup %%} can't go through \"%.*s\", which is no list",
                                          STR_ARG(g->list.operand.text));
        struct value *keys = arena_array(r->arena, struct value, items.count);
        if (!keys)
                return render_full(r);
        for (size_t i = 0; i < items.count; i++)
                if (!group_key(r, g, items.items[i], &keys[i]) || !render_steps(r, 1 + render_weight(keys[i])))
                        return false;
        return make_groups(r, &items, keys, &groups) && scope_set(r, g->as, groups);
}

static struct node *parse_regroup(struct parser *p, struct words words)
{
        struct regroup_node *n = parser_node(p, struct regroup_node, render_regroup);
        if (!n)
                return NULL;
        if (words.count != 6 || !str_eq(words.at[2], STR("by")) || !str_eq(words.at[4], STR("as"))) {
                parser_fail(p, "{%% regroup %%} was expected to read: regroup LIST by ATTRIBUTE as NAME");
                return NULL;
        }
        n->as = words.at[5];
        struct str by = arena_printf(p->arena, "%.*s.%.*s", STR_ARG(n->as), STR_ARG(words.at[3]));
        if (!by.ptr) {
                parser_full(p);
                return NULL;
        }
        return expression_parse(p, words.at[1], &n->list) && expression_parse(p, by, &n->by) ? &n->node : NULL;
}

/* There are no libraries to load: what they would bring is there, or is an unknown tag or filter where it is used. */
static struct node *parse_load(struct parser *p, struct words words)
{
        (void)p;
        (void)words;
        return &node_nothing;
}

const struct tag tags_scope[] = {
        {STR("with"), parse_with},
        {STR("regroup"), parse_regroup},
        {STR("load"), parse_load},
        {STR_NULL, NULL},
};
