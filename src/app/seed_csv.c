/* CSV files as JSON, for seed demo. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/seed.h"
#include "base/buf.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024, COLUMNS_MAX = 32 };

struct str seed_read_file(struct arena *a, const char *directory, const char *file)
{
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", directory, file);
        FILE *f = fopen(path, "re");
        struct buf bytes;
        char piece[8192];
        buf_init(&bytes, FILE_MAX_BYTES);
        for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
                buf_add(&bytes, (struct str){piece, n});
        struct str text = f && !bytes.failed ? arena_copy(a, buf_str(&bytes)) : STR_NULL;
        if (!text.ptr)
                fprintf(stderr, "startupwebapp: can't read %s: %s\n", path, strerror(f ? EFBIG : errno));
        if (f)
                fclose(f);
        buf_release(&bytes);
        return text;
}

/* The next cell, unquoted, in the arena; *ret_last tells that a line ended behind it. */
static struct str next_cell(struct arena *a, struct str *rest, bool *ret_last)
{
        size_t i = 0, n = 0;
        bool quoted = rest->len && rest->ptr[0] == '"';
        char *out = arena_alloc(a, 1, rest->len < 65536 ? rest->len + 1 : 65536);
        for (i = quoted; out && i < rest->len && n < 65535; i++) {
                char c = rest->ptr[i];
                if (quoted && c == '"') {
                        if (i + 1 < rest->len && rest->ptr[i + 1] == '"') {
                                out[n++] = '"';
                                i++;
                                continue;
                        }
                        quoted = false;
                        continue;
                }
                if (!quoted && (c == ',' || c == '\n' || c == '\r'))
                        break;
                out[n++] = c;
        }
        bool carriage = i < rest->len && rest->ptr[i] == '\r';
        *ret_last = i >= rest->len || carriage || rest->ptr[i] == '\n';
        *rest = str_from_offset(*rest, i + 1 + (carriage && i + 1 < rest->len && rest->ptr[i + 1] == '\n'));
        return (struct str){out, n};
}

static size_t read_line(struct arena *a, struct str *rest, struct str cells[COLUMNS_MAX])
{
        size_t n = 0;
        for (bool last = false; !last && n < COLUMNS_MAX;)
                cells[n++] = next_cell(a, rest, &last);
        return n;
}

static void write_object(struct buf *json, const struct str *names, const struct str *cells, size_t count)
{
        buf_add_char(json, '{');
        for (size_t i = 0; i < count; i++) {
                if (i)
                        buf_add_char(json, ',');
                buf_add_json(json, names[i]);
                buf_add_char(json, ':');
                buf_add_json(json, cells[i].len ? cells[i] : STR_NULL);
        }
        buf_add_char(json, '}');
}

struct str seed_csv_as_json(struct arena *a, const char *directory, const char *file)
{
        struct str rest = seed_read_file(a, directory, file), names[COLUMNS_MAX], cells[COLUMNS_MAX];
        struct buf json;
        if (!rest.ptr)
                return STR_NULL;
        buf_init(&json, 2 * FILE_MAX_BYTES);
        buf_add_char(&json, '[');
        size_t columns = read_line(a, &rest, names), line = 1;
        bool fine = true;
        while (rest.len && fine) {
                size_t n = read_line(a, &rest, cells);
                line++;
                if (n != columns) {
                        fprintf(stderr, "startupwebapp: %s/%s, record %zu: %zu cells instead of %zu\n", directory, file,
                                line, n, columns);
                        fine = false;
                }
                if (json.len > 1)
                        buf_add_char(&json, ',');
                write_object(&json, names, cells, columns);
        }
        buf_add_char(&json, ']');
        struct str text = fine && !json.failed ? arena_copy(a, buf_str(&json)) : STR_NULL;
        buf_release(&json);
        return text;
}
