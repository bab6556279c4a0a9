/* Tags that write something of their own, or change what stands between them. */
#include <math.h>

#include "mail/template/render.h"
#include "mail/template/utf8.h"

struct body_node {
        struct node node;
        const struct node *body;
        struct expression filters; /* {% filter %}: `var|...` */
        bool on;                   /* {% autoescape %} */
};

static bool render_autoescape(struct render *r, const struct node *n)
{
        bool outer = r->autoescape;
        r->autoescape = ((const struct body_node *)n)->on;
        bool fine = render_nodes(r, ((const struct body_node *)n)->body);
        r->autoescape = outer;
        return fine;
}

static struct node *parse_autoescape(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endautoescape", NULL};
        struct body_node *n = parser_node(p, struct body_node, render_autoescape);
        if (!n)
                return NULL;
        n->on = words.count == 2 && str_eq(words.at[1], STR("on"));
        if (!n->on && (words.count != 2 || !str_eq(words.at[1], STR("off")))) {
                parser_fail(p, "\"on\" or \"off\" was expected in {%% autoescape %%}");
                return NULL;
        }
        return parser_body(p, ends, &n->body) ? &n->node : NULL;
}

static struct node *parse_comment(struct parser *p, struct words words)
{
        (void)words;
        return parser_skip(p, STR("endcomment")) ? &node_nothing : NULL;
}

static bool render_body(struct render *r, const struct node *n)
{
        return render_nodes(r, ((const struct body_node *)n)->body);
}

/* The lexer made one text of what stands in it. */
static struct node *parse_verbatim(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endverbatim", NULL};
        struct body_node *n = parser_node(p, struct body_node, render_body);
        (void)words;
        return n && parser_body(p, ends, &n->body) ? &n->node : NULL;
}

static bool render_filter(struct render *r, const struct node *n)
{
        const struct body_node *f = (const struct body_node *)n;
        struct value v = value_safe(STR(""));
        if (!render_captured(r, f->body, &v.text))
                return false;
        struct scope s = scope_enter(r);
        bool fine = scope_set(r, STR("var"), v) && expression_resolve(r, &f->filters, MISSING_IS_EMPTY, &v);
        scope_leave(r, s);
        struct str text = fine ? value_str(r->arena, v) : STR_NULL;
        if (fine && !text.ptr)
                return render_full(r);
        if (fine)
                buf_add(r->out, text);
        return fine;
}

static struct node *parse_filter(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endfilter", NULL};
        struct body_node *n = parser_node(p, struct body_node, render_filter);
        if (!n)
                return NULL;
        struct str rest = words.count > 1 ? (struct str){words.at[1].ptr, 0} : STR("");
        if (words.count > 1) /* all of it: filters may stand apart */
                rest.len = (size_t)(p->token.contents.ptr + p->token.contents.len - rest.ptr);
        struct str text = arena_printf(p->arena, "var|%.*s", STR_ARG(rest));
        if (!text.ptr) {
                parser_full(p);
                return NULL;
        }
        if (!expression_parse(p, text, &n->filters))
                return NULL;
        for (const struct application *a = n->filters.filters; a; a = a->next)
                if (str_eq(a->filter->name, STR("escape")) || str_eq(a->filter->name, STR("safe"))) {
                        parser_fail(p, "{%% filter %.*s %%} is not permitted; use {%% autoescape %%}",
                                    STR_ARG(a->filter->name));
                        return NULL;
                }
        return parser_body(p, ends, &n->body) ? &n->node : NULL;
}

/* Without the white space between > and <. */
static void add_spaceless(struct buf *out, struct str s)
{
        while (s.len > 0) {
                size_t n = str_find(s, '>');
                n += n < s.len;
                buf_add(out, (struct str){s.ptr, n});
                struct str rest = str_from_offset(s, n), behind = utf8_skip_space(rest);
                bool between = behind.len > 0 && behind.ptr[0] == '<';
                s = between ? behind : rest;
        }
}

static bool render_spaceless(struct render *r, const struct node *n)
{
        struct str text;
        if (!render_captured(r, ((const struct body_node *)n)->body, &text))
                return false;
        add_spaceless(r->out, utf8_strip(text));
        return true;
}

static struct node *parse_spaceless(struct parser *p, struct words words)
{
        static const char *const ends[] = {"endspaceless", NULL};
        struct body_node *n = parser_node(p, struct body_node, render_spaceless);
        (void)words;
        return n && parser_body(p, ends, &n->body) ? &n->node : NULL;
}

struct literal_node {
        struct node node;
        struct str text; /* what is written, or {% now %}'s format */
        struct str as;   /* STR_NULL: shown */
};

static bool render_literal(struct render *r, const struct node *n)
{
        buf_add(r->out, ((const struct literal_node *)n)->text);
        return true;
}

