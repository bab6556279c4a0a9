/* Rows of the database as values of templates. */
#include <stdlib.h>

#include "mail/letter.h"

/* Types of PostgreSQL (catalog/pg_type.dat); others are shown as their text. */
enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_JSON = 114 };

int letter_row_of(const PGresult *r, int64_t message_id)
{
        int low = 0, high = PQntuples(r), column = PQfnumber(r, "message_id");
        while (low < high) {
                int middle = low + (high - low) / 2;
                if (strtoll(PQgetvalue(r, middle, column), NULL, 10) < message_id)
                        low = middle + 1;
                else
                        high = middle;
        }
        bool found = low < PQntuples(r) && strtoll(PQgetvalue(r, low, column), NULL, 10) == message_id;
        return found ? low : PQntuples(r);
}

static bool read_json(struct arena *a, struct str text, struct value *ret)
{
        json_t *json = json_loadb(text.ptr, text.len, JSON_DECODE_ANY, NULL);
        bool fine = json && value_from_json(a, json, ret);
        json_decref(json);
        return fine;
}

static bool read_column(struct arena *a, const PGresult *r, int row, int column, struct value *ret)
{
        struct str text = {PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column)};
        *ret = value_none();
        if (PQgetisnull(r, row, column))
                return true;
        switch (PQftype(r, column)) {
        case TYPE_BOOL: *ret = value_bool(text.ptr[0] == 't'); return true;
        case TYPE_INT2:
        case TYPE_INT4:
        case TYPE_INT8: *ret = value_int(strtoll(text.ptr, NULL, 10)); return true;
        case TYPE_JSON: return read_json(a, text, ret);
        default: *ret = value_text(arena_copy(a, text)); return ret->text.ptr != NULL;
        }
}

bool letter_row(struct arena *a, const PGresult *r, int row, struct dict_entry *entries, size_t room, size_t *ret_count)
{
        size_t count = 0;
        for (int i = 0; i < PQnfields(r); i++) {
                struct str name = str_from(PQfname(r, i));
                if (str_starts(name, STR("_")) || str_eq(name, STR("message_id")))
                        continue;
                if (count == room)
                        return false;
                entries[count].key = arena_copy(a, name);
                if (!entries[count].key.ptr || !read_column(a, r, row, i, &entries[count].value))
                        return false;
                count++;
        }
        *ret_count = count;
        return true;
}
