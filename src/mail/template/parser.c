/* From tokens to a tree of nodes. */
#include "mail/template/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "mail/template/render.h"
#include "mail/template/utf8.h"

static bool render_nothing(struct render *r, const struct node *n)
{
        (void)r;
        (void)n;
        return true;
}

struct node node_nothing = {.render = render_nothing};

struct text_node {
        struct node node;
        struct str text;
};

static bool render_text(struct render *r, const struct node *n)
{
        buf_add(r->out, ((const struct text_node *)n)->text);
        return true;
}

struct variable_node {
        struct node node;
        struct expression expression;
};

static bool render_variable(struct render *r, const struct node *n)
{
        struct value v;
        return expression_resolve(r, &((const struct variable_node *)n)->expression, MISSING_IS_EMPTY, &v) &&
               render_value(r, v);
}

bool parser_fail(struct parser *p, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        vsnprintf(p->error->message, sizeof p->error->message, format, args);
        va_end(args);
        error_place(p->error, p->name, p->token.line);
        return false;
}

bool parser_full(struct parser *p)
{
        return parser_fail(p, "the template needs more memory than one may have");
}

void *parser_new_node(struct parser *p, size_t size, node_render *render)
{
        struct node *n = arena_alloc(p->arena, size, 1);
        if (!n) {
                parser_full(p);
                return NULL;
        }
        n->render = render;
        n->line = p->token.line;
        return n;
}

bool is_name(struct str s)
{
        for (size_t i = 0; i < s.len; i++) {
                unsigned char c = (unsigned char)s.ptr[i];
                bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
                if (!letter && (i == 0 || (c != '_' && (c < '0' || c > '9'))))
                        return false;
        }
        return s.len > 0;
}

struct str parser_tag_name(const struct parser *p)
{
        return p->token.kind == TOKEN_TAG ? utf8_word(p->token.contents) : STR("");
}

bool parser_at(const struct parser *p, const char *tag)
{
        return str_eq(parser_tag_name(p), str_from(tag));
}

static const struct tag *find_tag(struct str name)
{
        static const struct tag *const tables[] = {tags_flow, tags_loop, tags_output, tags_scope, tags_files};
        for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
                for (const struct tag *t = tables[i]; t->name.ptr; t++)
                        if (str_eq(t->name, name))
                                return t;
        return NULL;
}

/* "endfor" or "empty", for messages. */
static void name_ends(const char *const *ends, char *out, size_t size)
{
        size_t n = 0;
        out[0] = 0;
        for (size_t i = 0; ends && ends[i] && n < size; i++) {
                int more = snprintf(out + n, size - n, "%s{%% %s %%}", i ? " or " : "", ends[i]);
                n += more > 0 ? (size_t)more : 0;
        }
}

static bool unknown_tag(struct parser *p, struct str name, const char *const *ends)
{
        char expected[200];
        name_ends(ends, expected, sizeof expected);
        if (name.len == 0)
                return parser_fail(p, "the tag {%% %%} is empty");
        if (expected[0])
                return parser_fail(p, "there is no tag \"%.*s\" here; %s was expected", STR_ARG(name), expected);
        return parser_fail(p, "there is no tag \"%.*s\"", STR_ARG(name));
}

static struct node *parse_tag(struct parser *p, const char *const *ends)
{
        struct words words;
        struct str name = parser_tag_name(p);
        const struct tag *tag = find_tag(name);
        if (!tag) {
                unknown_tag(p, name, ends);
                return NULL;
        }
        if (!lexer_words(p->arena, p->token.contents, &words)) {
                parser_full(p);
                return NULL;
        }
        parser_bind(p, words);
        struct token outer = p->opener;
        p->opener = p->token;
        struct node *n = tag->parse(p, words);
        if (n && n != &node_nothing)
                n->line = p->opener.line;
        p->opener = outer;
        return n;
}

static struct node *parse_variable(struct parser *p)
{
        if (p->token.contents.len == 0) {
                parser_fail(p, "the variable {{ }} is empty");
                return NULL;
        }
        struct variable_node *n = parser_node(p, struct variable_node, render_variable);
        return n && expression_parse(p, p->token.contents, &n->expression) ? &n->node : NULL;
}

