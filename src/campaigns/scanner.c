#include "campaigns/scanner.h"

enum { LOOKED_AT = 512 /* bytes; browsers send less than 200 */ };

/* In small letters, as they are compared. A bare "bot" would be phones of Cubot, too. */
static const char *const words[] = {
        "bot/",       "bot;",
        "bot)",       "bot-",
        "crawler",    "spider",
        "scanner",    "slurp",
        "preview",    "facebookexternalhit",
        "barracuda",  "mimecast",
        "symantec",   "proofpoint",
        "trendmicro", "fortinet",
        "cloudmark",  "forcepoint",
        "urldefense", "linkcheck",
        "link check", "googleimageproxy",
};

bool scanner_is_told(struct str user_agent)
{
        char text[LOOKED_AT + 1];
        size_t n = user_agent.len < LOOKED_AT ? user_agent.len : LOOKED_AT;
        if (n == 0)
                return true;
        for (size_t i = 0; i < n; i++) {
                char c = user_agent.ptr[i];
                text[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        text[n] = 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (strstr(text, words[i]))
                        return true;
        return false;
}
