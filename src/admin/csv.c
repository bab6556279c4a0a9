/* CSV (RFC 4180) in pieces: a byte at a time through a machine of four states, behind a check of its encoding. */
#include "admin/csv.h"

enum state { CELL_BEGINS, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE_SEEN };

static const struct {
        struct str code, message;
} problems[] = {
        [CSV_FINE] = {STR("fine"), STR("There is no problem.")},
        [CSV_UTF_16] = {STR("not_utf8"), STR("The file is UTF-16. Save it as CSV UTF-8.")},
        [CSV_NOT_UTF_8] = {STR("not_utf8"), STR("The file is not UTF-8 here. Save it as CSV UTF-8, or say that it is "
                                                "Windows-1252.")},
        [CSV_NOT_WINDOWS_1252] = {STR("not_windows_1252"), STR("Windows-1252 has no such character.")},
        [CSV_NUL] = {STR("nul"), STR("There is a NUL character here. This is no CSV file.")},
        [CSV_QUOTE_OPEN] = {STR("quote_open"), STR("The quote that opens on this line is never closed.")},
        [CSV_STOPPED] = {STR("stopped"), STR("Reading was stopped.")},
        [CSV_BEHIND_QUOTE] = {STR("behind_quote"),
                              STR("Text stands behind a closing quote. A quote within quotes is written twice.")},
        [CSV_CELL_TOO_LARGE] = {STR("cell_too_large"), STR("A cell may hold 1 MB.")},
        [CSV_RECORD_TOO_LARGE] = {STR("row_too_large"), STR("A row may hold 4 MB.")},
};

struct str csv_problem_code(enum csv_problem p)
{
        return problems[p].code;
}

struct str csv_problem_message(enum csv_problem p)
{
        return problems[p].message;
}

void csv_init(struct csv *c, enum csv_encoding encoding, csv_on_record *on_record, void *context)
{
        *c = (struct csv){.on_record = on_record, .context = context, .encoding = encoding, .line = 1, .column = 1};
        buf_init(&c->head, CSV_HEADER_MAX);
        buf_init(&c->bytes, CSV_RECORD_MAX);
        c->record.line = 1;
}

void csv_release(struct csv *c)
{
        buf_release(&c->head);
        buf_release(&c->bytes);
}

static bool refuse(struct csv *c, enum csv_problem p, uint64_t line, size_t column)
{
        c->problem = p;
        c->problem_line = line;
        c->problem_column = column;
        return false;
}

static void note(struct csv *c, enum csv_problem p)
{
        if (c->record.problem != CSV_FINE)
                return;
        c->record.problem = p;
        c->record.problem_line = c->line;
        c->record.problem_cell = c->cell_count;
}

/* Cells and records. */

static void cell_add(struct csv *c, char byte)
{
        if (c->record.problem == CSV_RECORD_TOO_LARGE)
                return;
        if (c->bytes.len - c->cell_start >= CSV_CELL_MAX) {
                note(c, CSV_CELL_TOO_LARGE);
                return;
        }
        buf_add_char(&c->bytes, byte);
        if (c->bytes.failed)
                note(c, CSV_RECORD_TOO_LARGE);
}

static void cell_end(struct csv *c)
{
        if (c->cell_count < CSV_COLUMNS_MAX) {
                c->starts[c->cell_count] = c->cell_start;
                c->starts[c->cell_count + 1] = c->bytes.len;
        } else {
                c->bytes.len = c->cell_start;
        }
        c->cell_count++;
        c->cell_start = c->bytes.len;
        c->state = CELL_BEGINS;
}

static bool record_is_blank(const struct csv *c)
{
        return c->cell_count == 0 && c->state == CELL_BEGINS;
}

static void record_begin(struct csv *c)
{
        buf_clear(&c->bytes);
        c->cell_count = c->cell_start = 0;
        c->state = CELL_BEGINS;
        c->record = (struct csv_record){.number = c->record.number, .line = c->line};
}

/* c->line is the next one's by now. */
static bool record_end(struct csv *c)
{
        bool goes_on = true;
        if (!record_is_blank(c)) {
                cell_end(c);
                size_t kept = c->cell_count < CSV_COLUMNS_MAX ? c->cell_count : CSV_COLUMNS_MAX;
                for (size_t i = 0; i < kept; i++)
                        c->cells[i] =
                                (struct str){buf_str(&c->bytes).ptr + c->starts[i], c->starts[i + 1] - c->starts[i]};
                c->record.count = c->cell_count;
                c->record.cells = c->cells;
                goes_on = c->on_record(c->context, &c->record);
                c->record.number++;
        }
        record_begin(c);
        return goes_on || refuse(c, CSV_STOPPED, c->line, 1);
}

