/* HTML shortened to a number of characters or words. */
#include "mail/template/truncate_html.h"

#include "mail/template/ascii.h"
#include "mail/template/html_entity.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

struct open_tag {
        struct str name;
        struct open_tag *outer;
};

struct open_tags {
        struct arena *arena;
        struct open_tag *inner, *unused;
};

static bool push(struct open_tags *open, struct str name)
{
        struct open_tag *tag = open->unused;
        if (tag)
                open->unused = tag->outer;
        else
                tag = arena_new(open->arena, struct open_tag);
        if (tag) {
                *tag = (struct open_tag){name, open->inner};
                open->inner = tag;
        }
        return tag;
}

static void pop(struct open_tags *open)
{
        struct open_tag *tag = open->inner;
        open->inner = tag->outer;
        tag->outer = open->unused;
        open->unused = tag;
}

/* Elements without an end tag, by HTML 4. */
static bool is_void(struct str name)
{
        static const struct str names[] = {
                STR("br"),    STR("col"),  STR("link"), STR("base"),  STR("img"),
                STR("param"), STR("area"), STR("hr"),   STR("input"),
        };
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (str_eq_nocase(names[i], name))
                        return true;
        return false;
}

/* Name of a tag whose text within the brackets starts with it; ends at white space, or at a last '/'. */
static struct str tag_name(struct str inside)
{
        struct str rest = inside;
        while (rest.len > 0 && !str_eq(rest, STR("/"))) {
                struct str at = rest;
                if (whitespace_is(utf8_next(&rest))) {
                        rest = at;
                        break;
                }
        }
        return (struct str){inside.ptr, inside.len - rest.len};
}

/* "<br/>", "<p  />"; not "<p class=x />". */
static bool closes_itself(struct str after_name)
{
        while (after_name.len > 0) {
                if (str_eq(after_name, STR("/")))
                        return true;
                if (!whitespace_is(utf8_next(&after_name)))
                        return false;
        }
        return false;
}

/* `tag` with its brackets. An end tag that does not end the innermost element is passed over. */
static bool note_tag(struct open_tags *open, struct str tag)
{
        struct str inside = {tag.ptr + 1, tag.len - 2};
        bool ends = inside.len > 0 && inside.ptr[0] == '/';
        inside = str_from_offset(inside, ends);
        struct str name = tag_name(inside);
        if (name.len == 0 || !ascii_is_letter(name.ptr[0]) || is_void(name) ||
            closes_itself(str_from_offset(inside, name.len)))
                return true;
        if (!ends)
                return push(open, name);
        if (open->inner && str_eq_nocase(open->inner->name, name))
                pop(open);
        return true;
}

static void write_end_tags(struct buf *out, const struct open_tags *open)
{
        for (const struct open_tag *tag = open->inner; tag && !out->failed; tag = tag->outer) {
                buf_add(out, STR("</"));
                for (size_t i = 0; i < tag->name.len; i++)
                        buf_add_char(out, ascii_lower(tag->name.ptr[i]));
                buf_add_char(out, '>');
        }
}

/* Bytes of the tag at the start of s, which is a '<'; 0 when no '>' follows. */
static size_t tag_width(struct str s)
{
        size_t close = str_find(s, '>');
        return close < s.len ? close + 1 : 0;
}

struct piece {
        struct str text;
        bool is_tag, counts;
};

/* Takes what counts as one, a tag, or what stands between words off *rest. *no_tags: a '<' was met without a '>'
 * after it. */
typedef struct piece cut_piece(struct str *rest, bool *no_tags);

static struct piece cut(struct str *rest, size_t width, bool is_tag, bool counts)
{
        struct piece piece = {{rest->ptr, width}, is_tag, counts};
        *rest = str_from_offset(*rest, width);
        return piece;
}

static size_t tag_at(struct str s, bool *no_tags)
{
        size_t width = s.ptr[0] == '<' && !*no_tags ? tag_width(s) : 0;
        *no_tags = *no_tags || (s.ptr[0] == '<' && width == 0);
        return width;
}

static struct piece cut_character(struct str *rest, bool *no_tags)
{
        size_t tag = tag_at(*rest, no_tags), reference = html_reference_width(*rest);
        if (tag > 2) /* "<>" is text */
                return cut(rest, tag, true, false);
        return cut(rest, reference > 0 ? reference : utf8_width(*rest), false, true);
}

static struct piece cut_word(struct str *rest, bool *no_tags)
{
        size_t tag = tag_at(*rest, no_tags), word = 0;
        if (tag > 0)
                return cut(rest, tag, true, false);
        for (struct str s = *rest; s.len > 0 && s.ptr[0] != '<' && s.ptr[0] != '>';) {
                if (whitespace_is(utf8_next(&s)))
                        break;
                word = rest->len - s.len;
        }
        return word > 0 ? cut(rest, word, false, true) : cut(rest, utf8_width(*rest), false, false);
}

/* `kept`: how many of the `length` stay when it is too long. */
static bool truncate(struct arena *a, struct buf *out, struct str html, int64_t length, int64_t kept,
                     cut_piece *cut_next, struct str ending)
{
        struct open_tags open = {.arena = a};
        struct str rest = html;
        size_t end = 0;
        int64_t seen = 0;
        bool no_tags = false;
        while (rest.len > 0 && seen <= length) {
                struct piece piece = cut_next(&rest, &no_tags);
                seen += piece.counts;
                if (piece.counts && seen == kept)
                        end = html.len - rest.len;
                if (piece.is_tag && seen < kept && !note_tag(&open, piece.text))
                        return false;
        }
        if (seen <= length) {
                buf_add(out, html);
                return true;
        }
        buf_add(out, (struct str){html.ptr, end});
        buf_add(out, ending);
        write_end_tags(out, &open);
        return true;
}

bool truncate_html_characters(struct arena *a, struct buf *out, struct str html, int64_t length)
{
        int64_t kept = length > 0 ? length - 1 : -1;
        return truncate(a, out, html, length, kept, cut_character, STR("\xE2\x80\xA6"));
}

bool truncate_html_words(struct arena *a, struct buf *out, struct str html, int64_t length)
{
        return length <= 0 || truncate(a, out, html, length, length, cut_word, STR(" \xE2\x80\xA6"));
}
