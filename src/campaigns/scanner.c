#include "campaigns/scanner.h"

/* In any case of letters. A bare "bot" would be phones of Cubot, too. */
static const struct str words[] = {
        STR("bot/"),       STR("bot;"),
        STR("bot)"),       STR("bot-"),
        STR("crawler"),    STR("spider"),
        STR("scanner"),    STR("slurp"),
        STR("preview"),    STR("facebookexternalhit"),
        STR("barracuda"),  STR("mimecast"),
        STR("symantec"),   STR("proofpoint"),
        STR("trendmicro"), STR("fortinet"),
        STR("cloudmark"),  STR("forcepoint"),
        STR("urldefense"), STR("linkcheck"),
        STR("link check"), STR("googleimageproxy"),
};

static bool has_word(struct str text, struct str word)
{
        for (size_t i = 0; i + word.len <= text.len; i++)
                if (str_eq_nocase((struct str){text.ptr + i, word.len}, word))
                        return true;
        return false;
}

bool scanner_is_told(struct str user_agent)
{
        if (user_agent.len == 0)
                return true;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (has_word(user_agent, words[i]))
                        return true;
        return false;
}
