/* Whatever bytes come in: the same records come out in whatever pieces, within bounds, and what is written of a cell
 * reads back. */
#include <stdio.h>
#include <stdlib.h>

#include "admin/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { OUTPUT_MAX = 64 * 1024 * 1024 };

static void check(bool good)
{
        if (!good)
                abort();
}

/* Each record as text that tells all of it. */
static bool note(void *context, const struct csv_record *r)
{
        struct buf *notes = context;
        buf_printf(notes, "%llu %llu %zu %d %llu %zu:", (unsigned long long)r->number, (unsigned long long)r->line,
                   r->count, (int)r->problem, (unsigned long long)r->problem_line, r->problem_cell);
        for (size_t i = 0; i < r->count && i < CSV_COLUMNS_MAX; i++) {
                check(r->cells[i].len <= CSV_CELL_MAX && str_is_text(r->cells[i]));
                buf_printf(notes, "%zu=", r->cells[i].len);
                buf_add(notes, r->cells[i]);
        }
        return true;
}

static void read_pieces(struct str file, enum csv_encoding encoding, size_t piece, struct buf *notes)
{
        struct csv c;
        csv_init(&c, encoding, note, notes);
        bool good = true;
        for (size_t at = 0; good && at < file.len; at += piece)
                good = csv_feed(&c, (struct str){file.ptr + at, file.len - at < piece ? file.len - at : piece});
        good = good && csv_end(&c);
        check(good == (c.problem == CSV_FINE));
        if (!good)
                buf_printf(notes, "!%d %llu %zu", (int)c.problem, (unsigned long long)c.problem_line, c.problem_column);
        csv_release(&c);
}

static void check_pieces(struct str file, enum csv_encoding encoding)
{
        struct buf whole, parts;
        buf_init(&whole, OUTPUT_MAX);
        buf_init(&parts, OUTPUT_MAX);
        read_pieces(file, encoding, file.len + 1, &whole);
        read_pieces(file, encoding, 3, &parts);
        check(whole.failed || str_eq(buf_str(&whole), buf_str(&parts)));
        buf_release(&whole);
        buf_release(&parts);
}

struct expected {
        struct str text;
        bool seen;
};

static bool compare(void *context, const struct csv_record *r)
{
        struct expected *e = context;
        check(r->number == 0 && r->count == 2 && r->problem == CSV_FINE);
        check(str_eq(csv_cell_text(r->cells[1]), e->text));
        check(!r->cells[1].len || !strchr("=+-@\t\r\n", r->cells[1].ptr[0]));
        e->seen = true;
        return true;
}

static void check_round_trip(struct str text)
{
        struct buf line;
        struct csv c;
        struct expected e = {.text = text};
        if (!str_is_text(text) || text.len >= CSV_CELL_MAX)
                return;
        buf_init(&line, OUTPUT_MAX);
        buf_add(&line, STR("x,"));
        csv_add_text(&line, text);
        buf_add(&line, STR("\r\n"));
        csv_init(&c, CSV_UTF_8, compare, &e);
        check(csv_feed(&c, buf_str(&line)) && csv_end(&c) && e.seen);
        csv_release(&c);
        buf_release(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        struct str s = {(const char *)bytes, size};
        check_pieces(s, CSV_UTF_8);
        check_pieces(s, CSV_WINDOWS_1252);
        check_round_trip(s);
        return 0;
}