/* Bytes. */

static bool is_line_end(char byte)
{
        return byte == '\n' || byte == '\r';
}

static void count(struct csv *c, char byte)
{
        bool second_half = byte == '\n' && c->after_cr;
        if (is_line_end(byte) && !second_half)
                c->line++;
        if (is_line_end(byte))
                c->column = 1;
        else if (((unsigned char)byte & 0xc0) != 0x80)
                c->column++;
        c->after_cr = byte == '\r';
}

static bool take_outside(struct csv *c, char byte)
{
        if (byte == c->separator)
                cell_end(c);
        else if (is_line_end(byte))
                return record_end(c);
        else if (byte == '"' && c->state == CELL_BEGINS) {
                c->state = CELL_QUOTED;
                c->quote_line = c->line;
                c->quote_column = c->column - 1; /* it is counted already */
        } else {
                if (c->state == CELL_QUOTE_SEEN)
                        note(c, CSV_BEHIND_QUOTE);
                c->state = CELL_PLAIN;
                cell_add(c, byte);
        }
        return true;
}

static bool take(struct csv *c, char byte)
{
        bool second_half = byte == '\n' && c->after_cr;
        count(c, byte);
        if (c->state == CELL_QUOTED) {
                if (byte == '"')
                        c->state = CELL_QUOTE_SEEN;
                else
                        cell_add(c, byte);
        } else if (c->state == CELL_QUOTE_SEEN && byte == '"') {
                c->state = CELL_QUOTED;
                cell_add(c, byte);
        } else if (second_half && record_is_blank(c)) {
                c->record.line = c->line;
        } else {
                return take_outside(c, byte);
        }
        return true;
}

/* Encodings. */

/* Of a first byte: how many follow, and between what the second lies (Unicode 15, table 3-7). */
static bool utf8_begins(struct csv *c, unsigned char byte)
{
        c->low = 0x80;
        c->high = 0xbf;
        if (byte < 0x80)
                return true;
        if (byte < 0xc2 || byte > 0xf4)
                return false;
        c->expected = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        if (byte == 0xe0)
                c->low = 0xa0;
        else if (byte == 0xed)
                c->high = 0x9f;
        else if (byte == 0xf0)
                c->low = 0x90;
        else if (byte == 0xf4)
                c->high = 0x8f;
        return true;
}

static bool take_utf8(struct csv *c, unsigned char byte)
{
        if (c->expected) {
                if (byte < c->low || byte > c->high)
                        return refuse(c, CSV_NOT_UTF_8, c->line, c->column - 1);
                c->expected--;
                c->low = 0x80;
                c->high = 0xbf;
        } else if (!utf8_begins(c, byte)) {
                return refuse(c, CSV_NOT_UTF_8, c->line, c->column);
        }
        return take(c, (char)byte);
}

