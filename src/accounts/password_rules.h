/* Which passwords people may choose.
 *
 * The validators of Django's django.contrib.auth.password_validation, and two rules of our own: a capital and a special
 * character. web/storefront/src/lib/passwordRules.ts says the same while somebody types; test/data/passwords.json is
 * the table that holds both to it.
 *
 * A character is a code point, and lower case is Unicode's simple mapping of one to one. Python's str.lower(), which
 * Django uses, differs in two letters: it makes two characters of U+0130, and another sigma of one that ends a word.
 * Bytes that are not UTF-8 count as U+FFFD. Nothing here allocates memory or keeps what it is given.
 */
#ifndef ACCOUNTS_PASSWORD_RULES_H
#define ACCOUNTS_PASSWORD_RULES_H

#include "base/str.h"

enum {
        PASSWORD_MIN = 8,               /* characters; Django's default */
        PASSWORD_MAX = 150,             /* characters */
        PASSWORD_EXAMINED_MAX = 1024,   /* what follows doesn't count; keeps a huge one from costing much */
        PASSWORD_OWNER_VALUE_MAX = 254, /* characters of a name that are compared: an e-mail address fits */
};

/* In the order in which broken rules are reported. */
enum password_rule {
        PASSWORD_TOO_SHORT,
        PASSWORD_TOO_LONG,
        PASSWORD_SIMILAR,    /* to what is known of its owner */
        PASSWORD_TOO_COMMON, /* one of common_passwords.txt, whatever its case and the blanks around it */
        PASSWORD_ALL_DIGITS, /* of any script */
        PASSWORD_NO_CAPITAL, /* no upper-case letter (general category Lu) of any script */
        PASSWORD_NO_SPECIAL, /* none of !@#$%^&*()~{}[] */
        PASSWORD_RULES,      /* how many there are */
};

/* In the order in which they are compared. */
enum password_attribute {
        PASSWORD_OF_NOBODY, /* similar to none */
        PASSWORD_OF_USERNAME,
        PASSWORD_OF_FIRST_NAME,
        PASSWORD_OF_LAST_NAME,
        PASSWORD_OF_EMAIL,
        PASSWORD_ATTRIBUTES, /* how many rows a table of them has */
};

/* Whose password it will be. What is not known is empty or STR_NULL. */
struct password_owner {
        struct str username, first_name, last_name, email;
};

/* All rules that the password breaks: bit 1u << rule is set for each; 0 means that it may be used. A NULL owner is one
 * of whom nothing is known. *ret_similar, unless NULL, becomes the first attribute that the password is too similar to:
 * the whole of it, or a word in it. */
unsigned password_rules_broken(struct str password, const struct password_owner *owner,
                               enum password_attribute *ret_similar);

/* "too_short", for programs. A literal. */
struct str password_rule_code(enum password_rule rule);

/* A sentence for people. `similar` is what password_rules_broken() said; it only matters to PASSWORD_SIMILAR.
 * A literal. */
struct str password_rule_message(enum password_rule rule, enum password_attribute similar);

/* "username", "first_name", "last_name", "email", as the API names its fields; STR_NULL for PASSWORD_OF_NOBODY. */
struct str password_attribute_name(enum password_attribute attribute);

#endif
