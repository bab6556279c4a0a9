/* Cells of a file as typed values: text becomes the JSON that the API would be sent, and is checked as that is. */
#include <stdlib.h>

#include "admin/import_job.h"
#include "admin/values.h"

enum { SHOWN_MAX = 100 }; /* bytes of a cell that an error repeats */

static struct str shortened(struct str text)
{
        if (text.len <= SHOWN_MAX)
                return text;
        size_t len = SHOWN_MAX;
        while (len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
                len--;
        return (struct str){text.ptr, len};
}

void error_add(struct buf *errors, struct str field, struct str code, struct str message, struct str value)
{
        if (errors->len)
                buf_add_char(errors, ',');
        buf_add(errors, STR("{\"field\":"));
        buf_add_json(errors, field);
        buf_add(errors, STR(",\"code\":"));
        buf_add_json(errors, code);
        buf_add(errors, STR(",\"message\":"));
        buf_add_json(errors, message);
        buf_add(errors, STR(",\"value\":"));
        buf_add_json(errors, shortened(value));
        buf_add_char(errors, '}');
}

/* Money. */

bool money_read(struct str text, int64_t exponent, int64_t *ret)
{
        bool negative = text.len && text.ptr[0] == '-', pointed = false;
        int64_t amount = 0, digits = 0, decimals = 0;
        for (size_t i = negative; i < text.len; i++) {
                char c = text.ptr[i];
                if ((c == '.' || c == ',') && !pointed && digits)
                        pointed = true;
                else if (c < '0' || c > '9' || __builtin_mul_overflow(amount, 10, &amount) ||
                         __builtin_add_overflow(amount, c - '0', &amount))
                        return false;
                else if (pointed)
                        decimals++;
                else
                        digits++;
        }
        if (!digits || decimals > exponent || (pointed && !decimals))
                return false;
        for (; decimals < exponent; decimals++)
                if (__builtin_mul_overflow(amount, 10, &amount))
                        return false;
        *ret = negative ? -amount : amount;
        return true;
}

void money_write(struct buf *out, int64_t amount, int64_t exponent)
{
        uint64_t whole = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount, unit = 1;
        for (int64_t i = 0; i < exponent; i++)
                unit *= 10;
        buf_printf(out, "%s%llu", amount < 0 ? "-" : "", (unsigned long long)(whole / unit));
        if (exponent > 0)
                buf_printf(out, ".%0*llu", (int)exponent, (unsigned long long)(whole % unit));
}

/* Values. NULL: the cell is not of the type. */

static json_t *integer_of(struct str cell)
{
        int64_t number;
        return str_to_int64(cell, &number) ? json_integer(number) : NULL;
}

static json_t *money_of(struct str cell, int64_t exponent)
{
        int64_t amount;
        return money_read(cell, exponent, &amount) ? json_integer(amount) : NULL;
}

static json_t *boolean_of(struct str cell)
{
        static const struct str yes[] = {STR("true"), STR("yes"), STR("1")}, no[] = {STR("false"), STR("no"), STR("0")};
        for (size_t i = 0; i < 3; i++) {
                if (str_eq_nocase(cell, yes[i]))
                        return json_true();
                if (str_eq_nocase(cell, no[i]))
                        return json_false();
        }
        return NULL;
}

static json_t *json_of(struct str cell)
{
        return json_loadb(cell.ptr, cell.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
}

/* A list as JSON, or its texts with commas between them. */
static json_t *texts_of(struct str cell)
{
        if (str_starts(cell, STR("[")))
                return json_of(cell);
        json_t *list = json_array();
        while (list && cell.ptr) {
                struct str each = str_trim(str_cut(&cell, ','));
                if (each.len && json_array_append_new(list, json_stringn(each.ptr, each.len)) != 0) {
                        json_decref(list);
                        return NULL;
                }
        }
        return list;
}

/* Spreadsheets write "2026-11-25 09:30" and "2026-11-25": in UTC. */
static json_t *time_of(struct arena *a, struct str cell)
{
        struct str text = cell;
        bool dated = cell.len >= 10 && cell.ptr[4] == '-' && cell.ptr[7] == '-';
        if (dated && cell.len == 10)
                text = arena_printf(a, "%.*sT00:00:00Z", STR_ARG(cell));
        else if (dated && cell.len >= 16 && cell.ptr[10] == ' ')
                text = arena_printf(a, "%.10sT%.*s%s%s", cell.ptr, (int)cell.len - 11, cell.ptr + 11,
                                    cell.len == 16 ? ":00" : "", cell.len <= 19 ? "Z" : "");
        return text.ptr ? json_stringn(text.ptr, text.len) : NULL;
}

static json_t *value_of(struct arena *a, const struct admin_field *f, struct str cell, int64_t exponent)
{
        switch (f->type) {
        case ADMIN_INTEGER:
        case ADMIN_BASIS_POINTS: return integer_of(str_trim(cell));
        case ADMIN_MONEY: return money_of(str_trim(cell), exponent);
        case ADMIN_BOOLEAN: return boolean_of(str_trim(cell));
        case ADMIN_JSON: return json_of(cell);
        case ADMIN_TEXTS: return texts_of(cell);
        case ADMIN_TIME: return time_of(a, str_trim(cell));
        default: return json_stringn(cell.ptr, cell.len);
        }
}

static struct str what_is_wanted(enum admin_type type)
{
        switch (type) {
        case ADMIN_MONEY: return STR("Give an amount such as 12.50.");
        case ADMIN_BOOLEAN: return STR("Give true or false.");
        case ADMIN_JSON: return STR("This is not valid JSON.");
        case ADMIN_TEXTS: return STR("Give a list of texts: [\"a\", \"b\"].");
        default: return STR("Give a whole number.");
        }
}

static void add_given(struct buf *given, const struct admin_field *f, struct str json, bool is_text)
{
        if (given->len)
                buf_add_char(given, ',');
        buf_add_json(given, str_from(f->name));
        buf_add_char(given, ':');
        if (is_text)
                buf_add_json(given, json);
        else
                buf_add(given, json);
}

static bool is_bare(enum admin_type type)
{
        return type == ADMIN_INTEGER || type == ADMIN_MONEY || type == ADMIN_BASIS_POINTS || type == ADMIN_BOOLEAN ||
               type == ADMIN_JSON || type == ADMIN_TEXTS;
}

static void read_value(struct arena *a, const struct admin_field *f, struct str cell, int64_t exponent,
                       struct buf *given, struct buf *errors)
{
        struct str field = str_from(f->name), text;
        struct value_problem problem;
        if (f->type == ADMIN_REFERENCE) { /* looked for in its table, by key or by what else is unique there */
                add_given(given, f, str_trim(cell), true);
                return;
        }
        json_t *value = value_of(a, f, cell, exponent);
        if (!value)
                error_add(errors, field, STR("wrong_type"), what_is_wanted(f->type), cell);
        else if (!json_is_null(value) && !value_read(a, f, value, VALUE_WRITTEN, &text, &problem))
                error_add(errors, field, str_from(problem.code), problem.message, cell);
        else if (json_is_null(value))
                add_given(given, f, STR("null"), false);
        else
                add_given(given, f, text, !is_bare(f->type));
        json_decref(value);
}

static void read_empty(struct arena *a, const struct admin_field *f, struct buf *given, struct buf *errors)
{
        if (f->flags & ADMIN_NULL)
                add_given(given, f, STR("null"), false);
        else if (f->flags & ADMIN_REQUIRED)
                error_add(errors, str_from(f->name), STR("required"), STR("This is required."), STR(""));
        else if (value_is_text(f->type) && f->type != ADMIN_CHOICE)
                read_value(a, f, STR(""), 0, given, errors);
}

void cell_read(struct arena *a, const struct admin_field *f, struct str cell, int64_t exponent, struct buf *given,
               struct buf *errors)
{
        struct str text = csv_cell_text(cell);
        if (text.len)
                read_value(a, f, text, exponent, given, errors);
        else
                read_empty(a, f, given, errors);
}
