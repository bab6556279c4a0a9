/* Lines broken between words. */
#include "mail/template/wrap.h"

#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

enum { TAB_STOP = 8 /* columns; Python's str.expandtabs */ };

/* Cuts off the first line, without what ends it. */
static struct str take_line(struct str *rest)
{
        struct str at = *rest;
        while (at.len > 0) {
                size_t length = rest->len - at.len;
                uint32_t c = utf8_next(&at);
                if (!whitespace_ends_line(c))
                        continue;
                if (c == '\r' && at.len > 0 && at.ptr[0] == '\n')
                        at = str_from_offset(at, 1);
                struct str line = {rest->ptr, length};
                *rest = at;
                return line;
        }
        at = *rest;
        *rest = str_from_offset(*rest, rest->len);
        return at;
}

static void expand_tabs(struct buf *out, struct str line)
{
        size_t column = 0;
        while (line.len > 0 && !out->failed) {
                size_t width = utf8_width(line), spaces = TAB_STOP - column % TAB_STOP;
                bool tab = line.ptr[0] == '\t';
                if (tab)
                        buf_fill(out, ' ', spaces);
                else
                        buf_add(out, (struct str){line.ptr, width});
                column += tab ? spaces : 1;
                line = str_from_offset(line, width);
        }
}

/* A word, or the spaces between two. Only ASCII's part words; other spaces are parts of words, but a word that is
 * nothing else counts as space. */
struct chunk {
        struct str text;
        size_t length; /* characters */
        bool blank;
};

static bool parts_words(char c)
{
        return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct chunk take_chunk(struct str *rest)
{
        struct chunk chunk = {.text = {rest->ptr, 0}, .blank = true};
        bool space = parts_words(rest->ptr[0]);
        while (rest->len > 0 && parts_words(rest->ptr[0]) == space) {
                chunk.blank &= whitespace_is(utf8_next(rest));
                chunk.length++;
        }
        chunk.text.len = (size_t)(rest->ptr - chunk.text.ptr);
        return chunk;
}

/* The line that is being filled: chunks that follow each other in the source. */
struct filling {
        struct buf *out;
        size_t lines;      /* written before */
        struct str text;   /* ptr NULL: nothing yet */
        size_t length;     /* characters */
        struct chunk last; /* of text */
        bool skipped;      /* spaces that would have begun it */
};

static void end_line(struct filling *f)
{
        if (f->text.ptr && f->last.blank)
                f->text.len -= f->last.text.len;
        if (f->text.ptr && f->text.len > 0) {
                if (f->lines++ > 0)
                        buf_add_char(f->out, '\n');
                buf_add(f->out, f->text);
        }
        f->text = STR_NULL;
        f->length = 0;
        f->skipped = false;
}

static void add_chunk(struct filling *f, struct chunk chunk, uint64_t width)
{
        if (f->text.ptr && f->length + chunk.length > width)
                end_line(f);
        if (!f->text.ptr) {
                /* Spaces begin the first line only. */
                if (chunk.blank && f->lines > 0 && !f->skipped) {
                        f->skipped = true;
                        return;
                }
                f->text = (struct str){chunk.text.ptr, 0};
        }
        f->text.len += chunk.text.len;
        f->length += chunk.length;
        f->last = chunk;
}

static void wrap_line(struct buf *out, struct str line, uint64_t width)
{
        struct filling f = {.out = out};
        for (struct str rest = line; rest.len > 0 && !out->failed;)
                add_chunk(&f, take_chunk(&rest), width);
        end_line(&f);
}

void wrap_write(struct buf *out, struct str text, uint64_t width)
{
        struct buf line;
        buf_init(&line, out->max);
        bool ends = text.len > 0 && text.ptr[text.len - 1] == '\n';
        for (struct str rest = text; rest.len > 0 && !out->failed;) {
                struct str source = take_line(&rest);
                size_t before = out->len;
                buf_clear(&line);
                expand_tabs(&line, source);
                wrap_line(out, buf_str(&line), width);
                if (out->len == before) /* nothing but spaces: they stay */
                        buf_add(out, source);
                out->failed |= line.failed;
                if (rest.len > 0 || ends)
                        buf_add_char(out, '\n');
        }
        buf_release(&line);
}
