/* The body of RFC 8058, in both of its forms. */
#include "campaigns/one_click.h"

#include <stdio.h>

#define NAME "List-Unsubscribe"
#define VALUE "One-Click"

static bool is_in_form(struct str body)
{
        while (body.ptr)
                if (str_eq(str_trim(str_cut(&body, '&')), STR(NAME "=" VALUE)))
                        return true;
        return false;
}

static struct str without_quotes(struct str value)
{
        value = str_trim(value);
        bool is_quoted = value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"';
        return is_quoted ? (struct str){value.ptr + 1, value.len - 2} : value;
}

/* The value of a parameter ("; name=value"), STR_NULL without it. */
static struct str parameter(struct str parameters, struct str wanted)
{
        while (parameters.ptr) {
                struct str value = str_cut(&parameters, ';');
                struct str name = str_trim(str_cut(&value, '='));
                if (value.ptr && str_eq_nocase(name, wanted))
                        return without_quotes(value);
        }
        return STR_NULL;
}

/* Cuts at the first line end. */
static struct str cut_line(struct str *rest)
{
        struct str line = str_cut(rest, '\n');
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
                line.len--;
        return line;
}

static bool names_the_pair(struct str header)
{
        struct str value = header;
        struct str name = str_cut(&value, ':');
        if (!value.ptr || !str_eq_nocase(str_trim(name), STR("Content-Disposition")))
                return false;
        struct str disposition = str_trim(str_cut(&value, ';'));
        return str_eq_nocase(disposition, STR("form-data")) && str_eq(parameter(value, STR("name")), STR(NAME));
}

/* Lines: the delimiter, headers, an empty one, the value; the last delimiter ends in "--" (RFC 2046, 5.1.1). */
static bool is_in_parts(struct str body, struct str boundary)
{
        char text[ONE_CLICK_BOUNDARY_MAX + 3];
        if (boundary.len == 0 || boundary.len > ONE_CLICK_BOUNDARY_MAX)
                return false;
        snprintf(text, sizeof text, "--%.*s", STR_ARG(boundary));
        struct str delimiter = str_from(text);
        while (body.ptr) {
                if (!str_eq(str_trim(cut_line(&body)), delimiter))
                        continue;
                bool is_named = false;
                for (struct str line = cut_line(&body); line.len > 0; line = cut_line(&body))
                        is_named |= names_the_pair(line);
                if (is_named && str_eq(cut_line(&body), STR(VALUE)) && str_starts(cut_line(&body), delimiter))
                        return true;
        }
        return false;
}

bool one_click_is_asked(struct str content_type, struct str body)
{
        struct str parameters = content_type;
        struct str media = str_trim(str_cut(&parameters, ';'));
        if (str_eq_nocase(media, STR("application/x-www-form-urlencoded")))
                return is_in_form(body);
        return str_eq_nocase(media, STR("multipart/form-data")) &&
               is_in_parts(body, parameter(parameters, STR("boundary")));
}
