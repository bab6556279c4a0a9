/* HTML cut into tags and text. */
#include "mail/html_scan.h"

#include "mail/template/utf8.h"

enum { ENTITY_MAX = 12 /* bytes between & and ; */ };

static bool is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
        return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the tag at the start of s up to its >, quoted attributes passed over; all of s when it has no end. */
static size_t tag_length(struct str s)
{
        char quote = 0;
        for (size_t i = 1; i < s.len; i++) {
                char c = s.ptr[i];
                if (quote)
                        quote = c == quote ? 0 : quote;
                else if (c == '>')
                        return i + 1;
                else if ((c == '"' || c == '\'') && s.ptr[i - 1] == '=')
                        quote = c;
        }
        return s.len;
}

static size_t comment_length(struct str s)
{
        const char *end = s.len > 4 ? memmem(s.ptr + 4, s.len - 4, "-->", 3) : NULL;
        return end ? (size_t)(end + 3 - s.ptr) : s.len;
}

/* < begins a tag before a letter, a slash with a letter, or !; else it is text. */
static size_t markup_length(struct str s)
{
        if (s.len < 2 || s.ptr[0] != '<')
                return 0;
        if (str_starts(s, STR("<!--")))
                return comment_length(s);
        bool tag = is_letter(s.ptr[1]) || s.ptr[1] == '!' || (s.ptr[1] == '/' && s.len > 2 && is_letter(s.ptr[2]));
        return tag ? tag_length(s) : 0;
}

static struct html_piece read_markup(struct str tag)
{
        struct html_piece p = {.kind = HTML_OTHER};
        size_t from = 1, to;
        if (tag.ptr[1] == '!')
                return p;
        p.kind = tag.ptr[1] == '/' ? HTML_CLOSE : HTML_OPEN;
        from += p.kind == HTML_CLOSE;
        for (to = from; to < tag.len && !is_space(tag.ptr[to]) && tag.ptr[to] != '/' && tag.ptr[to] != '>'; to++)
                ;
        p.name = (struct str){tag.ptr + from, to - from};
        p.attributes = str_from_offset(tag, to);
        if (str_ends(p.attributes, STR(">")))
                p.attributes.len--;
        return p;
}

struct html_piece html_next(struct str *rest)
{
        size_t n = markup_length(*rest);
        struct str piece = {rest->ptr, n};
        if (rest->len == 0)
                return (struct html_piece){.kind = HTML_END};
        if (n > 0) {
                *rest = str_from_offset(*rest, n);
                return read_markup(piece);
        }
        for (n = 1; n < rest->len && rest->ptr[n] != '<'; n++)
                ;
        piece.len = n;
        *rest = str_from_offset(*rest, n);
        return (struct html_piece){.kind = HTML_TEXT, .text = piece};
}

static struct str skip_between(struct str s)
{
        while (s.len && (is_space(s.ptr[0]) || s.ptr[0] == '/'))
                s = str_from_offset(s, 1);
        return s;
}

/* The value behind the = at the start of *s; "" when there is no =. */
static struct str take_value(struct str *s)
{
        struct str at = str_trim(*s);
        if (at.len == 0 || at.ptr[0] != '=')
                return STR("");
        at = str_trim(str_from_offset(at, 1));
        char quote = at.len && (at.ptr[0] == '"' || at.ptr[0] == '\'') ? at.ptr[0] : 0;
        size_t n = 0;
        if (quote)
                at = str_from_offset(at, 1);
        while (n < at.len && (quote ? at.ptr[n] != quote : !is_space(at.ptr[n])))
                n++;
        *s = str_from_offset(at, n + (quote != 0));
        return (struct str){at.ptr, n};
}

struct str html_attribute(struct str attributes, struct str name)
{
        for (struct str rest = skip_between(attributes); rest.len > 0; rest = skip_between(rest)) {
                size_t n = 1;
                while (n < rest.len && !is_space(rest.ptr[n]) && rest.ptr[n] != '=' && rest.ptr[n] != '/')
                        n++;
                struct str each = {rest.ptr, n};
                rest = str_from_offset(rest, n);
                struct str value = take_value(&rest);
                if (str_eq_nocase(each, name))
                        return value;
        }
        return STR_NULL;
}

