/* HTML cut into tags and text. */
#include "mail/html_scan.h"

#include "mail/template/ascii.h"

static bool is_space(char c)
{
        return c == ' ' || (c >= '\t' && c <= '\r');
}

struct html_scan html_scan_start(struct str html)
{
        const char *at = html.len ? html.ptr : "";
        return (struct html_scan){at, at + html.len, false};
}

static struct str between(const char *start, const char *end)
{
        return (struct str){start, (size_t)(end - start)};
}

/* Takes what stands before `c`, and `c`; all that is left when there is none. */
static struct str take_until(struct html_scan *s, char c)
{
        const char *start = s->at, *found = memchr(start, c, (size_t)(s->end - start));
        s->at = found ? found + 1 : s->end;
        return between(start, found ? found : s->end);
}

static const char *skip_spaces(const char *at, const char *end)
{
        while (at < end && is_space(*at))
                at++;
        return at;
}

static struct str take_unquoted(struct html_scan *s)
{
        const char *start = s->at;
        while (s->at < s->end && !is_space(*s->at) && *s->at != '>')
                s->at++;
        return between(start, s->at);
}

/* The value of the attribute whose name was taken; "" when there is no =. */
static struct str take_value(struct html_scan *s)
{
        const char *at = skip_spaces(s->at, s->end);
        if (at == s->end || *at != '=')
                return STR("");
        s->at = skip_spaces(at + 1, s->end);
        char quote = s->at < s->end && (*s->at == '"' || *s->at == '\'') ? *s->at : 0;
        s->at += quote != 0;
        return quote ? take_until(s, quote) : take_unquoted(s);
}

static bool ends_name(char c)
{
        /* letters stand behind all of them */
        return (unsigned char)c <= '>' && (is_space(c) || c == '/' || c == '>' || c == '=');
}

/* Takes the name of a tag or an attribute, the first character of which may be any. */
static struct str take_name(struct html_scan *s)
{
        const char *start = s->at, *at = start + 1;
        while (at < s->end && !ends_name(*at))
                at++;
        s->at = at;
        return between(start, at);
}

bool html_attribute(struct html_scan *s, struct str *ret_name, struct str *ret_value)
{
        if (!s->in_tag)
                return false;
        const char *at = s->at;
        while (at < s->end && (is_space(*at) || *at == '/'))
                at++;
        s->in_tag = at < s->end && *at != '>';
        s->at = at + (at < s->end && !s->in_tag);
        if (!s->in_tag)
                return false;
        *ret_name = take_name(s);
        *ret_value = take_value(s);
        return true;
}

/* "<!-->" is a whole comment. */
static void skip_comment(struct html_scan *s)
{
        const char *end = memmem(s->at + 2, (size_t)(s->end - s->at) - 2, "-->", 3);
        s->at = end ? end + 3 : s->end;
}

/* < begins a tag before a letter, a slash with a letter, ! or ?; else it is text. */
static bool is_markup(const struct html_scan *s)
{
        size_t n = (size_t)(s->end - s->at);
        if (n < 2 || s->at[0] != '<')
                return false;
        char c = s->at[1];
        return ascii_is_letter(c) || c == '!' || c == '?' || (c == '/' && n > 2 && ascii_is_letter(s->at[2]));
}

static struct html_piece take_markup(struct html_scan *s)
{
        char c = s->at[1];
        if (c == '!' || c == '?') {
                if (str_starts(between(s->at, s->end), STR("<!--")))
                        skip_comment(s);
                else
                        take_until(s, '>');
                return (struct html_piece){.kind = HTML_OTHER};
        }
        s->at += c == '/' ? 2 : 1;
        s->in_tag = true;
        return (struct html_piece){c == '/' ? HTML_CLOSE : HTML_OPEN, take_name(s)};
}

static void leave_tag(struct html_scan *s)
{
        struct str name, value;
        while (html_attribute(s, &name, &value))
                ;
}

struct html_piece html_next(struct html_scan *s)
{
        leave_tag(s);
        if (s->at == s->end)
                return (struct html_piece){.kind = HTML_END};
        if (is_markup(s))
                return take_markup(s);
        const char *start = s->at++, *next = memchr(s->at, '<', (size_t)(s->end - s->at));
        s->at = next ? next : s->end;
        return (struct html_piece){HTML_TEXT, between(start, s->at)};
}

void html_skip_raw(struct html_scan *s, struct str name)
{
        leave_tag(s);
        while (s->at < s->end) {
                take_until(s, '<');
                struct str closing = between(s->at, s->end);
                if (closing.len <= name.len || closing.ptr[0] != '/' ||
                    !str_eq_nocase((struct str){closing.ptr + 1, name.len}, name) ||
                    (closing.len > name.len + 1 && !ends_name(closing.ptr[name.len + 1])))
                        continue;
                take_until(s, '>');
                return;
        }
}
