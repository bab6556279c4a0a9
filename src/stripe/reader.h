/* Reading Stripe's objects: copies what is asked for into an arena and remembers the first thing that is wrong.
 *
 * So a parser reads all fields in a row and asks once at the end, as with a buf.
 */
#ifndef STRIPE_READER_H
#define STRIPE_READER_H

#include "base/arena.h"
#include "base/err.h"

#include <jansson.h>

struct stripe_reader {
        struct arena *arena;
        enum err err; /* ERR_NONE, ERR_INTERNAL (not the shape that was expected), ERR_NO_MEMORY */
};

/* STR_NULL when it is missing, null or no string. */
struct str stripe_read_text(struct stripe_reader *r, const json_t *object, const char *key);
/* The same, but missing is an error. */
struct str stripe_read_needed_text(struct stripe_reader *r, const json_t *object, const char *key);
/* The id of something that is there as an id or, expanded, as an object. */
struct str stripe_read_id(struct stripe_reader *r, const json_t *object, const char *key);

/* A whole number, not negative. A real is an error even when it looks whole: money has no fractions. */
int64_t stripe_read_needed_whole(struct stripe_reader *r, const json_t *object, const char *key);
/* The same, but 0 when it is missing or null. */
int64_t stripe_read_whole(struct stripe_reader *r, const json_t *object, const char *key);

bool stripe_read_needed_bool(struct stripe_reader *r, const json_t *object, const char *key);

/* The position of the text in `words` (ends in NULL); an unknown word is an error. */
unsigned stripe_read_needed_word(struct stripe_reader *r, const json_t *object, const char *key,
                                 const char *const *words);

/* An error unless `object` is the kind of object that is named ("refund"). */
void stripe_read_kind(struct stripe_reader *r, const json_t *object, const char *kind);

#endif