/* 0x80 to 0x9f; 0: not assigned (the WHATWG's index would make control characters of these). */
static const unsigned short windows_1252[32] = {
        0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static bool take_windows_1252(struct csv *c, unsigned char byte)
{
        unsigned code = byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
        if (code == 0)
                return refuse(c, CSV_NOT_WINDOWS_1252, c->line, c->column);
        if (code < 0x80)
                return take(c, (char)code);
        if (code < 0x800)
                return take(c, (char)(0xc0 | code >> 6)) && take(c, (char)(0x80 | (code & 0x3f)));
        return take(c, (char)(0xe0 | code >> 12)) && take(c, (char)(0x80 | (code >> 6 & 0x3f))) &&
               take(c, (char)(0x80 | (code & 0x3f)));
}

static bool take_all(struct csv *c, struct str bytes)
{
        for (size_t i = 0; i < bytes.len; i++) {
                unsigned char byte = (unsigned char)bytes.ptr[i];
                if (byte == 0)
                        return refuse(c, CSV_NUL, c->line, c->column);
                if (!(c->encoding == CSV_UTF_8 ? take_utf8(c, byte) : take_windows_1252(c, byte)))
                        return false;
        }
        return true;
}

/* The first line is kept until it is whole: what separates its cells separates all. */

/* Where the first line that is not empty ends; the head's length when it goes on. */
static size_t first_line(struct str head)
{
        bool quoted = false, begun = false;
        for (size_t i = 0; i < head.len; i++) {
                char byte = head.ptr[i];
                if (byte == '"')
                        quoted = !quoted;
                else if (is_line_end(byte) && !quoted && begun)
                        return i;
                begun = begun || !is_line_end(byte);
        }
        return head.len;
}

static char find_separator(struct str line)
{
        static const char candidates[] = {',', ';', '\t'};
        size_t found[sizeof candidates] = {0}, best = 0;
        bool quoted = false;
        for (size_t i = 0; i < line.len; i++) {
                const char *candidate = memchr(candidates, line.ptr[i], sizeof candidates);
                if (line.ptr[i] == '"')
                        quoted = !quoted;
                else if (candidate && !quoted)
                        found[candidate - candidates]++;
        }
        for (size_t i = 1; i < sizeof candidates; i++)
                if (found[i] > found[best])
                        best = i;
        return candidates[best];
}

static bool begin(struct csv *c)
{
        struct str head = buf_str(&c->head);
        c->separator = find_separator((struct str){head.ptr, first_line(head)});
        if (str_starts(head, STR("\xff\xfe")) || str_starts(head, STR("\xfe\xff")))
                return refuse(c, CSV_UTF_16, 1, 1);
        if (str_starts(head, STR("\xef\xbb\xbf"))) {
                c->encoding = CSV_UTF_8;
                head = str_from_offset(head, 3);
        }
        return take_all(c, head);
}

bool csv_feed(struct csv *c, struct str piece)
{
        if (c->problem != CSV_FINE)
                return false;
        if (!c->separator) {
                size_t room = CSV_HEADER_MAX - c->head.len, taken = piece.len < room ? piece.len : room;
                buf_add(&c->head, (struct str){piece.ptr, taken});
                piece = str_from_offset(piece, taken);
                if (c->head.failed)
                        return refuse(c, CSV_STOPPED, 1, 1);
                if (first_line(buf_str(&c->head)) == c->head.len && c->head.len < CSV_HEADER_MAX)
                        return true;
                if (!begin(c))
                        return false;
        }
        return take_all(c, piece);
}

bool csv_end(struct csv *c)
{
        if (c->problem != CSV_FINE || (!c->separator && !begin(c)))
                return false;
        if (c->expected)
                return refuse(c, CSV_NOT_UTF_8, c->line, c->column - 1);
        if (c->state == CELL_QUOTED)
                return refuse(c, CSV_QUOTE_OPEN, c->quote_line, c->quote_column);
        return record_end(c);
}

/* Writing. */

static bool is_formula(struct str text)
{
        return text.len && text.ptr[0] && strchr("=+-@\t\r\n", text.ptr[0]);
}

static struct str without_apostrophes(struct str text)
{
        while (text.len && text.ptr[0] == '\'')
                text = str_from_offset(text, 1);
        return text;
}

bool csv_is_marked(struct str text)
{
        return is_formula(without_apostrophes(text));
}

struct str csv_cell_text(struct str cell)
{
        bool written = cell.len && cell.ptr[0] == '\'' && csv_is_marked(cell);
        return written ? str_from_offset(cell, 1) : cell;
}

static bool needs_quotes(struct str text)
{
        for (size_t i = 0; i < text.len; i++)
                if (text.ptr[i] && strchr("\",;\t\r\n", text.ptr[i]))
                        return true;
        return text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static void add(struct buf *b, struct str text, const char *before)
{
        bool quoted = needs_quotes(text);
        if (quoted)
                buf_add_char(b, '"');
        buf_add(b, str_from(before));
        for (size_t end; quoted && (end = str_find(text, '"')) < text.len; text = str_from_offset(text, end + 1)) {
                buf_add(b, (struct str){text.ptr, end});
                buf_add(b, STR("\"\""));
        }
        buf_add(b, text);
        if (quoted)
                buf_add_char(b, '"');
}

void csv_add_text(struct buf *b, struct str text)
{
        add(b, text, csv_is_marked(text) ? "'" : "");
}

void csv_add_plain(struct buf *b, struct str text)
{
        add(b, text, "");
}
