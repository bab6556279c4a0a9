/* Currencies that Stripe charges in, and amounts as people read them. */
#include "currency.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Stripe's "Supported currencies": code, digits after the point, smallest charge (50 where Stripe names none), symbol.
 */
static const struct currency currencies[] = {
        {"aed", 2, 200, NULL},   {"afn", 2, 50, NULL},   {"all", 2, 50, NULL},  {"amd", 2, 50, NULL},
        {"ang", 2, 50, NULL},    {"aoa", 2, 50, NULL},   {"ars", 2, 50, NULL},  {"aud", 2, 50, "A$"},
        {"awg", 2, 50, NULL},    {"azn", 2, 50, NULL},   {"bam", 2, 50, NULL},  {"bbd", 2, 50, NULL},
        {"bdt", 2, 50, NULL},    {"bgn", 2, 100, NULL},  {"bhd", 3, 50, NULL},  {"bif", 0, 50, NULL},
        {"bmd", 2, 50, NULL},    {"bnd", 2, 50, NULL},   {"bob", 2, 50, NULL},  {"brl", 2, 50, "R$"},
        {"bsd", 2, 50, NULL},    {"bwp", 2, 50, NULL},   {"byn", 2, 50, NULL},  {"bzd", 2, 50, NULL},
        {"cad", 2, 50, "CA$"},   {"cdf", 2, 50, NULL},   {"chf", 2, 50, NULL},  {"clp", 0, 50, NULL},
        {"cny", 2, 50, "CN¥"},   {"cop", 2, 50, NULL},   {"crc", 2, 50, NULL},  {"cve", 2, 50, NULL},
        {"czk", 2, 1500, NULL},  {"djf", 0, 50, NULL},   {"dkk", 2, 250, NULL}, {"dop", 2, 50, NULL},
        {"dzd", 2, 50, NULL},    {"egp", 2, 50, NULL},   {"etb", 2, 50, NULL},  {"eur", 2, 50, "€"},
        {"fjd", 2, 50, NULL},    {"fkp", 2, 50, NULL},   {"gbp", 2, 30, "£"},   {"gel", 2, 50, NULL},
        {"gip", 2, 50, NULL},    {"gmd", 2, 50, NULL},   {"gnf", 0, 50, NULL},  {"gtq", 2, 50, NULL},
        {"gyd", 2, 50, NULL},    {"hkd", 2, 400, "HK$"}, {"hnl", 2, 50, NULL},  {"htg", 2, 50, NULL},
        {"huf", 2, 17500, NULL}, {"idr", 2, 50, NULL},   {"ils", 2, 50, "₪"},   {"inr", 2, 50, "₹"},
        {"isk", 2, 100, NULL},   {"jmd", 2, 50, NULL},   {"jod", 3, 50, NULL},  {"jpy", 0, 50, "¥"},
        {"kes", 2, 50, NULL},    {"kgs", 2, 50, NULL},   {"khr", 2, 50, NULL},  {"kmf", 0, 50, NULL},
        {"krw", 0, 50, "₩"},     {"kwd", 3, 50, NULL},   {"kyd", 2, 50, NULL},  {"kzt", 2, 50, NULL},
        {"lak", 2, 50, NULL},    {"lbp", 2, 50, NULL},   {"lkr", 2, 50, NULL},  {"lrd", 2, 50, NULL},
        {"lsl", 2, 50, NULL},    {"mad", 2, 50, NULL},   {"mdl", 2, 50, NULL},  {"mga", 0, 50, NULL},
        {"mkd", 2, 50, NULL},    {"mmk", 2, 50, NULL},   {"mnt", 2, 50, NULL},  {"mop", 2, 50, NULL},
        {"mur", 2, 50, NULL},    {"mvr", 2, 50, NULL},   {"mwk", 2, 50, NULL},  {"mxn", 2, 1000, "MX$"},
        {"myr", 2, 200, NULL},   {"mzn", 2, 50, NULL},   {"nad", 2, 50, NULL},  {"ngn", 2, 50, NULL},
        {"nio", 2, 50, NULL},    {"nok", 2, 300, NULL},  {"npr", 2, 50, NULL},  {"nzd", 2, 50, "NZ$"},
        {"omr", 3, 50, NULL},    {"pab", 2, 50, NULL},   {"pen", 2, 50, NULL},  {"pgk", 2, 50, NULL},
        {"php", 2, 50, "₱"},     {"pkr", 2, 50, NULL},   {"pln", 2, 200, NULL}, {"pyg", 0, 50, NULL},
        {"qar", 2, 50, NULL},    {"ron", 2, 200, NULL},  {"rsd", 2, 50, NULL},  {"rub", 2, 50, NULL},
        {"rwf", 0, 50, NULL},    {"sar", 2, 50, NULL},   {"sbd", 2, 50, NULL},  {"scr", 2, 50, NULL},
        {"sek", 2, 300, NULL},   {"sgd", 2, 50, NULL},   {"shp", 2, 50, NULL},  {"sle", 2, 50, NULL},
        {"sos", 2, 50, NULL},    {"srd", 2, 50, NULL},   {"std", 2, 50, NULL},  {"szl", 2, 50, NULL},
        {"thb", 2, 1000, NULL},  {"tjs", 2, 50, NULL},   {"tnd", 3, 50, NULL},  {"top", 2, 50, NULL},
        {"try", 2, 50, NULL},    {"ttd", 2, 50, NULL},   {"twd", 2, 50, "NT$"}, {"tzs", 2, 50, NULL},
        {"uah", 2, 50, NULL},    {"ugx", 2, 100, NULL},  {"usd", 2, 50, "$"},   {"uyu", 2, 50, NULL},
        {"uzs", 2, 50, NULL},    {"vnd", 0, 50, "₫"},    {"vuv", 0, 50, NULL},  {"wst", 2, 50, NULL},
        {"xaf", 0, 50, NULL},    {"xcd", 2, 50, NULL},   {"xcg", 2, 50, NULL},  {"xof", 0, 50, NULL},
        {"xpf", 0, 50, NULL},    {"yer", 2, 50, NULL},   {"zar", 2, 50, NULL},  {"zmw", 2, 50, NULL},
};

