/* A template's source as tokens, and what stands in a tag as words. */
#ifndef MAIL_TEMPLATE_LEXER_H
#define MAIL_TEMPLATE_LEXER_H

#include "base/arena.h"

struct token {
        enum { TOKEN_TEXT, TOKEN_VARIABLE, TOKEN_TAG, TOKEN_END } kind;
        struct str contents; /* TEXT: as it is; else what stands between the braces, without spaces around */
        unsigned line;       /* from 1 */
};

struct lexer {
        struct str source; /* what is still to be read; its bytes must stay */
        unsigned line;
        struct str verbatim_end; /* the tag that ends {% verbatim %}; STR_NULL outside of it */
        const char *unclosed[3]; /* before there, a tag of that kind isn't closed on its line */
        const char *line_end;    /* of the line of the last tag that was looked for; NULL before the first */
};

void lexer_init(struct lexer *l, struct str source);

/* The next token; {# comments #} are passed over. After the last one TOKEN_END for ever. */
struct token lexer_next(struct lexer *l);

struct words {
        struct str *at;
        size_t count;
};

/* The words of a tag, texts in quotes with their spaces. False: the arena is full. */
bool lexer_words(struct arena *a, struct str contents, struct words *ret) __attribute__((warn_unused_result));

/* Bytes of the literal in quotes at the start of s, the quotes included; 0: there is none, or it isn't closed. */
size_t lexer_quoted(struct str s);

#endif
