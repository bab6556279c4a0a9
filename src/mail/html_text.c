/* The text part of a mail whose author wrote HTML only. */
#include "mail/html_text.h"

#include <unicode/uchar.h>

#include "mail/html_scan.h"
#include "mail/template/utf8.h"

enum element_kind {
        INLINE,
        PARAGRAPH, /* with an empty line before and behind */
        BLOCK,     /* on lines of its own */
        LIST,      /* a paragraph, unless it is within another list */
        ITEM,
        CELL,
        BREAK,
        RULE,
        IMAGE,
        LINK,
        HIDDEN, /* with all that stands in it */
};

static const struct element {
        struct str name;
        enum element_kind kind;
} elements[] = {
        {STR("a"), LINK},       {STR("address"), BLOCK},   {STR("article"), BLOCK}, {STR("blockquote"), PARAGRAPH},
        {STR("br"), BREAK},     {STR("center"), BLOCK},    {STR("dd"), BLOCK},      {STR("div"), BLOCK},
        {STR("dl"), PARAGRAPH}, {STR("dt"), BLOCK},        {STR("footer"), BLOCK},  {STR("h1"), PARAGRAPH},
        {STR("h2"), PARAGRAPH}, {STR("h3"), PARAGRAPH},    {STR("h4"), PARAGRAPH},  {STR("h5"), PARAGRAPH},
        {STR("h6"), PARAGRAPH}, {STR("head"), HIDDEN},     {STR("header"), BLOCK},  {STR("hr"), RULE},
        {STR("img"), IMAGE},    {STR("li"), ITEM},         {STR("main"), BLOCK},    {STR("ol"), LIST},
        {STR("p"), PARAGRAPH},  {STR("pre"), PARAGRAPH},   {STR("script"), HIDDEN}, {STR("section"), BLOCK},
        {STR("style"), HIDDEN}, {STR("table"), PARAGRAPH}, {STR("td"), CELL},       {STR("template"), HIDDEN},
        {STR("th"), CELL},      {STR("title"), HIDDEN},    {STR("tr"), BLOCK},      {STR("ul"), LIST},
};

struct writer {
        struct buf *out;
        unsigned newlines;       /* that are due before the next character */
        bool space;              /* is due before the next character of the line */
        bool written;            /* anything yet */
        unsigned cells;          /* in this row, before this cell */
        bool cell_is_due;        /* a cell began behind another one */
        struct str preformatted; /* the name of the element in which white space stays; STR_NULL outside of one */
        unsigned preformatted_depth, lists;
        struct str link;   /* the href of the link that is open */
        size_t link_start; /* of its text */
};

static void lines(struct writer *w, unsigned n)
{
        if (w->newlines < n)
                w->newlines = n;
        w->space = false;
}

/* What is due before the next character. */
static void settle(struct writer *w)
{
        if (w->written)
                for (unsigned i = 0; i < w->newlines; i++)
                        buf_add_char(w->out, '\n');
        else
                w->space = false;
        if (w->newlines == 0 && w->cell_is_due)
                buf_add(w->out, STR("  "));
        else if (w->newlines == 0 && w->space)
                buf_add_char(w->out, ' ');
        w->newlines = 0;
        w->space = w->cell_is_due = false;
        w->written = true;
}

static void put(struct writer *w, uint32_t c)
{
        bool white = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
        if (c == 0xAD || c == 0x200B || c == 0x200C || c == 0xFEFF || c == 0x34F) /* fillers of hidden previews */
                return;
        if (white && w->preformatted.ptr) {
                if (c == '\n' && w->written)
                        w->newlines++;
                else if (c != '\r' && w->written)
                        settle(w), buf_add_char(w->out, (char)c);
                return;
        }
        if (white) {
                w->space = w->newlines == 0;
                return;
        }
        settle(w);
        utf8_put(w->out, c == 0xA0 ? ' ' : c);
}

static void put_text(struct writer *w, struct str text)
{
        while (text.len > 0 && !w->out->failed)
                put(w, html_character(&text));
}

static const struct element *find(struct str name)
{
        for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
                if (str_eq_nocase(elements[i].name, name))
                        return &elements[i];
        return NULL;
}

static bool style_says(struct str attributes, const char *what)
{
        struct str style = html_attribute(attributes, STR("style"));
        return style.len && memmem(style.ptr, style.len, what, strlen(what));
}

static bool is_hidden(struct str attributes)
{
        return html_attribute(attributes, STR("hidden")).ptr || style_says(attributes, "display:none") ||
               style_says(attributes, "display: none");
}

static bool is_void(struct str name)
{
        static const char *const names[] = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (str_eq_nocase(name, str_from(names[i])))
                        return true;
        return false;
}

