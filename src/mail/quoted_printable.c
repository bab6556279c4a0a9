/* Quoted-printable. */
#include "mail/quoted_printable.h"

enum { COLUMNS = 76 };

/* Takes the next line off `text`, without its end; false when nothing is left. */
static bool next_line(struct str *text, struct str *ret_line)
{
        if (text->len == 0)
                return false;
        size_t n = 0;
        while (n < text->len && text->ptr[n] != '\n' && text->ptr[n] != '\r')
                n++;
        *ret_line = (struct str){text->ptr, n};
        bool crlf = n + 1 < text->len && text->ptr[n] == '\r' && text->ptr[n + 1] == '\n';
        *text = str_from_offset(*text, n + (crlf ? 2 : 1));
        return true;
}

/* Literal or =XX. A dot that begins a line is escaped, so that SMTP's dot-stuffing has nothing to do. */
static bool is_literal(char c, bool begins_line, bool ends_line)
{
        if (c == ' ' || c == '\t')
                return !ends_line; /* servers strip trailing blanks */
        if (c == '.' && begins_line)
                return false;
        return c > ' ' && c <= '~' && c != '=';
}

static void add_line(struct buf *out, struct str line)
{
        size_t column = 0;
        for (size_t i = 0; i < line.len; i++) {
                unsigned char c = (unsigned char)line.ptr[i];
                bool last = i + 1 == line.len;
                size_t width = is_literal(line.ptr[i], column == 0, last) ? 1 : 3;
                if (column + width > (size_t)COLUMNS - !last) { /* room for the = of a soft break */
                        buf_add(out, STR("=\r\n"));
                        column = 0;
                        width = is_literal(line.ptr[i], true, last) ? 1 : 3;
                }
                if (width == 1)
                        buf_add_char(out, line.ptr[i]);
                else
                        buf_printf(out, "=%02X", c);
                column += width;
        }
        buf_add(out, STR("\r\n"));
}

void mail_quoted_printable(struct buf *out, struct str text)
{
        struct str line;
        while (next_line(&text, &line))
                add_line(out, line);
}