const struct currency *currency_find(const char *code)
{
        for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
                if (strcasecmp(currencies[i].code, code) == 0)
                        return &currencies[i];
        }
        return NULL;
}

int64_t currency_step(const struct currency *c)
{
        if (strcmp(c->code, "isk") == 0 || strcmp(c->code, "ugx") == 0)
                return 100; /* no minor unit any more, but counted in hundredths */
        return c->decimals == 3 ? 10 : 1;
}

static void group_digits(char *out, int64_t number)
{
        char digits[24];
        int n = snprintf(digits, sizeof digits, "%lld", (long long)number);
        for (int i = 0; i < n; i++) {
                *out++ = digits[i];
                if ((n - i) % 3 == 1 && i + 1 < n)
                        *out++ = ',';
        }
        *out = 0;
}

const char *money_text(char *out, const char *code, int64_t amount)
{
        static const int64_t scales[] = {1, 10, 100, 1000};
        const struct currency *c = currency_find(code);
        char whole[32], fraction[16] = "", name[8] = "";
        unsigned decimals = c ? c->decimals : 0;
        int64_t size = amount < 0 ? -amount : amount, scale = scales[decimals];
        group_digits(whole, size / scale);
        if (decimals)
                snprintf(fraction, sizeof fraction, ".%0*lld", (int)decimals, (long long)(size % scale));
        for (size_t i = 0; i < 3 && code[i]; i++)
                name[i] = (char)toupper((unsigned char)code[i]);
        if (c && c->symbol)
                snprintf(out, MONEY_SIZE, "%s%s%s%s", amount < 0 ? "\u2212" : "", c->symbol, whole, fraction);
        else
                snprintf(out, MONEY_SIZE, "%s%s %s%s", amount < 0 ? "\u2212" : "", name, whole, fraction);
        return out;
}
