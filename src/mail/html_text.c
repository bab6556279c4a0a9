/* The text part of a mail whose author wrote HTML only. */
#include "mail/html_text.h"

#include <stdio.h>

#include "mail/html_character.h"
#include "mail/html_element.h"
#include "mail/html_lines.h"
#include "mail/html_scan.h"
#include "mail/template/ascii.h"
#include "mail/template/utf8.h"

enum {
        LISTS_MAX = 8,     /* within each other; what is deeper counts on in the last */
        LOOK_AHEAD_MAX = 8 /* tags behind a link; work is linear in the HTML */
};

struct writer {
        struct html_lines lines;
        unsigned cells; /* in this row, before this cell */
        unsigned depth; /* of lists */
        struct {
                bool numbered;
                unsigned items;
        } lists[LISTS_MAX];
        struct str link;      /* the href of the link that is open; STR_NULL */
        struct str white;     /* the name of the element in which white space stays; STR_NULL outside of one */
        unsigned white_depth; /* elements of that name within each other */
        bool links_within;    /* an address stands within this line already */
};

/* Hidden elements. */

/* A paragraph may be left open; what can't stand in it ends it (HTML standard, 4.4.1). */
static bool ends_paragraph(enum html_element kind)
{
        return kind == PARAGRAPH || kind == BLOCK || kind == QUOTE || kind == LIST || kind == NUMBERED_LIST ||
               kind == PREFORMATTED || kind == RULE;
}

/* Passes over the element that was opened, up to the tag that closes it. */
static void skip_element(struct html_scan *rest, struct str name)
{
        bool paragraph = str_eq_nocase(name, STR("p"));
        unsigned depth = 1;
        while (depth > 0) {
                struct html_scan before = *rest;
                struct html_piece p = html_next(rest);
                if (p.kind == HTML_END)
                        return;
                if (p.kind == HTML_OPEN && paragraph && ends_paragraph(html_element_of(p.text))) {
                        *rest = before;
                        return;
                }
                if (p.kind == HTML_OPEN && str_eq_nocase(p.text, name))
                        depth++;
                if (p.kind == HTML_CLOSE && str_eq_nocase(p.text, name))
                        depth--;
        }
}

/* Links. */

/* Nothing but the end of its line follows a link. */
static bool ends_line(struct html_scan rest)
{
        for (int i = 0; i < LOOK_AHEAD_MAX; i++) {
                struct html_piece p = html_next(&rest);
                enum html_element kind = p.kind == HTML_OPEN || p.kind == HTML_CLOSE ? html_element_of(p.text) : INLINE;
                if (p.kind == HTML_END || (kind != INLINE && kind != LINK && kind != IMAGE))
                        return true;
                if (kind != INLINE || (p.kind == HTML_TEXT && str_trim(p.text).len > 0))
                        return false;
        }
        return false;
}

/* What a link leads to, as a reader may use it: an address of the web or of mail; "" for all others. */
static struct str address_of(struct str href, bool *ret_mail)
{
        href = str_trim(href);
        *ret_mail = html_starts_nocase(href, STR("mailto:"));
        if (*ret_mail) {
                href = str_from_offset(href, sizeof "mailto:" - 1);
                return str_cut(&href, '?');
        }
        bool web = html_starts_nocase(href, STR("http://")) || html_starts_nocase(href, STR("https://"));
        return web ? href : STR("");
}

/* Takes a character off an address. In one of mail, a plus may be written as %2B. */
static uint32_t address_character(struct str *address, bool mail)
{
        int high = address->len > 2 ? ascii_hex_value(address->ptr[1]) : -1;
        int low = high >= 0 ? ascii_hex_value(address->ptr[2]) : -1;
        int c = 16 * high + low;
        if (!mail || address->ptr[0] != '%' || low < 0 || c <= ' ' || c >= 0x7F)
                return html_character(address);
        *address = str_from_offset(*address, 3);
        return (uint32_t)c;
}

/* A link whose label is where it leads. */
static bool says_address(struct str label, struct str address, bool mail)
{
        while (label.len > 0 && address.len > 0)
                if (utf8_next(&label) != address_character(&address, mail))
                        return false;
        return label.len == 0 && (address.len == 0 || str_eq(address, STR("/")));
}

static void put_address(struct writer *w, struct str address, bool mail)
{
        if (!mail && str_find(address, '&') == address.len) {
                html_lines_put(&w->lines, address);
                return;
        }
        html_lines_put(&w->lines, STR(""));
        while (address.len > 0)
                utf8_put(w->lines.out, address_character(&address, mail));
}

/* "Label: https://..." at the end of a line, "label <https://...>" within one and when one stands there already; an
 * address that is its own label once. */
static void close_link(struct writer *w, struct html_scan rest)
{
        bool mail, space = w->lines.space;
        struct str label = html_lines_label(&w->lines), address = address_of(w->link, &mail);
        w->link = STR_NULL;
        w->lines.labels = false;
        if (address.len == 0 || says_address(label, address, mail))
                return;
        if (label.len == 0) {
                put_address(w, address, mail);
                return;
        }
        unsigned due = w->lines.due;
        bool last = (due > 0 || ends_line(rest)) && !w->links_within;
        w->lines.due = 0;
        w->lines.space = false;
        buf_add(w->lines.out, last ? STR(": ") : STR(" <"));
        put_address(w, address, mail);
        if (!last)
                buf_add_char(w->lines.out, '>');
        w->links_within = !last;
        w->lines.due = due;
        w->lines.space = space;
}

