/* Text written in lines. */
#include "mail/html_lines.h"

#include "mail/html_character.h"
#include "mail/template/utf8.h"

/* First bytes of characters that are not just copied: white space, references, and fillers. */
static const bool is_special[256] = {
        [' '] = true,  ['\t'] = true, ['\n'] = true, ['\f'] = true,
        ['\r'] = true, ['&'] = true,  [0xC2] = true, /* U+00A0, U+00AD */
        [0xCD] = true,                               /* U+034F */
        [0xE2] = true,                               /* U+2007, U+200B, U+200C */
        [0xEF] = true,                               /* U+FEFF */
};

void html_lines_end(struct html_lines *l, unsigned n)
{
        if (l->marker[0])
                return;
        if (l->due < n)
                l->due = n;
        l->space = l->cell = l->joiner = false;
}

void html_lines_cell(struct html_lines *l)
{
        l->cell = l->due == 0;
}

static unsigned smaller(unsigned a, unsigned b)
{
        return a < b ? a : b;
}

/* Ends lines, and writes what the next one begins with. An empty line between two quotes is quoted. */
static void begin_line(struct html_lines *l)
{
        unsigned quotes = smaller(l->quotes, HTML_QUOTES_MAX), between = smaller(quotes, l->quotes_before);
        for (unsigned n = l->begun ? l->due : 0; n > 0; n--) {
                buf_add_char(l->out, '\n');
                buf_fill(l->out, '>', n > 1 ? between : quotes);
        }
        if (!l->begun)
                buf_fill(l->out, '>', quotes);
        if (quotes > 0)
                buf_add_char(l->out, ' ');
        size_t indent = smaller(l->indent, HTML_INDENT_MAX), hanging = strlen(l->marker);
        buf_fill(l->out, ' ', indent > hanging ? indent - hanging : 0);
        buf_add(l->out, (struct str){l->marker, hanging});
        l->quotes_before = quotes;
        l->marker[0] = 0;
}

/* What is due before the next character. */
static void settle(struct html_lines *l)
{
        if (l->due > 0 || !l->begun)
                begin_line(l);
        else if (l->cell)
                buf_add(l->out, STR("  "));
        else if (l->space)
                buf_add_char(l->out, ' ');
        else if (l->joiner)
                utf8_put(l->out, 0x200C);
        l->due = 0;
        l->space = l->cell = l->joiner = false;
        l->begun = true;
        if (l->labels && l->label == SIZE_MAX)
                l->label = l->out->len;
}

void html_lines_put(struct html_lines *l, struct str text)
{
        settle(l);
        buf_add(l->out, text);
}

static void put_character(struct html_lines *l, uint32_t c)
{
        settle(l);
        utf8_put(l->out, c);
}

static void add_white(struct html_lines *l, uint32_t c)
{
        l->joiner = false;
        if (!l->preformatted)
                l->space = l->due == 0;
        else if (c == '\n')
                l->due++;
        else if (c != '\r')
                put_character(l, c == '\t' ? c : ' ');
}

/* Takes a character off *text that was_special. Mails hide previews behind rows of characters that nobody sees; of
 * these, one joins letters of Persian and stays between them. */
static void add_special(struct html_lines *l, struct str *text)
{
        uint32_t c = html_character(text);
        switch (c) {
        case 0xAD:
        case 0x34F:
        case 0x200B:
        case 0xFEFF: break;
        case 0x200C: l->joiner = !l->space && !l->cell; break;
        case ' ':
        case '\t':
        case '\n':
        case '\f':
        case '\r':
        case 0xA0:
        case 0x2007: add_white(l, c); break;
        default: put_character(l, c);
        }
}

/* Bytes that can be copied: words with one space between them. */
static size_t copied_length(struct str text)
{
        size_t n = 0;
        for (;;) {
                while (n < text.len && !is_special[(unsigned char)text.ptr[n]])
                        n++;
                if (n == 0 || n + 1 >= text.len || text.ptr[n] != ' ' || is_special[(unsigned char)text.ptr[n + 1]])
                        return n;
                n++;
        }
}

void html_lines_add(struct html_lines *l, struct str text)
{
        while (text.len > 0 && !l->out->failed) {
                size_t n = copied_length(text);
                if (n == 0) {
                        add_special(l, &text);
                        continue;
                }
                html_lines_put(l, (struct str){text.ptr, n});
                text = str_from_offset(text, n);
        }
}

void html_lines_begin_label(struct html_lines *l)
{
        l->labels = true;
        l->label = SIZE_MAX;
}

struct str html_lines_label(const struct html_lines *l)
{
        return l->label == SIZE_MAX ? STR("") : str_trim(str_from_offset(buf_str(l->out), l->label));
}
