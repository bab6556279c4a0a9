/* admin/csv: what spreadsheets write is read as it was meant, in whatever pieces it comes. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "admin/csv.h"

enum { NOTES_MAX = 64 * 1024 };

/* Records as text: "1 a|b" is line 1 with two cells; "2 a !cell_too_large@2.0" one with a problem. */
static bool note_record(void *context, const struct csv_record *r)
{
        struct buf *notes = context;
        buf_printf(notes, "%llu ", (unsigned long long)r->line);
        for (size_t i = 0; i < r->count && i < CSV_COLUMNS_MAX; i++) {
                if (i)
                        buf_add_char(notes, '|');
                if (r->cells[i].len > 100)
                        buf_printf(notes, "(%zu)", r->cells[i].len);
                else
                        buf_add(notes, r->cells[i]);
        }
        if (r->problem != CSV_FINE)
                buf_printf(notes, " !%.*s@%llu.%zu", STR_ARG(csv_problem_code(r->problem)),
                           (unsigned long long)r->problem_line, r->problem_cell);
        buf_add_char(notes, '/');
        return true;
}

static void read_in_pieces(struct str file, enum csv_encoding encoding, size_t piece, struct buf *notes)
{
        struct csv c;
        csv_init(&c, encoding, note_record, notes);
        bool good = true;
        for (size_t at = 0; good && at < file.len; at += piece)
                good = csv_feed(&c, (struct str){file.ptr + at, file.len - at < piece ? file.len - at : piece});
        if (!good || !csv_end(&c))
                buf_printf(notes, "!%.*s@%llu.%zu", STR_ARG(csv_problem_code(c.problem)),
                           (unsigned long long)c.problem_line, c.problem_column);
        csv_release(&c);
}

static void check(struct str file, enum csv_encoding encoding, const char *expected)
{
        static const size_t pieces[] = {1, 2, 3, 7, 1024 * 1024};
        for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
                struct buf notes;
                buf_init(&notes, NOTES_MAX);
                read_in_pieces(file, encoding, pieces[i], &notes);
                assert_str(buf_str(&notes), expected);
                buf_release(&notes);
        }
}

#define reads(literal, expected) check(STR(literal), CSV_UTF_8, (expected))

static void plain(void **state)
{
        (void)state;
        reads("", "");
        reads("a", "1 a/");
        reads("a,b\n1,2\n", "1 a|b/2 1|2/");
        reads("a,b\r\n1,2\r\n", "1 a|b/2 1|2/");
        reads("a,b\r1,2\r3,4", "1 a|b/2 1|2/3 3|4/");
        reads("a,b\n,\n1,\n", "1 a|b/2 |/3 1|/");
        reads("a,b,c\n1,2\n1,2,3,4\n", "1 a|b|c/2 1|2/3 1|2|3|4/");
}

static void empty_lines_are_skipped(void **state)
{
        (void)state;
        reads("\n\r\n\na;b\n\n1;2\r\n\r\n\r\n3;4\n\n", "4 a|b/6 1|2/9 3|4/");
        reads("a\n\"\"\nb\n", "1 a/2 /3 b/");
}

static void separators(void **state)
{
        (void)state;
        reads("a;b\n1,5;2\n", "1 a|b/2 1,5|2/");
        reads("a\tb\n1,5\t2;3\n", "1 a|b/2 1,5|2;3/");
        reads("\"a;b;c\",d\n1;2,3\n", "1 a;b;c|d/2 1;2|3/");
}

static void byte_order_mark(void **state)
{
        (void)state;
        reads("\xef\xbb\xbf"
              "a;b\n1;2\n",
              "1 a|b/2 1|2/");
        reads("\xef\xbb\xbf\"a\",b\n", "1 a|b/");
        reads("\xef\xbb\xbf", "");
}

static void quotes(void **state)
{
        (void)state;
        reads("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", "1 a|b/2 x, y|say \"hi\"/");
        reads("a,b\n\"1\n2\r\n3\r4\",z\nq,r\n", "1 a|b/2 1\n2\r\n3\r4|z/6 q|r/");
        reads("a,b\n5\" tube,2\n", "1 a|b/2 5\" tube|2/");
        reads("a,b\n\"\",\"\"\"\"\n", "1 a|b/2 |\"/");
        reads("a,b\r\n\"1\"\r\n\"2\",\"3\"", "1 a|b/2 1/3 2|3/");
}

static void problems_of_records(void **state)
{
        (void)state;
        reads("a,b\n1,\"2\"x\n3,4\n", "1 a|b/2 1|2x !behind_quote@2.1/3 3|4/");
        reads("a,b\n\"1\n\"x,2\n", "1 a|b/2 1\nx|2 !behind_quote@3.0/");
}

static void quote_that_is_not_closed(void **state)
{
        (void)state;
        reads("a,b\n1,2\n\xc3\xa4,\"4\n5,6\n7,8\n", "1 a|b/2 1|2/!quote_open@3.3");
        reads("\"", "!quote_open@1.1");
}