static struct node *parse_templatetag(struct parser *p, struct words words)
{
        static const struct {
                struct str name, text;
        } tags[] = {
                {STR("openblock"), STR("{%")},     {STR("closeblock"), STR("%}")},   {STR("openvariable"), STR("{{")},
                {STR("closevariable"), STR("}}")}, {STR("openbrace"), STR("{")},     {STR("closebrace"), STR("}")},
                {STR("opencomment"), STR("{#")},   {STR("closecomment"), STR("#}")},
        };
        struct literal_node *n = parser_node(p, struct literal_node, render_literal);
        for (size_t i = 0; n && words.count == 2 && i < sizeof tags / sizeof *tags; i++)
                if (str_eq(tags[i].name, words.at[1])) {
                        n->text = tags[i].text;
                        return &n->node;
                }
        if (n)
                parser_fail(p,
                            "{%% templatetag %%} takes openblock, closeblock, openvariable, closevariable, openbrace, "
                            "closebrace, opencomment or closecomment");
        return NULL;
}

/* Shown, or kept under a name. */
static bool give(struct render *r, struct str as, struct str text)
{
        if (as.ptr)
                return scope_set(r, as, value_text(text));
        buf_add(r->out, text);
        return true;
}

/* As the filter date shows the present moment, names of formats included. */
static bool render_now(struct render *r, const struct node *n)
{
        const struct literal_node *now = (const struct literal_node *)n;
        struct value format = value_text(now->text), v = {.kind = VALUE_MOMENT, .moment = &r->now};
        struct filter_call call = {.arena = r->arena,
                                   .argument = &format,
                                   .zone = r->settings->zone,
                                   .now = r->now,
                                   .name = STR("date"),
                                   .error = r->error};
        if (!filter_find(STR("date"))->apply(&call, v, &v))
                return false;
        struct str text = value_str(r->arena, v);
        return text.ptr ? give(r, now->as, text) : render_full(r);
}

static struct node *parse_now(struct parser *p, struct words words)
{
        struct literal_node *n = parser_node(p, struct literal_node, render_now);
        if (!n)
                return NULL;
        if (words.count == 4 && str_eq(words.at[2], STR("as")))
                n->as = words.at[3];
        size_t quoted = words.count >= 2 ? lexer_quoted(words.at[1]) : 0;
        if ((words.count != 2 && !n->as.ptr) || quoted == 0 || quoted != words.at[1].len) {
                parser_fail(p, "{%% now %%} was expected to read: now \"FORMAT\", or now \"FORMAT\" as NAME");
                return NULL;
        }
        n->text = (struct str){words.at[1].ptr + 1, words.at[1].len - 2};
        return &n->node;
}

struct ratio_node {
        struct node node;
        struct expression value, maximum, width;
        struct str as;
};

static struct str ratio(struct render *r, struct value value, struct value maximum, int64_t width)
{
        double a, b;
        if (!value_to_float(value, &a) || !value_to_float(maximum, &b))
                return STR("");
        if (b == 0)
                return STR("0");
        double rounded = nearbyint(a / b * (double)width); /* ties to even, as Python's round() */
        if (!isfinite(rounded))
                return STR("");
        return rounded == 0 ? STR("0") : arena_printf(r->arena, "%.0f", rounded);
}

static bool render_ratio(struct render *r, const struct node *n)
{
        const struct ratio_node *w = (const struct ratio_node *)n;
        struct value value, maximum, width;
        int64_t whole;
        if (!expression_resolve(r, &w->value, MISSING_IS_EMPTY, &value) ||
            !expression_resolve(r, &w->maximum, MISSING_IS_EMPTY, &maximum) ||
            !expression_resolve(r, &w->width, MISSING_IS_EMPTY, &width))
                return false;
        if (!value_to_int(width, &whole))
                return render_fail(r, "the last value of {%% widthratio %%} is no number");
        struct str text = ratio(r, value, maximum, whole);
        return text.ptr ? give(r, w->as, text) : render_full(r);
}

static struct node *parse_ratio(struct parser *p, struct words words)
{
        struct ratio_node *n = parser_node(p, struct ratio_node, render_ratio);
        if (!n)
                return NULL;
        if (words.count == 6 && str_eq(words.at[4], STR("as")))
                n->as = words.at[5];
        if (words.count != 4 && !n->as.ptr) {
                parser_fail(p, "{%% widthratio %%} was expected to read: widthratio VALUE MAXIMUM WIDTH, perhaps with "
                               "\"as NAME\" behind it");
                return NULL;
        }
        bool fine = expression_parse(p, words.at[1], &n->value) && expression_parse(p, words.at[2], &n->maximum) &&
                    expression_parse(p, words.at[3], &n->width);
        return fine ? &n->node : NULL;
}

const struct tag tags_output[] = {
        {STR("autoescape"), parse_autoescape},
        {STR("comment"), parse_comment},
        {STR("filter"), parse_filter},
        {STR("now"), parse_now},
        {STR("spaceless"), parse_spaceless},
        {STR("templatetag"), parse_templatetag},
        {STR("verbatim"), parse_verbatim},
        {STR("widthratio"), parse_ratio},
        {STR_NULL, NULL},
};
