/* Whatever bytes come in: JSON, HTML and URL text that is written of them is safe, and numbers read back. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "mail/html_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { OUTPUT_MAX = 16 * 1024 * 1024 };

static void check(bool good)
{
        if (!good)
                abort();
}

static bool has_any(struct str s, const char *set)
{
        for (; *set; set++)
                if (str_find(s, *set) < s.len)
                        return true;
        return false;
}

static void check_writers(struct str s)
{
        struct buf out;
        buf_init(&out, OUTPUT_MAX);
        buf_add_json(&out, s);
        check(out.failed || (str_is_text(buf_str(&out)) && !has_any(buf_str(&out), "\n\r\t")));
        buf_clear(&out);
        buf_add_html(&out, s);
        check(out.failed || !has_any(buf_str(&out), "<>\"'"));
        buf_clear(&out);
        buf_add_url(&out, s);
        check(out.failed || (str_is_text(buf_str(&out)) && !has_any(buf_str(&out), " <>\"'&?/=#")));
        buf_release(&out);
}

static void check_text_of_html(struct str s)
{
        struct buf out;
        buf_init(&out, OUTPUT_MAX);
        html_text(&out, s);
        struct str text = buf_str(&out);
        check(out.failed || text.len == 0 || str_ends(text, STR("\n")));
        check(out.failed || !str_is_text(s) || str_is_text(text));
        buf_release(&out);
}

static void check_number(struct str s)
{
        int64_t value, again;
        char text[32];
        if (!str_to_int64(s, &value))
                return;
        snprintf(text, sizeof text, "%lld", (long long)value);
        check(str_to_int64(str_from(text), &again) && again == value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        struct str s = {(const char *)bytes, size}, rest = s;
        size_t parts = 0;
        check_writers(s);
        check_text_of_html(s);
        check_number(s);
        check(str_trim(s).len <= s.len);
        for (; rest.ptr && parts <= size; parts++)
                check(str_cut(&rest, ',').len <= size);
        check(!rest.ptr);
        return 0;
}