/* Those that people and editors write into mails (HTML standard, 13.5); numbers serve for all others. */
static uint32_t named_entity(struct str name)
{
        static const struct {
                struct str name;
                uint32_t character;
        } entities[] = {
                {STR("amp"), '&'},      {STR("lt"), '<'},        {STR("gt"), '>'},        {STR("quot"), '"'},
                {STR("apos"), '\''},    {STR("nbsp"), 0xA0},     {STR("iexcl"), 0xA1},    {STR("cent"), 0xA2},
                {STR("pound"), 0xA3},   {STR("yen"), 0xA5},      {STR("sect"), 0xA7},     {STR("copy"), 0xA9},
                {STR("laquo"), 0xAB},   {STR("shy"), 0xAD},      {STR("reg"), 0xAE},      {STR("deg"), 0xB0},
                {STR("plusmn"), 0xB1},  {STR("sup2"), 0xB2},     {STR("sup3"), 0xB3},     {STR("para"), 0xB6},
                {STR("middot"), 0xB7},  {STR("raquo"), 0xBB},    {STR("frac12"), 0xBD},   {STR("iquest"), 0xBF},
                {STR("Auml"), 0xC4},    {STR("Eacute"), 0xC9},   {STR("Ntilde"), 0xD1},   {STR("Ouml"), 0xD6},
                {STR("times"), 0xD7},   {STR("Uuml"), 0xDC},     {STR("szlig"), 0xDF},    {STR("agrave"), 0xE0},
                {STR("aacute"), 0xE1},  {STR("acirc"), 0xE2},    {STR("atilde"), 0xE3},   {STR("auml"), 0xE4},
                {STR("aring"), 0xE5},   {STR("aelig"), 0xE6},    {STR("ccedil"), 0xE7},   {STR("egrave"), 0xE8},
                {STR("eacute"), 0xE9},  {STR("ecirc"), 0xEA},    {STR("euml"), 0xEB},     {STR("iacute"), 0xED},
                {STR("icirc"), 0xEE},   {STR("iuml"), 0xEF},     {STR("ntilde"), 0xF1},   {STR("oacute"), 0xF3},
                {STR("ocirc"), 0xF4},   {STR("otilde"), 0xF5},   {STR("ouml"), 0xF6},     {STR("divide"), 0xF7},
                {STR("oslash"), 0xF8},  {STR("ugrave"), 0xF9},   {STR("uacute"), 0xFA},   {STR("ucirc"), 0xFB},
                {STR("uuml"), 0xFC},    {STR("ensp"), 0x2002},   {STR("emsp"), 0x2003},   {STR("thinsp"), 0x2009},
                {STR("zwnj"), 0x200C},  {STR("zwj"), 0x200D},    {STR("ndash"), 0x2013},  {STR("mdash"), 0x2014},
                {STR("lsquo"), 0x2018}, {STR("rsquo"), 0x2019},  {STR("sbquo"), 0x201A},  {STR("ldquo"), 0x201C},
                {STR("rdquo"), 0x201D}, {STR("bdquo"), 0x201E},  {STR("bull"), 0x2022},   {STR("hellip"), 0x2026},
                {STR("prime"), 0x2032}, {STR("lsaquo"), 0x2039}, {STR("rsaquo"), 0x203A}, {STR("euro"), 0x20AC},
                {STR("trade"), 0x2122}, {STR("larr"), 0x2190},   {STR("uarr"), 0x2191},   {STR("rarr"), 0x2192},
                {STR("darr"), 0x2193},  {STR("minus"), 0x2212},  {STR("ne"), 0x2260},     {STR("le"), 0x2264},
                {STR("ge"), 0x2265},    {STR("hearts"), 0x2665}, {STR("check"), 0x2713},  {STR("star"), 0x2606},
        };
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
                if (str_eq(entities[i].name, name))
                        return entities[i].character;
        return 0;
}

/* #65 or #x41; 0 for what is no character. */
static uint32_t numbered_entity(struct str digits)
{
        uint32_t base = digits.len && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X') ? 16 : 10, c = 0;
        for (size_t i = base == 16; i < digits.len; i++) {
                char d = digits.ptr[i];
                uint32_t digit = d >= '0' && d <= '9'   ? (uint32_t)(d - '0')
                                 : d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10)
                                 : d >= 'A' && d <= 'F' ? (uint32_t)(d - 'A' + 10)
                                                        : 99;
                if (digit >= base || c > 0x10FFFF)
                        return 0;
                c = c * base + digit;
        }
        return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || (c < ' ' && c != '\t' && c != '\n') ? 0 : c;
}

uint32_t html_character(struct str *text)
{
        struct str name = str_from_offset(*text, 1);
        size_t n = 0;
        if (text->ptr[0] != '&')
                return utf8_next(text);
        while (n < name.len && n < ENTITY_MAX && name.ptr[n] != ';')
                n++;
        bool closed = n < name.len && name.ptr[n] == ';';
        name.len = n;
        uint32_t c = !closed                          ? 0
                     : name.len && name.ptr[0] == '#' ? numbered_entity(str_from_offset(name, 1))
                                                      : named_entity(name);
        if (c == 0)
                return utf8_next(text);
        *text = str_from_offset(*text, n + 2);
        return c;
}
