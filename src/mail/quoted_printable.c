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

/* Bytes that are literal wherever they stand within a line: most of a mail, copied in runs. */
static size_t literal_run(struct str rest, size_t room)
{
        size_t n = 0;
        while (n < rest.len && n < room) {
                unsigned char c = (unsigned char)rest.ptr[n];
                if ((unsigned)(c - ' ') > '~' - ' ' || c == '=')
                        break;
                n++;
        }
        return n;
}

static void add_line(struct buf *out, struct str line)
{
        static const char digits[] = "0123456789ABCDEF";
        char encoded[COLUMNS];
        size_t n = 0;
        for (size_t i = 0; i < line.len; i++) {
                /* up to the last byte of the line, and the last column, for which other rules hold */
                size_t run = n ? literal_run((struct str){line.ptr + i, line.len - i - 1}, COLUMNS - 1 - n) : 0;
                if (run > 0)
                        memcpy(encoded + n, line.ptr + i, run);
                n += run;
                i += run;
                unsigned char c = (unsigned char)line.ptr[i];
                bool last = i + 1 == line.len, literal = is_literal(line.ptr[i], n == 0, last);
                if (n + (literal ? 1 : 3) > (size_t)COLUMNS - !last) { /* room for the = of a soft break */
                        buf_add(out, (struct str){encoded, n});
                        buf_add(out, STR("=\r\n"));
                        n = 0;
                        literal = is_literal(line.ptr[i], true, last);
                }
                if (!literal) {
                        encoded[n++] = '=';
                        encoded[n++] = digits[c >> 4];
                }
                encoded[n++] = literal ? (char)c : digits[c & 15];
        }
        buf_add(out, (struct str){encoded, n});
        buf_add(out, STR("\r\n"));
}

void mail_quoted_printable(struct buf *out, struct str text)
{
        struct str line;
        while (next_line(&text, &line))
                add_line(out, line);
}
