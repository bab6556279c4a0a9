/* Cuts a .sql file into its named queries. */
#include <errno.h>
#include <stdio.h>

#include "sqlgen.h"

/* Lines of a file, one after the other. */
struct lines {
        struct str rest; /* ptr NULL after the last line */
        size_t number;   /* of the line that comes next */
};

static struct str next_line(struct lines *l)
{
        l->number++;
        return str_cut(&l->rest, '\n');
}

static bool is_comment(struct str line)
{
        return str_starts(str_trim(line), STR("--"));
}

static struct str comment_text(struct str line)
{
        return str_trim(str_from_offset(str_trim(line), 2));
}

static bool is_declaration(struct str line)
{
        return is_comment(line) && str_starts(comment_text(line), STR("name:"));
}

/* A look at the line that comes next. */
static struct str peek_line(const struct lines *l)
{
        struct lines copy = *l;
        return l->rest.ptr ? next_line(&copy) : STR_NULL;
}

/* The declaration; a parameter list may go on over comment lines until it is closed. */
static struct str take_declaration(struct arena *a, struct lines *l)
{
        struct str text = str_from_offset(comment_text(next_line(l)), strlen("name:"));
        while (str_find(text, '(') < text.len && str_find(text, ')') == text.len && is_comment(peek_line(l)) &&
               !is_declaration(peek_line(l))) {
                struct str more = comment_text(next_line(l));
                text = arena_printf(a, "%.*s %.*s", STR_ARG(text), STR_ARG(more));
        }
        return text;
}

static struct str take_doc(struct arena *a, struct lines *l)
{
        struct str doc = STR("");
        while (is_comment(peek_line(l)) && !is_declaration(peek_line(l))) {
                struct str line = comment_text(next_line(l));
                doc = arena_printf(a, "%.*s%s%.*s", STR_ARG(doc), doc.len ? "\n" : "", STR_ARG(line));
        }
        return doc;
}

static struct str take_body(struct lines *l)
{
        if (!l->rest.ptr)
                return STR("");
        struct str body = {l->rest.ptr, 0};
        while (l->rest.ptr && !is_declaration(peek_line(l))) {
                struct str line = next_line(l);
                body.len = (size_t)(line.ptr + line.len - body.ptr);
        }
        return body;
}

/* cart.sql holds cart_...; orders.sql holds orders_... or order_.... */
static bool name_fits_file(const struct sql_query *q, struct str stem)
{
        if (str_starts(q->name, stem) && q->name.len > stem.len && q->name.ptr[stem.len] == '_')
                return true;
        bool plural = str_ends(stem, STR("s")) && stem.len > 1;
        size_t n = stem.len - 1;
        if (plural && str_starts(q->name, (struct str){stem.ptr, n}) && q->name.len > n && q->name.ptr[n] == '_')
                return true;
        return report(q->path, q->line, "expected a name that starts with '%.*s_'%s instead of '%.*s'", STR_ARG(stem),
                      plural ? " or its singular" : "", STR_ARG(q->name));
}

static bool is_new(const struct program *p, const struct sql_query *q)
{
        for (const struct sql_file *f = p->first; f; f = f->next)
                for (const struct sql_query *other = f->first; other; other = other->next)
                        if (str_eq(other->name, q->name))
                                return report(q->path, q->line, "expected a new name; '%.*s' is the query at %s:%zu",
                                              STR_ARG(q->name), other->path, other->line);
        return true;
}

static bool query_read(struct program *p, struct sql_file *f, struct lines *l)
{
        struct sql_query *q = arena_new(p->arena, struct sql_query);
        if (!q)
                return report(f->path, l->number, "out of memory");
        q->path = f->path;
        q->line = l->number;
        struct str declaration = take_declaration(p->arena, l);
        q->doc = take_doc(p->arena, l);
        size_t line = l->number;
        struct str body = take_body(l);
        if (!declaration.ptr || !q->doc.ptr)
                return report(f->path, line, "out of memory");
        if (!declaration_read(p->arena, q, declaration) || !name_fits_file(q, f->stem) || !is_new(p, q) ||
            !body_read(p->arena, q, body, line))
                return false;
        if (f->last)
                f->last->next = q;
        else
                f->first = q;
        f->last = q;
        return true;
}

static bool queries_read(struct program *p, struct sql_file *f, struct str text)
{
        struct lines l = {text, 1};
        bool good = true;
        while (l.rest.ptr) {
                if (is_declaration(peek_line(&l))) {
                        good &= query_read(p, f, &l);
                        continue;
                }
                size_t number = l.number;
                struct str line = str_trim(next_line(&l));
                if (line.len && !is_comment(line))
                        good = report(f->path, number, "expected '-- name:' before any SQL");
        }
        return good;
}

static struct str file_text(struct arena *a, const char *path)
{
        FILE *in = fopen(path, "rb");
        if (!in) {
                report(path, 1, "%s", strerror(errno));
                return STR_NULL;
        }
        char *bytes = arena_alloc(a, 1, FILE_MAX);
        size_t n = bytes ? fread(bytes, 1, FILE_MAX, in) : 0;
        bool good = bytes && !ferror(in) && n < FILE_MAX;
        fclose(in);
        if (good)
                return (struct str){bytes, n};
        report(path, 1, "expected a readable file of less than %d bytes", FILE_MAX);
        return STR_NULL;
}

static struct str source_of(const char *path)
{
        const char *source = path, *at = path;
        while ((at = strstr(at, "src/")) != NULL) {
                if (at == path || at[-1] == '/')
                        source = at;
                at++;
        }
        while (strncmp(source, "../", 3) == 0)
                source += 3;
        return str_from(source);
}

static struct str stem_of(const char *path)
{
        const char *slash = strrchr(path, '/');
        struct str name = str_from(slash ? slash + 1 : path);
        if (str_ends(name, STR(".sql")))
                name.len -= strlen(".sql");
        return name;
}

static bool stem_is_new(const struct program *p, const struct sql_file *f)
{
        for (const struct sql_file *other = p->first; other; other = other->next)
                if (str_eq(other->stem, f->stem))
                        return report(f->path, 1, "expected a new file name; there is %s", other->path);
        return true;
}

void file_read(struct program *p, const char *path)
{
        struct sql_file *f = arena_new(p->arena, struct sql_file);
        if (!f) {
                p->failed = !report(path, 1, "out of memory");
                return;
        }
        *f = (struct sql_file){.path = path, .source = source_of(path), .stem = stem_of(path)};
        struct str text = file_text(p->arena, path);
        if (!text.ptr || !stem_is_new(p, f)) {
                p->failed = true;
                return;
        }
        if (p->last)
                p->last->next = f;
        else
                p->first = f;
        p->last = f;
        p->failed |= !queries_read(p, f, text);
}
