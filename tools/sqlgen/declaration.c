/* Reads what follows "-- name:": the query's name, what it returns and its parameters. */
#include "sqlgen.h"

/* Parameters become C parameters beside the generated function's own names. */
static const char *const reserved[] = {
        "asm",    "auto",   "bool",   "break",     "case",    "char",     "const",    "continue", "default",
        "do",     "double", "else",   "enum",      "extern",  "false",    "float",    "for",      "goto",
        "if",     "inline", "int",    "int32_t",   "int64_t", "long",     "register", "restrict", "return",
        "short",  "signed", "sizeof", "statement", "static",  "struct",   "switch",   "true",     "typedef",
        "typeof", "u",      "union",  "unsigned",  "void",    "volatile", "while",
};

static bool is_reserved(struct str name)
{
        for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
                if (str_eq(str_from(reserved[i]), name))
                        return true;
        return false;
}

static struct str take_name(struct str *rest)
{
        size_t n = 0;
        while (n < rest->len && is_name_char(rest->ptr[n]))
                n++;
        struct str name = {rest->ptr, n};
        *rest = str_from_offset(*rest, n);
        return name;
}

static bool read_rows(struct sql_query *q, struct str *rest)
{
        static const struct {
                struct str word;
                const char *constant;
        } rows[] = {{STR("exec"), "QUERY_EXEC"}, {STR("one"), "QUERY_ONE"}, {STR("many"), "QUERY_MANY"}};

        *rest = str_trim(*rest);
        if (str_starts(*rest, STR(":"))) {
                *rest = str_from_offset(*rest, 1);
                struct str word = take_name(rest);
                for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
                        if (str_eq(rows[i].word, word)) {
                                q->rows = rows[i].constant;
                                return true;
                        }
        }
        return report(q->path, q->line, "expected :exec, :one or :many after the name of query %.*s", STR_ARG(q->name));
}

static bool read_parameter(struct sql_query *q, struct str text)
{
        if (q->parameter_count == PARAMETERS_MAX)
                return report(q->path, q->line, "expected at most %d parameters", PARAMETERS_MAX);
        text = str_trim(text);
        struct parameter p = {.name = take_name(&text)};
        if (!p.name.len || !is_name_start(p.name.ptr[0]))
                return report(q->path, q->line, "expected a parameter's name and type, such as 'sku bigint'");
        if (is_reserved(p.name))
                return report(q->path, q->line, "expected another name than '%.*s', which generated C can't use",
                              STR_ARG(p.name));
        for (size_t i = 0; i < q->parameter_count; i++)
                if (str_eq(q->parameters[i].name, p.name))
                        return report(q->path, q->line, "expected '%.*s' to be declared once", STR_ARG(p.name));
        text = str_trim(text);
        p.nullable = str_ends(text, STR("?"));
        if (p.nullable)
                text.len--;
        p.type = parameter_type_find(text);
        if (!p.type)
                return report(q->path, q->line,
                              "unknown type '%.*s' of parameter '%.*s': expected bigint, int, bool, bytea, text, "
                              "jsonb, text[] or bigint[], with ? when it may be null",
                              STR_ARG(text), STR_ARG(p.name));
        q->parameters[q->parameter_count++] = p;
        return true;
}

static bool read_parameters(struct sql_query *q, struct str text)
{
        text = str_trim(text);
        if (!text.len)
                return true;
        if (!str_starts(text, STR("(")) || !str_ends(text, STR(")")))
                return report(q->path, q->line, "expected the parameters in parentheses, and nothing after them");
        text = str_trim((struct str){text.ptr + 1, text.len - 2});
        while (text.ptr && text.len) {
                bool more = str_find(text, ',') < text.len;
                if (!read_parameter(q, str_cut(&text, ',')))
                        return false;
                if (more && !str_trim(text).len)
                        return report(q->path, q->line, "expected a parameter after the last comma");
        }
        return true;
}

bool declaration_read(struct arena *a, struct sql_query *q, struct str text)
{
        text = str_trim(text);
        q->name = take_name(&text);
        if (!q->name.len || !is_name_start(q->name.ptr[0]))
                return report(q->path, q->line, "expected a name in lower case after '-- name:'");
        if (q->name.len > QUERY_NAME_MAX)
                return report(q->path, q->line, "expected a name of at most %d characters", QUERY_NAME_MAX);
        q->parameters = arena_array(a, struct parameter, PARAMETERS_MAX);
        if (!q->parameters)
                return report(q->path, q->line, "out of memory");
        return read_rows(q, &text) && read_parameters(q, text);
}