/* Elements. */

static void end_lines(struct writer *w, unsigned n)
{
        html_lines_end(&w->lines, n);
        w->links_within = false;
}

static void open_list(struct writer *w, bool numbered)
{
        end_lines(w, w->depth ? 1 : 2);
        if (w->depth < LISTS_MAX) {
                w->lists[w->depth].numbered = numbered;
                w->lists[w->depth].items = 0;
        }
        w->depth++;
        w->lines.indent = 2 * w->depth;
}

static void close_list(struct writer *w)
{
        w->lines.marker[0] = 0;
        w->depth -= w->depth > 0;
        w->lines.indent = 2 * w->depth;
        end_lines(w, w->depth ? 1 : 2);
}

static void open_item(struct writer *w)
{
        unsigned level = w->depth < LISTS_MAX ? w->depth : LISTS_MAX;
        w->lines.marker[0] = 0;
        end_lines(w, 1);
        if (level > 0 && w->lists[level - 1].numbered)
                snprintf(w->lines.marker, sizeof w->lines.marker, "%u. ", ++w->lists[level - 1].items);
        else
                snprintf(w->lines.marker, sizeof w->lines.marker, "- ");
}

static void write_rule(struct writer *w)
{
        end_lines(w, 2);
        html_lines_add(&w->lines, STR("---"));
        end_lines(w, 2);
}

static void open_link(struct writer *w, struct str href)
{
        w->link = href;
        html_lines_begin_label(&w->lines);
}

static void open_cell(struct writer *w)
{
        if (w->cells++ > 0)
                html_lines_cell(&w->lines);
}

static void open_element(struct writer *w, enum html_element kind, const struct html_looks *looks)
{
        w->lines.quotes += kind == QUOTE;
        if (kind == ROW)
                w->cells = 0;
        switch (kind) {
        case QUOTE:
        case PREFORMATTED:
        case PARAGRAPH: end_lines(w, 2); break;
        case ROW:
        case BLOCK: end_lines(w, 1); break;
        case BREAK: end_lines(w, w->lines.due > 0 ? 2 : 1); break;
        case LIST:
        case NUMBERED_LIST: open_list(w, kind == NUMBERED_LIST); break;
        case ITEM: open_item(w); break;
        case CELL: open_cell(w); break;
        case IMAGE: html_lines_add(&w->lines, looks->alt); break;
        case LINK: open_link(w, looks->href); break;
        case RULE: write_rule(w); break;
        default: break;
        }
}

static void close_element(struct writer *w, enum html_element kind, struct html_scan rest)
{
        w->lines.quotes -= kind == QUOTE && w->lines.quotes > 0;
        if (kind == ITEM)
                w->lines.marker[0] = 0;
        switch (kind) {
        case QUOTE:
        case PREFORMATTED:
        case PARAGRAPH: end_lines(w, 2); break;
        case ITEM:
        case ROW:
        case BLOCK: end_lines(w, 1); break;
        case LIST:
        case NUMBERED_LIST: close_list(w); break;
        case LINK:
                if (w->link.ptr)
                        close_link(w, rest);
                break;
        default: break;
        }
}

static void skip_line_end(struct html_scan *rest)
{
        if (rest->at < rest->end && *rest->at == '\r')
                rest->at++;
        if (rest->at < rest->end && *rest->at == '\n')
                rest->at++;
}

/* White space stays within <pre> and where a style says so, up to the tag that closes the element. */
static void open_white(struct writer *w, struct str name, bool keeps_white)
{
        if (!w->white.ptr && keeps_white)
                w->white = name;
        else if (!w->white.ptr || !str_eq_nocase(w->white, name))
                return;
        w->white_depth++;
        w->lines.preformatted = true;
}

static void close_white(struct writer *w, struct str name)
{
        if (!w->white.ptr || !str_eq_nocase(w->white, name) || --w->white_depth > 0)
                return;
        w->white = STR_NULL;
        w->lines.preformatted = false;
}

static void write_open(struct writer *w, struct str name, struct html_scan *rest)
{
        enum html_element kind = html_element_of(name);
        struct html_looks looks = html_looks_of(rest);
        if (kind == RAW) {
                html_skip_raw(rest, name);
        } else if (kind == HIDDEN || looks.hidden) {
                if (!html_element_is_void(name))
                        skip_element(rest, name);
        } else {
                open_element(w, kind, &looks);
                open_white(w, name, kind == PREFORMATTED || looks.keeps_white);
                if (kind == PREFORMATTED) /* a line end right behind <pre> doesn't count */
                        skip_line_end(rest);
        }
}

void html_text(struct buf *out, struct str html)
{
        struct writer w = {.lines = {.out = out}};
        struct html_scan rest = html_scan_start(html);
        struct html_piece p;
        while (!out->failed && (p = html_next(&rest)).kind != HTML_END) {
                if (p.kind == HTML_TEXT) {
                        html_lines_add(&w.lines, p.text);
                } else if (p.kind == HTML_OPEN) {
                        write_open(&w, p.text, &rest);
                } else if (p.kind == HTML_CLOSE) {
                        close_white(&w, p.text);
                        close_element(&w, html_element_of(p.text), rest);
                }
        }
        if (w.lines.begun)
                buf_add_char(out, '\n');
}
