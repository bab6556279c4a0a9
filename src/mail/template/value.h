/* What a template computes with: the values that JSON has, times, and what tags make.
 *
 * Values are passed by value and never changed; what they point to lives in an arena, the context's or the
 * rendering's. Where the language shows through (printing, truth, comparing), they behave as Python's: Django's
 * documentation is written in terms of those.
 */
#ifndef MAIL_TEMPLATE_VALUE_H
#define MAIL_TEMPLATE_VALUE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "mail/template/moment.h"

enum value_kind {
        VALUE_NONE, /* None; also what is not there where a tag takes it as None */
        VALUE_BOOL,
        VALUE_INT,
        VALUE_FLOAT,
        VALUE_TEXT,
        VALUE_LIST,
        VALUE_DICT,
        VALUE_MOMENT,
        VALUE_FORLOOP, /* `forloop` */
        VALUE_BLOCK,   /* `block`, for block.super; only the renderer looks into it */
};

struct forloop;
struct block_use;

struct value {
        uint8_t kind; /* enum value_kind */
        bool safe;    /* TEXT that is HTML already */
        union {
                bool truth;
                int64_t integer;
                double real;
                struct str text;
                const struct list *list;
                const struct dict *dict;
                const struct moment *moment;
                const struct forloop *forloop;
                struct block_use *block;
        };
};

struct list {
        /* A tuple prints with round brackets; a group is what {% regroup %} makes: a tuple of grouper and list. */
        enum { LIST_LIST, LIST_TUPLE, LIST_GROUP } kind;
        uint32_t depth; /* lists and dicts within each other; a list of numbers has 1 */
        uint32_t size;  /* values in it, those of lists within it too, counted wherever they stand */
        size_t count;
        const struct value *items;
};

struct dict_entry {
        struct str key;
        uint32_t hash; /* hash_name(key) */
        struct value value;
};

/* In the order in which it was written; a later entry with the same key replaced the earlier one. */
struct dict {
        uint32_t depth, size; /* as of a list */
        size_t count;
        const struct dict_entry *entries;
        const uint32_t *index; /* NULL for small ones; else `slots` places of 1 + entry, 0: free */
        uint32_t slots;        /* a power of two */
};

/* What a loop shows of itself. */
struct forloop {
        size_t index, count; /* index: from 0 */
        const struct forloop *parent;
};

#define VALUE_EMPTY ((struct value){.kind = VALUE_TEXT, .text = STR("")})

static inline struct value value_none(void)
{
        return (struct value){.kind = VALUE_NONE};
}

static inline struct value value_bool(bool truth)
{
        return (struct value){.kind = VALUE_BOOL, .truth = truth};
}

static inline struct value value_int(int64_t integer)
{
        return (struct value){.kind = VALUE_INT, .integer = integer};
}

static inline struct value value_float(double real)
{
        return (struct value){.kind = VALUE_FLOAT, .real = real};
}

static inline struct value value_text(struct str text)
{
        return (struct value){.kind = VALUE_TEXT, .text = text};
}

static inline struct value value_safe(struct str text)
{
        return (struct value){.kind = VALUE_TEXT, .safe = true, .text = text};
}

static inline bool value_is_number(struct value v)
{
        return v.kind == VALUE_INT || v.kind == VALUE_FLOAT || v.kind == VALUE_BOOL;
}

uint32_t hash_name(struct str name);

/* Makers. False: the arena is full, or values are nested deeper than VALUE_NESTING_MAX or hold more than
 * VALUE_SIZE_MAX, so that whoever walks through them may recurse, and comes to an end. Items and entries are taken as
 * they are, not copied. */
bool value_list(struct arena *a, const struct value *items, size_t count, struct value *ret)
        __attribute__((warn_unused_result));
bool value_tuple(struct arena *a, struct value first, struct value second, struct value *ret)
        __attribute__((warn_unused_result));
/* What {% regroup %} makes. */
bool value_group(struct arena *a, struct value grouper, struct value list, struct value *ret)
        __attribute__((warn_unused_result));
/* Fills in the hashes and the index. The keys must differ. */
bool value_dict(struct arena *a, struct dict_entry *entries, size_t count, struct value *ret)
        __attribute__((warn_unused_result));

/* A copy of a JSON document; texts are copied too, so that `json` may go. NULL gives None. False: the arena is full,
 * or the document is nested deeper than VALUE_DEPTH_MAX. */
enum {
        VALUE_DEPTH_MAX = 64,             /* of a document */
        VALUE_NESTING_MAX = 200,          /* of any value: templates may put lists into lists, */
        VALUE_SIZE_MAX = 4 * 1000 * 1000, /* the same one into many, too */
};
bool value_from_json(struct arena *a, const json_t *json, struct value *ret) __attribute__((warn_unused_result));

/* NULL when there is none. */
const struct value *dict_get(const struct dict *d, struct str key, uint32_t hash);

/* One step of a path: `name` as dictionary key, attribute (dict.items, text.upper, moment.year, forloop.counter,
 * group.list) or position in a list or text, in Django's order. False: there is no such thing. *ret_full is set when
 * the arena was full. */
bool value_lookup(struct arena *a, struct value v, struct str name, uint32_t hash, struct value *ret, bool *ret_full)
        __attribute__((warn_unused_result));

/* What a loop goes over: items of a list, keys of a dict, characters of a text. False, `ret` untouched: v can't be
 * iterated (numbers, None, moments), or with *ret_full the arena was full. */
bool value_iterate(struct arena *a, struct value v, struct list *ret, bool *ret_full)
        __attribute__((warn_unused_result));

/* bool(v): empty, zero and None are false. */
bool value_is_true(struct value v);

/* v == w, without conversion between text and numbers; lists and dicts by their content. */
bool value_equal(struct value v, struct value w);

/* v < w is < 0 in *ret, and so on. False: Python would refuse to compare them (TypeError). */
bool value_order(struct value v, struct value w, int *ret) __attribute__((warn_unused_result));

/* w in v. False in *ret when it is not; false as result: v can't hold anything (TypeError). */
bool value_contains(struct value v, struct value w, bool *ret) __attribute__((warn_unused_result));

/* str(v): "3.0", "True", "None", "['a', 1]", "2026-11-25 19:41:00+00:00". TEXT is given as it is. ptr is NULL when the
 * arena is full. */
struct str value_str(struct arena *a, struct value v) __attribute__((warn_unused_result));

/* Appends str(v) or repr(v): within lists and dicts texts have quotes. */
void value_write(struct buf *out, struct value v);
void value_write_repr(struct buf *out, struct value v);

/* What {{ v }} prints before escaping: as str(), but floats without exponent and moments as Django formats them
 * ("Nov. 25, 2026, 7:41 p.m."), in `zone`. ptr NULL: the arena is full. */
struct str value_print(struct arena *a, const struct zone *zone, struct value v) __attribute__((warn_unused_result));

/* int(v): whole part of numbers, text of digits with spaces around and a sign. False: ValueError or TypeError, or a
 * number beyond 64 bits. */
bool value_to_int(struct value v, int64_t *ret) __attribute__((warn_unused_result));

/* float(v): numbers, and text as Python reads it ("1e3", " .5 ", "inf", "nan"). */
bool value_to_float(struct value v, double *ret) __attribute__((warn_unused_result));

/* repr(float): the shortest digits that read back as the same number ("0.1", "1e+16", "3.0"). `out` takes
 * FLOAT_SIZE bytes. */
enum { FLOAT_SIZE = 40 };
void float_repr(double real, char out[FLOAT_SIZE]);

#endif
