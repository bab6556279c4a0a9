/* Expressions, compiled. Grammar: Django's FilterExpression and Variable (django/template/base.py, documented in
 * "The Django template language": variables, filters). */
#include "mail/template/expression.h"

#include <unicode/uchar.h>

#include "mail/template/ascii.h"
#include "mail/template/parser.h"
#include "mail/template/utf8.h"

enum { STEPS_MAX = 100 /* of a path; no context is nested as deep */ };

/* Python's \w. */
static bool is_word_character(uint32_t c)
{
        return c == '_' || (c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ascii_is_digit((char)c)
                                     : (bool)u_isalnum((UChar32)c));
}

/* Bytes of letters, digits, _ and, where `extra` says so, points. */
static size_t word_length(struct str s, char extra)
{
        struct str rest = s;
        while (rest.len > 0) {
                struct str next = rest;
                uint32_t c = utf8_next(&next);
                if (!is_word_character(c) && (extra == 0 || c != (unsigned char)extra))
                        break;
                rest = next;
        }
        return s.len - rest.len;
}

/* "-5", ".5": what doesn't begin like a word. */
static size_t number_length(struct str s)
{
        size_t n = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+' || s.ptr[0] == '.') ? 1 : 0;
        if (n >= s.len || !ascii_is_digit(s.ptr[n]))
                return 0;
        while (n < s.len && (ascii_is_digit(s.ptr[n]) || s.ptr[n] == '.' || s.ptr[n] == 'e'))
                n++;
        return n;
}

/* A literal in quotes, perhaps within _( ). */
static size_t constant_length(struct str s)
{
        bool translated = str_starts(s, STR("_("));
        size_t n = lexer_quoted(translated ? str_from_offset(s, 2) : s);
        if (n == 0 || !translated)
                return n;
        return n + 2 < s.len && s.ptr[n + 2] == ')' ? n + 3 : 0;
}

static size_t operand_length(struct str s)
{
        size_t n = constant_length(s);
        if (n == 0)
                n = word_length(s, '.');
        return n ? n : number_length(s);
}

/* The literal's characters, with \" and \\ made " and \. */
static bool read_constant(struct parser *p, struct str text, struct operand *ret)
{
        if (text.ptr[0] == '_')
                text = (struct str){text.ptr + 2, text.len - 3};
        char quote = text.ptr[0], *copy = arena_array(p->arena, char, text.len);
        size_t n = 0;
        if (!copy)
                return parser_full(p);
        for (size_t i = 1; i + 1 < text.len; i++) {
                bool escape = text.ptr[i] == '\\' && (text.ptr[i + 1] == quote || text.ptr[i + 1] == '\\');
                i += escape && i + 2 < text.len;
                copy[n++] = text.ptr[i];
        }
        ret->literal = value_safe((struct str){copy, n}); /* whoever wrote the template meant it as HTML */
        return true;
}

/* Python's int(): ASCII digits here; a name can't begin with one, so what is no number has no value. */
static bool read_number(struct parser *p, struct str text, struct operand *ret, bool *ret_is)
{
        bool real = str_find(text, '.') < text.len || str_find(text, 'e') < text.len || str_find(text, 'E') < text.len;
        char first = text.ptr[text.ptr[0] == '-' || text.ptr[0] == '+' || text.ptr[0] == '.' ? 1 % text.len : 0];
        double number;
        *ret_is = false;
        if (!ascii_is_digit(first))
                return true;
        if (real) {
                *ret_is = text.ptr[text.len - 1] != '.' && value_to_float(value_text(text), &number);
                if (*ret_is)
                        ret->literal = value_float(number);
                return true;
        }
        if (value_to_int(value_text(text), &ret->literal.integer)) {
                ret->literal.kind = VALUE_INT;
                *ret_is = true;
        } else if (value_to_float(value_text(text), &number)) {
                return parser_fail(p, "the number %.*s is too large", STR_ARG(text));
        }
        return true;
}

