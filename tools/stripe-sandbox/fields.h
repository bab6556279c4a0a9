/* Reading and making JSON objects in one line each. Borrowed values live as long as the object they are in. */
#ifndef SANDBOX_FIELDS_H
#define SANDBOX_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* The value at a dotted path ("price_data.currency"), borrowed; NULL when a step is missing or null. */
json_t *field(const json_t *object, const char *path);
/* NULL when missing or not a string. */
const char *field_text(const json_t *object, const char *path);
/* 0 when missing or not an integer. */
int64_t field_int(const json_t *object, const char *path);
bool field_true(const json_t *object, const char *path);

/* Key of `object`, replaced. NULL writes null. */
void field_set(json_t *object, const char *key, json_t *stolen);
void field_set_text(json_t *object, const char *key, const char *text);
void field_set_int(json_t *object, const char *key, int64_t number);
void field_set_bool(json_t *object, const char *key, bool truth);

/* Is `word` one of `words`, "a|b|c"? */
bool is_one_of(const char *words, const char *word);

/* Another reference to `borrowed`; JSON null for NULL. */
json_t *shared(json_t *borrowed);
/* A copy of `borrowed`; an empty object for NULL. */
json_t *copied_object(const json_t *borrowed);

/* JSON written in the program; TEXT({"a": null}) makes a string of it. A mistake in it ends the program. */
#define TEXT(...) #__VA_ARGS__
json_t *skeleton(const char *text) __attribute__((returns_nonnull));

/* Ends the program when memory ran out; else gives `pointer` back. */
void *must(void *pointer) __attribute__((returns_nonnull));

#endif
