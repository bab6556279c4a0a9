/* Character references of HTML, as mails have them. */
#include "mail/html_character.h"

#include "mail/template/ascii.h"
#include "mail/template/utf8.h"

enum { ENTITY_MAX = 12 /* bytes between & and ; */ };

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

/* What browsers make of numbers that are Windows' and not Unicode's (HTML standard, 13.2.5.80); 0: what is no
 * character. */
static uint32_t numbered_character(uint32_t c)
{
        static const uint16_t windows[] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                           0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                           0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
        if (c >= 0x80 && c < 0xA0)
                return windows[c - 0x80];
        return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || c == 0x7F || (c < ' ' && c != '\t' && c != '\n') ? 0 : c;
}

/* #65 or #x41; 0 for what is no character. */
static uint32_t numbered_entity(struct str digits)
{
        bool hex = digits.len > 1 && (digits.ptr[0] == 'x' || digits.ptr[0] == 'X');
        uint32_t base = hex ? 16 : 10, c = 0;
        for (size_t i = hex; i < digits.len; i++) {
                int digit = ascii_hex_value(digits.ptr[i]);
                if (digit < 0 || (uint32_t)digit >= base || c > 0x10FFFF)
                        return 0;
                c = c * base + (uint32_t)digit;
        }
        return numbered_character(c);
}

static bool is_of_entity(char c)
{
        return ascii_is_letter(c) || ascii_is_digit(c) || c == '#';
}

/* Without its semicolon a reference still counts, but not where it is the name of a parameter: "?a=1&copy=2". */
static bool ends_entity(struct str behind)
{
        return behind.len == 0 || behind.ptr[0] == ';' || (!is_of_entity(behind.ptr[0]) && behind.ptr[0] != '=');
}

uint32_t html_character(struct str *text)
{
        struct str name = str_from_offset(*text, 1), behind;
        size_t n = 0;
        uint32_t c = 0;
        if (text->ptr[0] != '&')
                return utf8_next(text);
        while (n < name.len && n < ENTITY_MAX && is_of_entity(name.ptr[n]))
                n++;
        behind = str_from_offset(name, n);
        name.len = n;
        if (n > 0 && ends_entity(behind))
                c = name.ptr[0] == '#' ? numbered_entity(str_from_offset(name, 1)) : named_entity(name);
        if (c == 0)
                return utf8_next(text);
        *text = str_from_offset(behind, behind.len > 0 && behind.ptr[0] == ';');
        return c;
}
