/* Filters that make links of what looks like one. */
#include "mail/template/filter.h"
#include "mail/template/link_word.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

struct urlizing {
        struct buf *out;
        bool escape;
        size_t limit; /* characters that a link shows; SIZE_MAX: all */
};

static void add_text(const struct urlizing *u, struct str text)
{
        if (u->escape)
                buf_add_html(u->out, text);
        else
                buf_add(u->out, text);
}

static void add_shown(const struct urlizing *u, struct str text)
{
        bool whole = u->limit == SIZE_MAX || utf8_offset(text, u->limit) == text.len;
        if (!whole)
                text.len = utf8_offset(text, u->limit > 0 ? u->limit - 1 : 0);
        add_text(u, text);
        if (!whole)
                buf_add(u->out, STR("\xE2\x80\xA6"));
}

static void add_link(const struct urlizing *u, const struct link_word *word, struct str target, bool mail)
{
        add_text(u, word->lead);
        buf_add(u->out, STR("<a href=\""));
        buf_add_html(u->out, target);
        buf_add(u->out, mail ? STR("\">") : STR("\" rel=\"nofollow\">"));
        add_shown(u, word->middle);
        buf_add(u->out, STR("</a>"));
        add_text(u, word->trail);
}

static bool may_be_link(struct str word)
{
        for (size_t i = 0; i < word.len; i++)
                if (word.ptr[i] == '.' || word.ptr[i] == '@' || word.ptr[i] == ':')
                        return true;
        return false;
}

static void add_word(const struct urlizing *u, struct str text)
{
        struct buf target;
        bool mail;
        if (!may_be_link(text)) {
                add_text(u, text);
                return;
        }
        struct link_word word = link_word_split(text);
        buf_init(&target, u->out->max);
        if (link_word_target(&target, word.middle, &mail))
                add_link(u, &word, buf_str(&target), mail);
        else
                add_text(u, text);
        u->out->failed = u->out->failed || target.failed;
        buf_release(&target);
}

/* Words end at white space and at what would end an attribute or a tag. */
static bool is_between_words(uint32_t c)
{
        return c == '<' || c == '>' || c == '"' || c == '\'' || whitespace_is(c);
}

/* Takes off *rest what is all words, or all between words. */
static struct str cut_run(struct str *rest, bool between)
{
        struct str run = *rest, after = *rest;
        while (after.len > 0) {
                *rest = after;
                if (is_between_words(utf8_next(&after)) != between)
                        break;
                *rest = after;
        }
        run.len -= rest->len;
        return run;
}

static bool urlize(struct filter_call *c, struct value in, size_t limit, struct value *ret)
{
        struct buf out;
        struct urlizing u = {&out, c->autoescape && !in.safe, limit};
        filter_buf(c, &out);
        for (struct str rest = in.text; rest.len > 0 && !out.failed;) {
                add_text(&u, cut_run(&rest, true));
                add_word(&u, cut_run(&rest, false));
        }
        return filter_give_buf(c, &out, true, ret);
}

static bool apply_urlize(struct filter_call *c, struct value in, struct value *ret)
{
        return urlize(c, in, SIZE_MAX, ret);
}

static bool apply_urlizetrunc(struct filter_call *c, struct value in, struct value *ret)
{
        int64_t limit;
        if (!c->argument || !value_to_int(*c->argument, &limit))
                return filter_fail(c, "takes a number of characters");
        return urlize(c, in, limit < 0 ? 0 : (size_t)limit, ret);
}

const struct filter filters_link[] = {
        {STR("urlize"), apply_urlize, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("urlizetrunc"), apply_urlizetrunc, ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {.name = STR_NULL},
};
