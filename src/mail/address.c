/* E-mail addresses. */
#include "mail/address.h"

#include <string.h>
#include <unicode/uidna.h>

enum {
        LABEL_MAX = 63,                 /* RFC 1035, 2.3.4 */
        MAIL_CONVERTED_FROM_MAX = 1024, /* bytes; four a character, and punycode is seldom shorter */
};

static bool is_alphanumeric(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322, 3.2.3. */
static bool is_atext(char c)
{
        return is_alphanumeric(c) || (c != 0 && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool has_high_bytes(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if ((unsigned char)s.ptr[i] >= 0x80)
                        return true;
        return false;
}

static struct str local_part_problem(struct str local)
{
        if (local.len == 0)
                return STR("there is nothing before the @");
        if (local.ptr[0] == '"')
                return STR("the part before the @ stands in quotes, which few servers take");
        if (str_find(local, '(') < local.len)
                return STR("the address has a comment in parentheses");
        if (has_high_bytes(local))
                return STR("the part before the @ has letters outside ASCII");
        if (local.len > MAIL_LOCAL_PART_MAX)
                return STR("the part before the @ is longer than 64 characters");
        for (size_t i = 0; i < local.len; i++) {
                bool dot_between = local.ptr[i] == '.' && i > 0 && i + 1 < local.len && local.ptr[i + 1] != '.';
                if (!is_atext(local.ptr[i]) && !dot_between)
                        return STR("the part before the @ holds a character or dot that is not allowed there");
        }
        return STR_NULL;
}

static bool label_is_valid(struct str label)
{
        if (label.len == 0 || label.len > LABEL_MAX || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
                return false;
        for (size_t i = 0; i < label.len; i++)
                if (!is_alphanumeric(label.ptr[i]) && label.ptr[i] != '-')
                        return false;
        return true;
}

static struct str domain_problem(struct str domain)
{
        if (has_high_bytes(domain))
                return STR("the domain has letters outside ASCII");
        if (str_find(domain, '.') == domain.len && !str_eq_nocase(domain, STR("localhost")))
                return STR("the domain has no dot");
        for (struct str rest = domain; rest.ptr;)
                if (!label_is_valid(str_cut(&rest, '.')))
                        return STR("the domain is not valid");
        return STR_NULL;
}

struct str mail_address_problem(struct str address)
{
        if (address.len == 0)
                return STR("the address is empty");
        if (address.len > MAIL_ADDRESS_MAX)
                return STR("the address is longer than 254 characters");
        struct str domain = address;
        struct str local = str_cut(&domain, '@');
        if (!domain.ptr)
                return STR("there is no @ in the address");
        struct str problem = local_part_problem(local);
        return problem.ptr ? problem : domain_problem(domain);
}

typedef int32_t converts(const UIDNA *, const char *, int32_t, char *, int32_t, UIDNAInfo *, UErrorCode *);

/* False: some of it can't be in a domain, or it becomes too long. */
static bool convert_domain(converts *convert, struct str domain, char *out, int32_t size)
{
        static const uint32_t how = UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE |
                                    UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ;
        UErrorCode status = U_ZERO_ERROR;
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        UIDNA *idna = uidna_openUTS46(how, &status);
        if (U_FAILURE(status))
                return false;
        int32_t n = convert(idna, domain.ptr, (int32_t)domain.len, out, size, &info, &status);
        uidna_close(idna);
        return U_SUCCESS(status) && info.errors == 0 && n < size;
}

struct str mail_address_convert(struct arena *a, struct str typed, struct str *ret)
{
        char ascii[MAIL_ADDRESS_MAX + 1];
        struct str domain = typed;
        *ret = typed;
        struct str local = str_cut(&domain, '@');
        if (!has_high_bytes(domain) || typed.len > MAIL_CONVERTED_FROM_MAX)
                return mail_address_problem(typed);
        if (!str_is_text(domain) || !convert_domain(uidna_nameToASCII_UTF8, domain, ascii, sizeof ascii))
                return STR("the domain has letters that no domain can have");
        struct str converted = arena_printf(a, "%.*s@%s", STR_ARG(local), ascii);
        if (!converted.ptr)
                return STR("the address can't be checked at the moment; try again");
        struct str problem = mail_address_problem(converted);
        if (!problem.ptr)
                *ret = converted;
        return problem;
}

struct str mail_address_read_domain(struct str address, char out[MAIL_ADDRESS_READ_SIZE])
{
        struct str domain = address;
        struct str local = str_cut(&domain, '@');
        if (!domain.ptr || address.len > MAIL_ADDRESS_MAX || !str_is_text(domain))
                return address;
        memcpy(out, address.ptr, local.len + 1);
        char *unicode = out + local.len + 1;
        if (!convert_domain(uidna_nameToUnicodeUTF8, domain, unicode,
                            (int32_t)(MAIL_ADDRESS_READ_SIZE - local.len - 1)))
                return address;
        return str_from(out);
}

static bool read_name(struct str text, struct str *ret)
{
        struct str name = str_trim(text);
        if (name.len >= 2 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"')
                name = (struct str){name.ptr + 1, name.len - 2};
        *ret = name;
        return str_find(name, '"') == name.len && str_find(name, '\\') == name.len && str_is_text(name);
}

bool mail_address_parse(struct str text, struct mail_address *ret)
{
        struct mail_address a = {STR_NULL, str_trim(text)};
        if (str_ends(a.address, STR(">"))) {
                struct str rest = {a.address.ptr, a.address.len - 1};
                struct str name = str_cut(&rest, '<');
                if (!rest.ptr || !read_name(name, &a.name))
                        return false;
                a.address = rest;
        }
        if (mail_address_problem(a.address).ptr)
                return false;
        *ret = a;
        return true;
}
