/* Where the parts of HTML end. */
#include "mail/template/markup.h"

#include "mail/template/ascii.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

static size_t after_last(struct str s, char c)
{
        const char *at = s.ptr && s.len > 0 ? memrchr(s.ptr, c, s.len) : NULL;
        return at ? (size_t)(at - s.ptr) + 1 : 0;
}

void markup_init(struct markup *t, struct str all)
{
        *t = (struct markup){
                .all = all,
                .tag_end = after_last(all, '>'),
                .quote = after_last(all, '"'),
                .apostrophe = after_last(all, '\''),
                .semicolon = after_last(all, ';'),
        };
}

size_t markup_find(const struct markup *t, size_t from, char c)
{
        if (from >= t->all.len || (c == '>' && from >= t->tag_end))
                return MARKUP_NO_END;
        size_t found = from + str_find(str_from_offset(t->all, from), c);
        return found < t->all.len ? found : MARKUP_NO_END;
}

static bool is_name_character(char c)
{
        return ascii_is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static char char_at(const struct markup *t, size_t at)
{
        return at < t->all.len ? t->all.ptr[at] : 0;
}

static bool starts_at(const struct markup *t, size_t at, struct str prefix)
{
        return str_starts(str_from_offset(t->all, at), prefix);
}

/* Bytes of the white space at `at`; 0 when there is none. */
static size_t space_width(const struct markup *t, size_t at)
{
        if (at >= t->all.len)
                return 0;
        unsigned char first = (unsigned char)t->all.ptr[at];
        if (first < 0x80)
                return whitespace_is(first);
        struct str rest = str_from_offset(t->all, at);
        size_t before = rest.len;
        return whitespace_is(utf8_next(&rest)) ? before - rest.len : 0;
}

static size_t skip_space(const struct markup *t, size_t at)
{
        for (size_t width; (width = space_width(t, at)) > 0;)
                at += width;
        return at;
}

/* Offset of the first space or one of `stops` at `at` or later; the text's end without one. */
static size_t skip_word(const struct markup *t, size_t at, const char *stops)
{
        while (at < t->all.len && !strchr(stops, t->all.ptr[at]) && space_width(t, at) == 0)
                at++;
        return at;
}

/* Space and slashes between attributes, but not the slash of "/>". */
static size_t skip_gap(const struct markup *t, size_t at)
{
        for (;;) {
                size_t width = space_width(t, at);
                if (width == 0 && char_at(t, at) == '/' && char_at(t, at + 1) != '>')
                        width = 1;
                if (width == 0)
                        return at;
                at += width;
        }
}

static bool is_closed_quote(const struct markup *t, size_t at)
{
        return at + 1 < (t->all.ptr[at] == '"' ? t->quote : t->apostrophe);
}

/* Offset after an attribute's value, its '=' being at `equals`; `name_end` when there is no telling what it is. */
static size_t value_end(const struct markup *t, size_t name_end, size_t equals)
{
        size_t after = equals;
        while (char_at(t, after) == '=')
                after++;
        size_t value = skip_space(t, after);
        char quote = char_at(t, value);
        if (quote != '"' && quote != '\'')
                return skip_space(t, skip_word(t, value, ">"));
        if (is_closed_quote(t, value))
                return skip_space(t, markup_find(t, value + 1, quote) + 1);
        if (value > after)
                return value; /* an empty value, then an attribute with a quote in its name */
        if (after > equals + 1)
                return skip_space(t, skip_word(t, after - 1, ">")); /* a value that starts with '=' */
        return name_end;
}

static size_t attribute_end(const struct markup *t, size_t at)
{
        size_t name_end = skip_word(t, at + utf8_width(str_from_offset(t->all, at)), "/=>");
        size_t equals = skip_space(t, name_end);
        return char_at(t, equals) == '=' ? value_end(t, name_end, equals) : name_end;
}

/* An attribute starts after white space, a slash or the quote that ends another. */
static bool may_start_attribute(const struct markup *t, size_t at)
{
        if (strchr("'\"/", t->all.ptr[at - 1]))
                return true;
        size_t last = at - 1;
        while (last > 0 && ((unsigned char)t->all.ptr[last] & 0xC0) == 0x80)
                last--;
        return space_width(t, last) == at - last;
}

static size_t start_tag_end(struct markup *t, size_t start, size_t name_end, bool *ret_empty)
{
        size_t at = skip_gap(t, name_end);
        *ret_empty = false;
        while (at < t->all.len && t->all.ptr[at] != '>' && t->all.ptr[at] != '/' && may_start_attribute(t, at))
                at = skip_gap(t, attribute_end(t, at));
        if (char_at(t, at) == '>')
                return at + 1;
        *ret_empty = starts_at(t, at, STR("/>"));
        if (*ret_empty)
                return at + 2;
        t->work += at - start;
        return MARKUP_NO_END;
}

static size_t tag_name_end(const struct markup *t, size_t at)
{
        while (at < t->all.len && !strchr("\t\n\r\f />", t->all.ptr[at]))
                at++;
        return at;
}

static size_t scan_start_tag(struct markup *t, size_t at, struct str *ret_raw_name)
{
        bool empty;
        if (at >= t->tag_end)
                return MARKUP_NO_END;
        size_t name_end = tag_name_end(t, at + 1), end = start_tag_end(t, at, name_end, &empty);
        struct str name = {t->all.ptr + at + 1, name_end - at - 1};
        bool raw = str_eq_nocase(name, STR("script")) || str_eq_nocase(name, STR("style"));
        if (end != MARKUP_NO_END && !empty && raw)
                *ret_raw_name = name;
        return end;
}

static size_t after(size_t found)
{
        return found == MARKUP_NO_END ? found : found + 1;
}

/* "--", space, '>'. */
static size_t scan_comment(struct markup *t, size_t at)
{
        for (size_t dash = at + 4; !t->no_comment_end;) {
                dash = markup_find(t, dash, '-');
                if (dash == MARKUP_NO_END)
                        break;
                size_t end = skip_space(t, dash + 2);
                if (char_at(t, ++dash) == '-' && char_at(t, end) == '>')
                        return end + 1;
        }
        t->no_comment_end = true;
        return MARKUP_NO_END;
}

/* Offset after "]>" or "]]>", with white space between, when it stands at `at`; else 0. */
static size_t section_end_at(const struct markup *t, size_t at, unsigned brackets)
{
        for (; brackets > 0 && char_at(t, at) == ']'; brackets--)
                at = skip_space(t, at + 1);
        return brackets == 0 && char_at(t, at) == '>' ? at + 1 : 0;
}

static size_t section_end(struct markup *t, size_t at, unsigned brackets)
{
        while (!t->no_section_end[brackets]) {
                at = markup_find(t, at, ']');
                size_t end = at == MARKUP_NO_END ? at : section_end_at(t, at, brackets);
                if (end != 0 && end != MARKUP_NO_END)
                        return end;
                t->no_section_end[brackets] = end == MARKUP_NO_END;
                at++;
        }
        return MARKUP_NO_END;
}

/* Python refuses sections of other names; here they end at the first '>', as browsers have it (HTML, 13.2.5.41). */
static size_t scan_section(struct markup *t, size_t at)
{
        static const struct {
                struct str name;
                unsigned brackets;
        } sections[] = {
                {STR("cdata"), 2},  {STR("temp"), 2}, {STR("ignore"), 2}, {STR("include"), 2},
                {STR("rcdata"), 2}, {STR("if"), 1},   {STR("else"), 1},   {STR("endif"), 1},
        };
        size_t start = at + 3, end = start;
        while (ascii_is_letter(char_at(t, end)) || (end > start && is_name_character(char_at(t, end))))
                end++;
        struct str name = {t->all.ptr + start, end - start};
        if (skip_space(t, end) >= t->all.len)
                return MARKUP_NO_END;
        for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
                if (str_eq_nocase(sections[i].name, name))
                        return section_end(t, start, sections[i].brackets);
        return after(markup_find(t, start, '>'));
}

size_t markup_end(struct markup *t, size_t at, struct str *ret_raw_name)
{
        char next = char_at(t, at + 1);
        *ret_raw_name = STR_NULL;
        if (ascii_is_letter(next))
                return scan_start_tag(t, at, ret_raw_name);
        if (next != '/' && next != '!' && next != '?')
                return at;
        if (starts_at(t, at, STR("<!--")))
                return scan_comment(t, at);
        if (starts_at(t, at, STR("<![")))
                return scan_section(t, at);
        return after(markup_find(t, at + 2, '>'));
}

bool markup_find_end_tag(const struct markup *t, size_t from, struct str name, size_t *ret_start, size_t *ret_end)
{
        for (size_t start = from;; start++) {
                start = markup_find(t, start, '<');
                if (start == MARKUP_NO_END)
                        return false;
                if (char_at(t, start + 1) != '/')
                        continue;
                size_t at = skip_space(t, start + 2);
                struct str found = {t->all.ptr + at, t->all.len - at < name.len ? t->all.len - at : name.len};
                size_t end = skip_space(t, at + found.len);
                if (!str_eq_nocase(found, name) || char_at(t, end) != '>')
                        continue;
                *ret_start = start;
                *ret_end = end + 1;
                return true;
        }
}
