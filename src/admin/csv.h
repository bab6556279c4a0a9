/* CSV (RFC 4180) as spreadsheets write it: read in pieces of any size, and written a cell at a time.
 *
 *     csv_init(&c, CSV_UTF_8, on_record, context);
 *     while (more && csv_feed(&c, piece))
 *             ...
 *     if (!csv_end(&c))
 *             ... c.problem, c.problem_line and c.problem_column say why
 *
 * The first line tells what stands between cells: comma, semicolon or tab. Lines end in LF, CRLF or CR; cells in quotes
 * may hold all of these. Empty lines are skipped. Memory is bounded by CSV_RECORD_MAX, whatever the file holds.
 *
 * A cell that a spreadsheet would run as a formula is written with an apostrophe before it; csv_cell_text takes it off
 * again, so that what was written is what is read.
 */
#ifndef ADMIN_CSV_H
#define ADMIN_CSV_H

#include "base/buf.h"

enum {
        CSV_CELL_MAX = 1024 * 1024,       /* bytes; the longest text that the admin takes */
        CSV_RECORD_MAX = 4 * 1024 * 1024, /* bytes of all cells of a record */
        CSV_COLUMNS_MAX = 64,             /* a resource has at most 60 fields */
        CSV_HEADER_MAX = 64 * 1024,       /* bytes that are looked at to find the separator */
};

enum csv_encoding { CSV_UTF_8, CSV_WINDOWS_1252 };

enum csv_problem {
        CSV_FINE,
        /* Of the file: nothing behind it is read. */
        CSV_UTF_16,
        CSV_NOT_UTF_8,
        CSV_NOT_WINDOWS_1252,
        CSV_NUL,
        CSV_QUOTE_OPEN, /* where the quote begins */
        CSV_STOPPED,    /* by on_record */
        /* Of a record: the next ones are read. */
        CSV_BEHIND_QUOTE,
        CSV_CELL_TOO_LARGE,
        CSV_RECORD_TOO_LARGE,
};

/* The stable word for a problem and what to tell people: "cell_too_large", "A cell may hold 1 MB." */
struct str csv_problem_code(enum csv_problem p);
struct str csv_problem_message(enum csv_problem p);

struct csv_record {
        uint64_t number; /* 0: the header */
        uint64_t line;   /* where it begins, from 1 */
        size_t count;    /* cells; those beyond CSV_COLUMNS_MAX are counted and not kept */
        const struct str *cells;
        enum csv_problem problem; /* the first one; its cell is cut there */
        uint64_t problem_line;
        size_t problem_cell; /* from 0 */
};

/* The record lives until it returns. False stops. */
typedef bool csv_on_record(void *context, const struct csv_record *record);

struct csv {
        csv_on_record *on_record;
        void *context;
        enum csv_encoding encoding;
        char separator; /* NUL before the first line is there */
        enum csv_problem problem;
        uint64_t problem_line;
        size_t problem_column; /* characters, from 1 */
        /* private: where it stands */
        int state;
        bool after_cr;
        uint64_t line, quote_line;
        size_t column, quote_column;
        unsigned char expected, low, high; /* continuation bytes of UTF-8 and the next one's range */
        /* private: the record that is being read */
        struct buf head, bytes;
        size_t starts[CSV_COLUMNS_MAX + 1], cell_count, cell_start;
        struct str cells[CSV_COLUMNS_MAX];
        struct csv_record record;
};

void csv_init(struct csv *c, enum csv_encoding encoding, csv_on_record *on_record, void *context);
void csv_release(struct csv *c);
/* False: the file has a problem, or on_record said stop; more is not taken. */
bool csv_feed(struct csv *c, struct str piece) __attribute__((warn_unused_result));
/* Hands out the last record, which needs no line's end. False as csv_feed's. */
bool csv_end(struct csv *c) __attribute__((warn_unused_result));

/* Whether text is written with an apostrophe before it. */
bool csv_is_marked(struct str text);
/* A cell as it was before csv_add_text wrote it. */
struct str csv_cell_text(struct str cell);

/* Text for a cell, in quotes where it needs them, with an apostrophe where it would be a formula: before = + - @, tab,
 * CR or LF, and before apostrophes that stand before one of these. STR_NULL writes nothing. The caller writes commas
 * and ends lines with CRLF. */
void csv_add_text(struct buf *b, struct str text);
/* What is known to be a number or a time, and is nothing to be run: never an apostrophe. */
void csv_add_plain(struct buf *b, struct str text);

#endif