/* Passes over the element that was opened, up to the tag that closes it. */
static void skip_element(struct str *rest, struct str name)
{
        unsigned depth = 1;
        while (depth > 0) {
                struct html_piece p = html_next(rest);
                if (p.kind == HTML_END)
                        return;
                if (p.kind == HTML_OPEN && str_eq_nocase(p.name, name))
                        depth++;
                if (p.kind == HTML_CLOSE && str_eq_nocase(p.name, name))
                        depth--;
        }
}

static void open_link(struct writer *w, struct str href)
{
        w->link = href;
        w->link_start = w->out->len;
}

/* Nothing but the end of its line follows a link. */
static bool ends_line(struct str rest)
{
        while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == '\n' || rest.ptr[0] == '\r' || rest.ptr[0] == '\t'))
                rest = str_from_offset(rest, 1);
        struct html_piece p = html_next(&rest);
        const struct element *e = p.kind == HTML_TEXT ? NULL : find(p.name);
        return p.kind == HTML_END || (e && e->kind != LINK && e->kind != IMAGE);
}

static bool is_web(struct str url)
{
        return str_starts(url, STR("http://")) || str_starts(url, STR("https://"));
}

/* "Label: https://..." at the end of a line, "label <https://...>" within one; an address that is its own label once.
 */
static void close_link(struct writer *w, struct str rest)
{
        struct str url = w->link, label = str_trim(str_from_offset(buf_str(w->out), w->link_start));
        w->link = STR_NULL;
        if (!is_web(url) || str_eq(label, url))
                return;
        bool last = ends_line(rest);
        w->space = false;
        if (label.len > 0)
                buf_add(w->out, last ? STR(": ") : STR(" <"));
        else
                settle(w);
        while (url.len > 0)
                utf8_put(w->out, html_character(&url));
        if (label.len > 0 && !last)
                buf_add_char(w->out, '>');
}

static void open_element(struct writer *w, enum element_kind kind, struct str attributes)
{
        switch (kind) {
        case PARAGRAPH: lines(w, 2); break;
        case LIST: lines(w, w->lists++ ? 1 : 2); break;
        case BLOCK:
                lines(w, 1);
                w->cells = 0;
                break;
        case CELL: w->cell_is_due = w->cells++ > 0 && w->newlines == 0; break;
        case BREAK: lines(w, w->newlines + 1); break;
        case IMAGE: put_text(w, html_attribute(attributes, STR("alt"))); break;
        case LINK: open_link(w, html_attribute(attributes, STR("href"))); break;
        case RULE:
                lines(w, 2);
                put_text(w, STR("---"));
                lines(w, 2);
                break;
        case ITEM:
                lines(w, 1);
                put_text(w, STR("- "));
                break;
        default: break;
        }
}

static void close_element(struct writer *w, enum element_kind kind, struct str rest)
{
        switch (kind) {
        case PARAGRAPH: lines(w, 2); break;
        case LIST:
                w->lists -= w->lists > 0;
                lines(w, w->lists ? 1 : 2);
                break;
        case BLOCK:
        case ITEM: lines(w, 1); break;
        case LINK:
                if (w->link.ptr)
                        close_link(w, rest);
                break;
        default: break;
        }
}

/* White space stays within <pre> and where a style says so, up to the tag that closes the element. */
static void open_preformatted(struct writer *w, const struct html_piece *p)
{
        bool same = w->preformatted.ptr && str_eq_nocase(w->preformatted, p->name);
        if (!w->preformatted.ptr && (str_eq_nocase(p->name, STR("pre")) || style_says(p->attributes, "pre-wrap")))
                w->preformatted = p->name;
        else if (!same)
                return;
        w->preformatted_depth++;
}

static void close_preformatted(struct writer *w, const struct html_piece *p)
{
        if (w->preformatted.ptr && str_eq_nocase(w->preformatted, p->name) && --w->preformatted_depth == 0)
                w->preformatted = STR_NULL;
}

static void write_tag(struct writer *w, const struct html_piece *p, struct str *rest)
{
        const struct element *e = find(p->name);
        enum element_kind kind = e ? e->kind : INLINE;
        if (p->kind == HTML_CLOSE) {
                close_preformatted(w, p);
                close_element(w, kind, *rest);
                return;
        }
        if (kind == HIDDEN || is_hidden(p->attributes)) {
                if (!is_void(p->name))
                        skip_element(rest, p->name);
                return;
        }
        open_element(w, kind, p->attributes);
        open_preformatted(w, p);
}

void html_text(struct buf *out, struct str html)
{
        struct writer w = {.out = out};
        struct html_piece p;
        while (!out->failed && (p = html_next(&html)).kind != HTML_END) {
                if (p.kind == HTML_TEXT)
                        put_text(&w, p.text);
                else if (p.kind != HTML_OTHER)
                        write_tag(&w, &p, &html);
        }
        if (w.written)
                buf_add_char(out, '\n');
}