static bool read_path(struct parser *p, struct str text, struct operand *ret)
{
        size_t count = 1;
        for (size_t i = 0; i < text.len; i++) {
                count += text.ptr[i] == '.';
                if (text.ptr[i] == '_' && (i == 0 || text.ptr[i - 1] == '.'))
                        return parser_fail(p, "names may not begin with underscores: \"%.*s\"", STR_ARG(text));
        }
        if (count > STEPS_MAX)
                return parser_fail(p, "a path has more than %d steps: \"%.*s\"", STEPS_MAX, STR_ARG(text));
        struct step *steps = arena_array(p->arena, struct step, count);
        if (!steps)
                return parser_full(p);
        for (struct str rest = text; rest.ptr;) {
                struct str name = str_cut(&rest, '.');
                steps[ret->count++] = (struct step){name, hash_name(name)};
        }
        ret->steps = steps;
        return true;
}

static bool read_operand(struct parser *p, struct str text, struct operand *ret)
{
        bool is_number;
        *ret = (struct operand){.text = text};
        if (constant_length(text) == text.len)
                return read_constant(p, text, ret);
        if (!read_number(p, text, ret, &is_number))
                return false;
        if (is_number)
                return true;
        if (!read_path(p, text, ret))
                return false;
        parser_mention(p, ret);
        return true;
}

static bool check_argument(struct parser *p, const struct application *a)
{
        const struct filter *f = a->filter;
        if (f->argument == ARGUMENT_REQUIRED && !a->has_argument)
                return parser_fail(p, "the filter %.*s needs an argument: %.*s:...", STR_ARG(f->name),
                                   STR_ARG(f->name));
        if (f->argument == ARGUMENT_NONE && a->has_argument)
                return parser_fail(p, "the filter %.*s takes no argument", STR_ARG(f->name));
        return true;
}

/* "name" or "name:argument" at the start of *rest, which then stands behind it. */
static bool read_filter(struct parser *p, struct str *rest, struct str whole, struct application *ret)
{
        size_t n = word_length(*rest, 0);
        struct str name = {rest->ptr, n};
        if (n == 0)
                return parser_fail(p, "the name of a filter was expected behind the | in \"%.*s\"", STR_ARG(whole));
        ret->filter = filter_find(name);
        if (!ret->filter)
                return parser_fail(p, "there is no filter \"%.*s\"", STR_ARG(name));
        *rest = str_from_offset(*rest, n);
        if (rest->len && rest->ptr[0] == ':') {
                n = operand_length(str_from_offset(*rest, 1));
                if (n == 0)
                        return parser_fail(p, "an argument was expected right behind %.*s: in \"%.*s\"", STR_ARG(name),
                                           STR_ARG(whole));
                ret->has_argument = true;
                if (!read_operand(p, (struct str){rest->ptr + 1, n}, &ret->argument))
                        return false;
                *rest = str_from_offset(*rest, n + 1);
        }
        return check_argument(p, ret);
}

bool expression_parse(struct parser *p, struct str text, struct expression *ret)
{
        size_t n = operand_length(text);
        const struct application **end = &ret->filters;
        *ret = (struct expression){0};
        if (n == 0)
                return parser_fail(p, "a name, number or text in quotes was expected, not \"%.*s\"", STR_ARG(text));
        if (!read_operand(p, (struct str){text.ptr, n}, &ret->operand))
                return false;
        struct str rest = str_from_offset(text, n);
        while (rest.len > 0) {
                struct str bar = utf8_skip_space(rest);
                if (bar.len == 0 || bar.ptr[0] != '|')
                        return parser_fail(p, "\"|\" or the end was expected before \"%.*s\" in \"%.*s\"",
                                           STR_ARG(rest), STR_ARG(text));
                struct application *a = arena_new(p->arena, struct application);
                if (!a)
                        return parser_full(p);
                rest = utf8_skip_space(str_from_offset(bar, 1));
                if (!read_filter(p, &rest, text, a))
                        return false;
                *end = a;
                end = &a->next;
        }
        return true;
}

const struct filter *filter_find(struct str name)
{
        static const struct filter *const tables[] = {filters_text,     filters_words, filters_list,
                                                      filters_number,   filters_html,  filters_link,
                                                      filters_truncate, filters_time,  filters_escape};
        for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
                for (const struct filter *f = tables[i]; f->name.ptr; f++)
                        if (str_eq(f->name, name))
                                return f;
        return NULL;
}
