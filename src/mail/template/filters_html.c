/* Filters that make HTML of plain text and lists, and plain text of HTML. */
#include "mail/template/filter.h"
#include "mail/template/strip_tags.h"

/* Lists within lists; documents have VALUE_DEPTH_MAX, and tags such as regroup wrap them up further. */
enum { UNORDERED_DEPTH_MAX = 2 * VALUE_DEPTH_MAX };

/* Takes the first line off *rest, without its "\n", "\r\n" or "\r". False: it was the last. */
static bool cut_line(struct str *rest, struct str *ret_line)
{
        struct str all = *rest;
        size_t end = 0;
        while (end < all.len && all.ptr[end] != '\n' && all.ptr[end] != '\r')
                end++;
        *ret_line = (struct str){all.ptr, end};
        size_t width = str_starts(str_from_offset(all, end), STR("\r\n")) ? 2 : 1;
        *rest = str_from_offset(all, end + width);
        return end < all.len;
}

static void add_line(struct buf *out, struct str line, bool escape)
{
        if (escape)
                buf_add_html(out, line);
        else
                buf_add(out, line);
}

static bool apply_linebreaksbr(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str line, rest = in.text;
        bool more = true;
        filter_buf(c, &out);
        while (more) {
                more = cut_line(&rest, &line);
                add_line(&out, line, c->autoescape && !in.safe);
                if (more)
                        buf_add(&out, STR("<br>"));
        }
        return filter_give_buf(c, &out, true, ret);
}

/* An empty line, or several, end a paragraph. */
static bool apply_linebreaks(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str line, rest = in.text;
        size_t breaks = 0; /* since the last line that was not empty */
        filter_buf(c, &out);
        buf_add(&out, STR("<p>"));
        for (bool more = true; more; breaks++) {
                more = cut_line(&rest, &line);
                if (line.len == 0 && more)
                        continue;
                if (breaks > 0)
                        buf_add(&out, breaks > 1 ? STR("</p>\n\n<p>") : STR("<br>"));
                add_line(&out, line, c->autoescape && !in.safe);
                breaks = 0;
        }
        buf_add(&out, STR("</p>"));
        return filter_give_buf(c, &out, true, ret);
}

static bool apply_striptags(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        if (!strip_tags(&out, in.text)) {
                buf_release(&out);
                return filter_fail(c, "met more tags within tags than any text has");
        }
        return filter_give_buf(c, &out, false, ret);
}

static void add_tabs(struct buf *out, unsigned count)
{
        for (unsigned i = 0; i < count; i++)
                buf_add_char(out, '\t');
}

static bool add_item(struct filter_call *c, struct buf *out, struct value item)
{
        struct str text = value_str(c->arena, item);
        bool safe = item.kind == VALUE_TEXT && item.safe;
        if (text.ptr)
                add_line(out, text, c->autoescape && !safe);
        return text.ptr || filter_full(c);
}

static bool add_items(struct filter_call *c, struct buf *out, struct list items, unsigned depth);

/* What stands within the item whose list this is. */
static bool add_sublist(struct filter_call *c, struct buf *out, struct list items, unsigned depth)
{
        if (items.count == 0)
                return true;
        if (depth >= UNORDERED_DEPTH_MAX)
                return filter_fail(c, "takes lists nested at most %d deep", UNORDERED_DEPTH_MAX);
        buf_add_char(out, '\n');
        add_tabs(out, depth);
        buf_add(out, STR("<ul>\n"));
        if (!add_items(c, out, items, depth + 1))
                return false;
        buf_add_char(out, '\n');
        add_tabs(out, depth);
        buf_add(out, STR("</ul>\n"));
        add_tabs(out, depth);
        return true;
}

/* A list is what stands within the item before it; after one, and at the start, it is an item itself. */
static bool add_items(struct filter_call *c, struct buf *out, struct list items, unsigned depth)
{
        for (size_t i = 0; i < items.count && !out->failed; i++) {
                const struct value *item = &items.items[i], *next = i + 1 < items.count ? item + 1 : NULL;
                if (i > 0)
                        buf_add_char(out, '\n');
                add_tabs(out, depth);
                buf_add(out, STR("<li>"));
                if (!add_item(c, out, *item))
                        return false;
                if (next && next->kind == VALUE_LIST) {
                        if (!add_sublist(c, out, *next->list, depth))
                                return false;
                        i++;
                }
                buf_add(out, STR("</li>"));
        }
        return true;
}

static bool apply_unordered_list(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct list items;
        bool full = false;
        if (!value_iterate(c->arena, in, &items, &full))
                return full ? filter_full(c) : filter_fail(c, "takes a list");
        filter_buf(c, &out);
        if (!add_items(c, &out, items, 1)) {
                buf_release(&out);
                return false;
        }
        return filter_give_buf(c, &out, true, ret);
}

const struct filter filters_html[] = {
        {STR("linebreaks"), apply_linebreaks, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("linebreaksbr"), apply_linebreaksbr, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("striptags"), apply_striptags, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("unordered_list"), apply_unordered_list, ARGUMENT_NONE, .takes_text = false, .keeps_safe = true},
        {.name = STR_NULL},
};
