/* What the tags of HTML mean for its text. */
#include "mail/html_element.h"

#include "mail/template/ascii.h"

enum { LETTER_MAX = 8 /* elements whose names begin with one letter */ };

/* By their first letters; a name of STR_NULL ends each. */
static const struct element {
        struct str name;
        enum html_element kind;
} elements[26][LETTER_MAX + 1] = {
        ['a' - 'a'] = {{STR("a"), LINK}, {STR("address"), BLOCK}, {STR("article"), BLOCK}, {STR("aside"), BLOCK}},
        ['b' - 'a'] = {{STR("br"), BREAK}, {STR("blockquote"), QUOTE}},
        ['c' - 'a'] = {{STR("center"), BLOCK}, {STR("caption"), BLOCK}},
        ['d' - 'a'] = {{STR("div"), BLOCK},
                       {STR("dd"), BLOCK},
                       {STR("dl"), PARAGRAPH},
                       {STR("dt"), BLOCK},
                       {STR("details"), BLOCK}},
        ['f' - 'a'] = {{STR("figure"), PARAGRAPH},
                       {STR("figcaption"), BLOCK},
                       {STR("footer"), BLOCK},
                       {STR("form"), BLOCK}},
        ['h' - 'a'] = {{STR("h1"), PARAGRAPH},
                       {STR("h2"), PARAGRAPH},
                       {STR("h3"), PARAGRAPH},
                       {STR("h4"), PARAGRAPH},
                       {STR("h5"), PARAGRAPH},
                       {STR("h6"), PARAGRAPH},
                       {STR("header"), BLOCK},
                       {STR("hr"), RULE}},
        ['i' - 'a'] = {{STR("img"), IMAGE}},
        ['l' - 'a'] = {{STR("li"), ITEM}},
        ['m' - 'a'] = {{STR("main"), BLOCK}},
        ['n' - 'a'] = {{STR("nav"), BLOCK}},
        ['o' - 'a'] = {{STR("ol"), NUMBERED_LIST}},
        ['p' - 'a'] = {{STR("p"), PARAGRAPH}, {STR("pre"), PREFORMATTED}},
        ['s' - 'a'] = {{STR("section"), BLOCK}, {STR("summary"), BLOCK}, {STR("style"), RAW}, {STR("script"), RAW}},
        ['t' - 'a'] = {{STR("td"), CELL},
                       {STR("tr"), ROW},
                       {STR("table"), PARAGRAPH},
                       {STR("th"), CELL},
                       {STR("title"), RAW},
                       {STR("template"), HIDDEN}},
        ['u' - 'a'] = {{STR("ul"), LIST}},
};

static inline bool is_named(struct str name, struct str word)
{
        return name.len == word.len && str_eq_nocase(name, word);
}

enum html_element html_element_of(struct str name)
{
        size_t letter = name.len ? (size_t)(ascii_lower(name.ptr[0]) - 'a') : SIZE_MAX;
        for (const struct element *e = letter < 26 ? elements[letter] : NULL; e && e->name.ptr; e++)
                if (is_named(name, e->name))
                        return e->kind;
        return INLINE;
}

bool html_element_is_void(struct str name)
{
        static const char *const names[] = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (str_eq_nocase(name, str_from(names[i])))
                        return true;
        return false;
}

bool html_starts_nocase(struct str s, struct str prefix)
{
        return s.len >= prefix.len && str_eq_nocase((struct str){s.ptr, prefix.len}, prefix);
}

/* One declaration of a style. */
static void note_declaration(struct html_looks *looks, struct str value)
{
        struct str property = str_trim(str_cut(&value, ':'));
        value = str_trim(value);
        if (str_eq_nocase(property, STR("display")))
                looks->hidden |= html_starts_nocase(value, STR("none"));
        else if (str_eq_nocase(property, STR("visibility")))
                looks->hidden |= html_starts_nocase(value, STR("hidden"));
        else if (str_eq_nocase(property, STR("white-space")))
                looks->keeps_white |=
                        html_starts_nocase(value, STR("pre")) || html_starts_nocase(value, STR("break-spaces"));
}

/* Few declarations matter: their first letters tell most others apart. */
static void note_style(struct html_looks *looks, struct str style)
{
        while (style.len > 0) {
                struct str one = str_cut(&style, ';');
                while (one.len > 0 && (one.ptr[0] == ' ' || one.ptr[0] == '\n')) {
                        one.ptr++;
                        one.len--;
                }
                char first = one.len ? ascii_lower(one.ptr[0]) : 0;
                if (first == 'd' || first == 'v' || first == 'w')
                        note_declaration(looks, one);
        }
}

struct html_looks html_looks_of(struct html_scan *rest)
{
        struct html_looks looks = {.hidden = false};
        struct str name, value;
        while (html_attribute(rest, &name, &value)) {
                if (is_named(name, STR("style")))
                        note_style(&looks, value);
                else if (is_named(name, STR("href")) && !looks.href.ptr)
                        looks.href = value;
                else if (is_named(name, STR("alt")) && !looks.alt.ptr)
                        looks.alt = value;
                else if (is_named(name, STR("hidden")))
                        looks.hidden = true;
        }
        return looks;
}