static void encodings(void **state)
{
        (void)state;
        reads("a,b\n\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80,2\n", "1 a|b/2 \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80|2/");
        reads("a,b\n\xc3\xa4x\xe4,2\n", "1 a|b/!not_utf8@2.3");
        reads("a,b\nx\xc3\n", "1 a|b/!not_utf8@2.2");
        reads("a,b\nx\xc3", "1 a|b/!not_utf8@2.2");
        reads("a\n\xc0\x80\n", "1 a/!not_utf8@2.1");
        reads("a\n\xed\xa0\x80\n", "1 a/!not_utf8@2.1");
        reads("a\n\xf4\x90\x80\x80\n", "1 a/!not_utf8@2.1");
        reads("\xff\xfe"
              "a\0,\0b\0\n\0",
              "!not_utf8@1.1");
        reads("\xfe\xff\0a\0\n", "!not_utf8@1.1");
        reads("a\0,\0b\0\n\0", "!nul@1.2");
        reads("a,b\n1,2\0\n", "1 a|b/!nul@2.4");
        check(STR("a,b\n\xe4\x80,\x93x\x94\n"), CSV_WINDOWS_1252,
              "1 a|b/2 \xc3\xa4\xe2\x82\xac|\xe2\x80\x9cx\xe2\x80\x9d/");
        check(STR("a,b\n\xe4\x81,2\n"), CSV_WINDOWS_1252, "1 a|b/!not_windows_1252@2.2");
        check(STR("\xef\xbb\xbf"
                  "a\n\xc3\xa4\n"),
              CSV_WINDOWS_1252, "1 a/2 \xc3\xa4/");
}

static void large_cells(void **state)
{
        (void)state;
        struct buf file, notes;
        buf_init(&file, 16 * 1024 * 1024);
        buf_init(&notes, NOTES_MAX);
        buf_add(&file, STR("a,b\n\""));
        buf_fill(&file, 'x', CSV_CELL_MAX);
        buf_add(&file, STR("\",2\n\""));
        buf_fill(&file, 'y', CSV_CELL_MAX + 1);
        buf_add(&file, STR("\",2\n3,4\n"));
        read_in_pieces(buf_str(&file), CSV_UTF_8, 1024 * 1024, &notes);
        assert_str(buf_str(&notes), "1 a|b/2 (1048576)|2/3 (1048576)|2 !cell_too_large@3.0/4 3|4/");
        buf_release(&file);
        buf_release(&notes);
}

static void large_records(void **state)
{
        (void)state;
        struct buf file, notes;
        buf_init(&file, 16 * 1024 * 1024);
        buf_init(&notes, NOTES_MAX);
        buf_add(&file, STR("a\n"));
        for (int i = 0; i < 5; i++) {
                buf_fill(&file, 'x', CSV_CELL_MAX);
                buf_add_char(&file, i < 4 ? ',' : '\n');
        }
        buf_fill(&file, ',', 2 * CSV_COLUMNS_MAX);
        buf_add(&file, STR("\nlast"));
        read_in_pieces(buf_str(&file), CSV_UTF_8, 4096, &notes);
        assert_non_null(strstr(notes.ptr, "!row_too_large@2.4/3 |"));
        assert_non_null(strstr(notes.ptr, "|/4 last/"));
        buf_release(&file);
        buf_release(&notes);
}

static bool stop(void *context, const struct csv_record *r)
{
        (*(int *)context)++;
        return r->number < 1;
}

static void stopped(void **state)
{
        (void)state;
        struct csv c;
        int seen = 0;
        csv_init(&c, CSV_UTF_8, stop, &seen);
        assert_false(csv_feed(&c, STR("a\nb\nc\nd\n")));
        assert_false(csv_feed(&c, STR("e\n")));
        assert_false(csv_end(&c));
        assert_int_equal(c.problem, CSV_STOPPED);
        assert_int_equal(seen, 2);
        csv_release(&c);
}

static void writes(const char *text, const char *expected)
{
        struct buf out;
        buf_init(&out, NOTES_MAX);
        csv_add_text(&out, str_from(text));
        assert_str(buf_str(&out), expected);
        buf_release(&out);
}

static void writer(void **state)
{
        (void)state;
        writes(NULL, "");
        writes("", "");
        writes("linen", "linen");
        writes("a,b", "\"a,b\"");
        writes("a;b", "\"a;b\"");
        writes("5\" \"x\"", "\"5\"\" \"\"x\"\"\"");
        writes(" x", "\" x\"");
        writes("1\r\n2", "\"1\r\n2\"");
        writes("=1+1", "'=1+1");
        writes("+49", "'+49");
        writes("-1", "'-1");
        writes("@SUM(A1)", "'@SUM(A1)");
        writes("\tx", "\"'\tx\"");
        writes("\rx", "\"'\rx\"");
        writes("'tis", "'tis");
        writes("'=1", "''=1");
        struct buf out;
        buf_init(&out, NOTES_MAX);
        csv_add_plain(&out, STR("-12.50"));
        assert_str(buf_str(&out), "-12.50");
        buf_release(&out);
}

static void cell_text(void **state)
{
        (void)state;
        assert_str(csv_cell_text(STR("'=1")), "=1");
        assert_str(csv_cell_text(STR("''=1")), "'=1");
        assert_str(csv_cell_text(STR("'\tx")), "\tx");
        assert_str(csv_cell_text(STR("'tis")), "'tis");
        assert_str(csv_cell_text(STR("''")), "''");
        assert_str(csv_cell_text(STR("=1")), "=1");
        assert_str(csv_cell_text(STR("")), "");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(plain),
                cmocka_unit_test(empty_lines_are_skipped),
                cmocka_unit_test(separators),
                cmocka_unit_test(byte_order_mark),
                cmocka_unit_test(quotes),
                cmocka_unit_test(problems_of_records),
                cmocka_unit_test(quote_that_is_not_closed),
                cmocka_unit_test(encodings),
                cmocka_unit_test(large_cells),
                cmocka_unit_test(large_records),
                cmocka_unit_test(stopped),
                cmocka_unit_test(writer),
                cmocka_unit_test(cell_text),
        };
        return run_all(tests);
}