static struct node *parse_text(struct parser *p)
{
        struct text_node *n = parser_node(p, struct text_node, render_text);
        if (n)
                n->text = p->token.contents;
        return n ? &n->node : NULL;
}

static struct node *parse_token(struct parser *p, const char *const *ends)
{
        if (p->token.kind == TOKEN_TEXT)
                return parse_text(p);
        struct node *n = p->token.kind == TOKEN_VARIABLE ? parse_variable(p) : parse_tag(p, ends);
        p->has_tags = true;
        return n;
}

static bool at_end(const struct parser *p, const char *const *ends)
{
        for (size_t i = 0; ends && ends[i]; i++)
                if (parser_at(p, ends[i]))
                        return true;
        return false;
}

static bool unclosed(struct parser *p, const char *expected)
{
        p->token.line = p->opener.line;
        return parser_fail(p, "the tag \"%.*s\" is never closed; %s was expected", STR_ARG(p->opener.contents),
                           expected);
}

/* The next token, unless it is too long or all of it takes too long. */
static bool advance(struct parser *p)
{
        p->token = lexer_next(&p->lexer);
        if (p->token.kind != TOKEN_TEXT && p->token.contents.len > TEMPLATE_TAG_MAX)
                return parser_fail(p, "a tag is longer than %d bytes", TEMPLATE_TAG_MAX);
        if (clock_ms() - p->began_ms > TEMPLATE_COMPILE_MS_MAX)
                return parser_fail(p, "the template takes longer than %d seconds to compile",
                                   TEMPLATE_COMPILE_MS_MAX / 1000);
        return true;
}

static bool parse_nodes(struct parser *p, const char *const *ends, const struct node **ret)
{
        char expected[200];
        const struct node **end = ret;
        *ret = NULL;
        for (;;) {
                if (!advance(p))
                        return false;
                if (p->token.kind == TOKEN_END && !ends)
                        return true;
                if (p->token.kind == TOKEN_END) {
                        name_ends(ends, expected, sizeof expected);
                        return unclosed(p, expected);
                }
                if (at_end(p, ends))
                        return true;
                struct node *n = parse_token(p, ends);
                if (!n)
                        return false;
                if (n != &node_nothing) {
                        *end = n;
                        end = &n->next;
                }
        }
}

bool parser_body(struct parser *p, const char *const *ends, const struct node **ret)
{
        if (++p->nesting > TEMPLATE_NESTING_MAX)
                return parser_fail(p, "tags are nested deeper than %d", TEMPLATE_NESTING_MAX);
        bool fine = parse_nodes(p, ends, ret);
        p->nesting--;
        return fine;
}

bool parser_skip(struct parser *p, struct str end)
{
        char expected[200];
        do
                p->token = lexer_next(&p->lexer);
        while (p->token.kind != TOKEN_END && !str_eq(parser_tag_name(p), end));
        if (p->token.kind != TOKEN_END)
                return true;
        snprintf(expected, sizeof expected, "{%% %.*s %%}", STR_ARG(end));
        return unclosed(p, expected);
}

struct template_file *parser_compile(struct arena *a, struct str name, struct str source,
                                     const struct reference **ret_references, struct template_error *ret_error)
{
        struct parser p = {.arena = a, .name = name, .error = ret_error, .began_ms = clock_ms()};
        struct template_file *f = arena_new(a, struct template_file);
        lexer_init(&p.lexer, source);
        if (!f) {
                parser_full(&p);
                return NULL;
        }
        if (source.len > TEMPLATE_SOURCE_MAX) {
                parser_fail(&p, "the template is larger than %d bytes", TEMPLATE_SOURCE_MAX);
                return NULL;
        }
        if (!str_is_text(source)) {
                parser_fail(&p, "the template is not UTF-8, or holds a NUL");
                return NULL;
        }
        f->name = name;
        p.file = f;
        if (!parse_nodes(&p, NULL, &f->nodes))
                return NULL;
        f->blocks = p.blocks;
        f->extends = p.extends;
        f->mentions = p.mentions;
        f->bound = p.bound;
        *ret_references = p.references;
        return f;
}
