/* Reads one SQL statement: finds its parameters and its end, drops its comments.
 *
 * Follows PostgreSQL's lexical rules (15, chapter 4.1) as far as needed to know what is not a parameter: strings,
 * quoted identifiers, dollar quotes, comments, casts.
 */
#include "sqlgen.h"

struct body {
        struct sql_query *query;
        struct str text;
        size_t at, line;
        struct buf out;
};

static char peek(const struct body *b, size_t ahead)
{
        return b->at + ahead < b->text.len ? b->text.ptr[b->at + ahead] : 0;
}

static bool is_word_char(char c)
{
        return is_name_char(c) || (c >= 'A' && c <= 'Z') || c == '$' || (unsigned char)c >= 0x80;
}

static bool follows_word(const struct body *b)
{
        return b->at > 0 && is_word_char(b->text.ptr[b->at - 1]);
}

static void skip(struct body *b, size_t count)
{
        for (; count && b->at < b->text.len; count--)
                b->line += b->text.ptr[b->at++] == '\n';
}

static void copy(struct body *b, size_t count)
{
        buf_add(&b->out, (struct str){b->text.ptr + b->at, count});
        skip(b, count);
}

/* Ends a line of SQL: without trailing blanks, and nothing at all when it held only a comment. */
static void end_line(struct body *b)
{
        skip(b, 1);
        while (b->out.len && strchr(" \t\r", b->out.ptr[b->out.len - 1]))
                b->out.len--;
        if (b->out.len && b->out.ptr[b->out.len - 1] != '\n')
                buf_add_char(&b->out, '\n');
}

static void skip_line_comment(struct body *b)
{
        while (b->at < b->text.len && peek(b, 0) != '\n')
                skip(b, 1);
}

static bool skip_block_comment(struct body *b)
{
        size_t start = b->line, depth = 0;
        do {
                if (b->at >= b->text.len)
                        return report(b->query->path, start, "expected the end of this comment, */");
                bool opens = peek(b, 0) == '/' && peek(b, 1) == '*';
                bool closes = peek(b, 0) == '*' && peek(b, 1) == '/';
                depth = depth + opens - closes;
                skip(b, opens || closes ? 2 : 1);
        } while (depth);
        buf_add_char(&b->out, ' '); /* a comment separates words */
        return true;
}

/* 'text' or "identifier"; a doubled quote reads as two strings side by side, which comes to the same. */
static bool copy_quoted(struct body *b, char quote)
{
        size_t start = b->line;
        bool escapes = quote == '\'' && b->at > 0 && strchr("eE", b->text.ptr[b->at - 1]) &&
                       !(b->at > 1 && is_word_char(b->text.ptr[b->at - 2]));
        copy(b, 1);
        while (b->at < b->text.len && peek(b, 0) != quote)
                copy(b, escapes && peek(b, 0) == '\\' && peek(b, 1) ? 2 : 1);
        if (b->at >= b->text.len)
                return report(b->query->path, start, "expected the closing %c of this string", quote);
        copy(b, 1);
        return true;
}

static bool copy_dollar(struct body *b)
{
        size_t start = b->line, n = 1;
        char next = peek(b, 1);
        if (next >= '0' && next <= '9')
                return report(b->query->path, start, "expected a parameter by its name, :name, instead of $%c", next);
        while (is_word_char(peek(b, n)) && peek(b, n) != '$')
                n++;
        if (peek(b, n) != '$') {
                copy(b, 1);
                return true;
        }
        struct str tag = {b->text.ptr + b->at, n + 1};
        copy(b, tag.len);
        while (b->at < b->text.len && !str_starts(str_from_offset(b->text, b->at), tag))
                copy(b, 1);
        if (b->at >= b->text.len)
                return report(b->query->path, start, "expected the closing %.*s of this string", STR_ARG(tag));
        copy(b, tag.len);
        return true;
}

static bool copy_parameter(struct body *b)
{
        size_t n = 1;
        while (is_name_char(peek(b, n)))
                n++;
        struct str name = {b->text.ptr + b->at + 1, n - 1};
        struct sql_query *q = b->query;
        for (size_t i = 0; i < q->parameter_count; i++)
                if (str_eq(q->parameters[i].name, name)) {
                        q->parameters[i].used = true;
                        buf_printf(&b->out, "$%zu", i + 1);
                        skip(b, n);
                        return true;
                }
        return report(q->path, b->line, "expected ':%.*s' to be declared as a parameter of %.*s", STR_ARG(name),
                      STR_ARG(q->name));
}

static bool copy_colon(struct body *b)
{
        if (peek(b, 1) == ':' || peek(b, 1) == '=')
                copy(b, 2);
        else if (is_name_start(peek(b, 1)))
                return copy_parameter(b);
        else
                copy(b, 1);
        return true;
}

/* Takes one token, or one character of it, at b->at. */
static bool read_token(struct body *b)
{
        char c = peek(b, 0), next = peek(b, 1);
        if (c == '-' && next == '-')
                skip_line_comment(b);
        else if (c == '/' && next == '*')
                return skip_block_comment(b);
        else if (c == '\'' || c == '"')
                return copy_quoted(b, c);
        else if (c == '$' && !follows_word(b))
                return copy_dollar(b);
        else if (c == ':')
                return copy_colon(b);
        else if (c == '\n')
                end_line(b);
        else
                copy(b, 1);
        return true;
}

static bool read_statement(struct body *b)
{
        struct sql_query *q = b->query;
        while (b->at < b->text.len && peek(b, 0) != ';')
                if (!read_token(b))
                        return false;
        bool empty = !str_trim(buf_str(&b->out)).len;
        if (b->at >= b->text.len)
                return empty ? report(q->path, q->line, "expected a statement after the name of %.*s", STR_ARG(q->name))
                             : report(q->path, b->line, "expected a semicolon at the end of %.*s", STR_ARG(q->name));
        if (empty)
                return report(q->path, b->line, "expected a statement before the semicolon");
        skip(b, 1);
        return true;
}

/* Only blanks and comments may stand between a query and the next one. */
static bool read_rest(struct body *b)
{
        size_t len = b->out.len;
        while (b->at < b->text.len) {
                size_t line = b->line;
                bool comment = (peek(b, 0) == '-' && peek(b, 1) == '-') || (peek(b, 0) == '/' && peek(b, 1) == '*');
                if (!comment && !strchr(" \t\r\n", peek(b, 0)))
                        return report(b->query->path, line,
                                      "expected one statement in %.*s; start another query with '-- name:'",
                                      STR_ARG(b->query->name));
                if (!read_token(b))
                        return false;
        }
        b->out.len = len;
        return true;
}

static bool all_used(const struct sql_query *q)
{
        for (size_t i = 0; i < q->parameter_count; i++)
                if (!q->parameters[i].used)
                        return report(q->path, q->line, "expected the parameter '%.*s' to be used as :%.*s",
                                      STR_ARG(q->parameters[i].name), STR_ARG(q->parameters[i].name));
        return true;
}

bool body_read(struct arena *a, struct sql_query *q, struct str text, size_t line)
{
        struct body b = {.query = q, .text = text, .line = line};
        buf_init(&b.out, SQL_MAX);
        bool good = read_statement(&b) && read_rest(&b) && all_used(q);
        if (good) {
                q->sql = arena_copy(a, str_trim(buf_str(&b.out)));
                good = (!b.out.failed && q->sql.ptr) ||
                       report(q->path, q->line, "expected a query of at most %d bytes", SQL_MAX);
        }
        buf_release(&b.out);
        return good;
}
