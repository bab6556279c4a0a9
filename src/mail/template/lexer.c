/* A template's source as tokens. */
#include "mail/template/lexer.h"

#include "mail/template/utf8.h"

static const struct brace {
        char open, close; /* behind and before the outer brace */
        int kind;         /* of token; -1: a comment */
} braces[] = {{'%', '%', TOKEN_TAG}, {'{', '}', TOKEN_VARIABLE}, {'#', '#', -1}};

enum { BRACES = sizeof braces / sizeof *braces };

void lexer_init(struct lexer *l, struct str source)
{
        *l = (struct lexer){.source = source, .line = 1};
}

static const char *end_of_line(struct lexer *l, const char *at, const char *end)
{
        if (!l->line_end || l->line_end < at) {
                l->line_end = memchr(at, '\n', (size_t)(end - at));
                if (!l->line_end)
                        l->line_end = end;
        }
        return l->line_end;
}

/* Bytes of the tag that begins at `at`, 0 when there is none: a tag ends on the line on which it began. */
static size_t tag_length(struct lexer *l, const char *at, const char *end, const struct brace **ret)
{
        for (size_t i = 0; i < BRACES; i++) {
                if (at[1] != braces[i].open || at < l->unclosed[i])
                        continue;
                const char *line_end = end_of_line(l, at, end), *p = at + 2;
                while (p < line_end && (p = memchr(p, braces[i].close, (size_t)(line_end - p)))) {
                        if (p + 1 < line_end && p[1] == '}') {
                                *ret = &braces[i];
                                return (size_t)(p + 2 - at);
                        }
                        p++;
                }
                l->unclosed[i] = line_end; /* or the next brace on this line would search it again */
        }
        return 0;
}

/* Bytes before the next tag, or all there are. */
static size_t text_length(struct lexer *l, const struct brace **ret_brace, size_t *ret_tag)
{
        const char *start = l->source.ptr, *end = start + l->source.len, *at = start;
        *ret_tag = 0;
        while (end - at >= 4 && (at = memchr(at, '{', (size_t)(end - at))) && end - at >= 4) {
                *ret_tag = tag_length(l, at, end, ret_brace);
                if (*ret_tag)
                        return (size_t)(at - start);
                at++;
        }
        return l->source.len;
}

static struct token take(struct lexer *l, size_t bytes, int kind)
{
        struct token t = {.kind = kind, .contents = {l->source.ptr, bytes}, .line = l->line};
        for (size_t i = 0; i < bytes; i++)
                l->line += l->source.ptr[i] == '\n';
        l->source = str_from_offset(l->source, bytes);
        return t;
}

static struct str inside(struct str tag)
{
        return utf8_strip((struct str){tag.ptr + 2, tag.len - 4});
}

/* Within {% verbatim %} all is text, but for the tag that ends it. */
static int kind_of(struct lexer *l, const struct brace *brace, struct str contents)
{
        if (l->verbatim_end.ptr) {
                bool end = brace->kind == TOKEN_TAG && contents.len > 3 && str_starts(contents, STR("end")) &&
                           str_eq(str_from_offset(contents, 3), l->verbatim_end);
                if (!end)
                        return TOKEN_TEXT;
                l->verbatim_end = STR_NULL;
        } else if (brace->kind == TOKEN_TAG &&
                   (str_eq(contents, STR("verbatim")) || str_starts(contents, STR("verbatim ")))) {
                l->verbatim_end = contents;
        }
        return brace->kind;
}

struct token lexer_next(struct lexer *l)
{
        for (;;) {
                const struct brace *brace = NULL;
                size_t tag, text = text_length(l, &brace, &tag);
                if (text > 0)
                        return take(l, text, TOKEN_TEXT);
                if (tag == 0)
                        return (struct token){.kind = TOKEN_END, .contents = STR(""), .line = l->line};
                struct str contents = inside((struct str){l->source.ptr, tag});
                int kind = kind_of(l, brace, contents);
                struct token t = take(l, tag, kind < 0 ? TOKEN_TEXT : kind);
                if (kind == TOKEN_TAG || kind == TOKEN_VARIABLE)
                        t.contents = contents;
                if (kind >= 0)
                        return t;
        }
}

size_t lexer_quoted(struct str s)
{
        if (s.len < 2 || (s.ptr[0] != '"' && s.ptr[0] != '\''))
                return 0;
        for (size_t i = 1; i < s.len; i++) {
                if (s.ptr[i] == s.ptr[0])
                        return i + 1;
                i += s.ptr[i] == '\\';
        }
        return 0;
}

static bool is_space_at(struct str s, size_t at)
{
        return utf8_space_width(str_from_offset(s, at)) > 0;
}

static size_t plain_length(struct str s)
{
        size_t n = 0;
        while (n < s.len && !is_space_at(s, n) && s.ptr[n] != '"' && s.ptr[n] != '\'')
                n++;
        return n;
}

/* A word holds whole texts in quotes, with what touches them: name="a b"|filter:"c". A quote that isn't closed is a
 * character like others. */
static size_t word_length(struct str s)
{
        size_t n = plain_length(s), quoted = lexer_quoted(str_from_offset(s, n));
        if (quoted == 0)
                for (; n < s.len && !is_space_at(s, n); n++)
                        ;
        for (; quoted > 0; quoted = lexer_quoted(str_from_offset(s, n)))
                n += quoted + plain_length(str_from_offset(s, n + quoted));
        return n;
}

/* _("a b") is one word. */
static size_t translated_length(struct str s)
{
        size_t quoted = s.len > 3 && s.ptr[0] == '_' && s.ptr[1] == '(' ? lexer_quoted(str_from_offset(s, 2)) : 0;
        return quoted && quoted + 2 < s.len && s.ptr[quoted + 2] == ')' ? quoted + 3 : 0;
}

bool lexer_words(struct arena *a, struct str contents, struct words *ret)
{
        struct str rest = contents;
        *ret = (struct words){arena_array(a, struct str, contents.len / 2 + 1), 0};
        while (ret->at) {
                rest = utf8_skip_space(rest);
                if (rest.len == 0)
                        break;
                size_t n = translated_length(rest);
                n += word_length(str_from_offset(rest, n));
                ret->at[ret->count++] = (struct str){rest.ptr, n};
                rest = str_from_offset(rest, n);
        }
        return ret->at != NULL;
}
