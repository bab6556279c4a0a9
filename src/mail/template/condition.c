/* What stands in {% if %}. A Pratt parser, as django/template/smartif.py documents its operators. */
#include "mail/template/condition.h"

#include "mail/template/render.h"

enum operator{
        OPERAND,
        OR,
        AND,
        NOT,
        IN,
        NOT_IN,
        IS,
        IS_NOT,
        EQUAL,
        UNEQUAL,
        GREATER,
        GREATER_EQUAL,
        LESS,
        LESS_EQUAL
};

struct condition {
        enum operator operator;
        struct expression operand; /* of OPERAND */
        const struct condition *first, *second;
};

/* A larger strength binds tighter. */
static const struct operator_row {
        struct str word;
        enum operator operator;
        int strength;
} operators[] = {
        {STR("or"), OR, 6},          {STR("and"), AND, 7},    {STR("not"), NOT, 8},           {STR("in"), IN, 9},
        {STR("not in"), NOT_IN, 9},  {STR("is"), IS, 10},     {STR("is not"), IS_NOT, 10},    {STR("=="), EQUAL, 10},
        {STR("!="), UNEQUAL, 10},    {STR(">"), GREATER, 10}, {STR(">="), GREATER_EQUAL, 10}, {STR("<"), LESS, 10},
        {STR("<="), LESS_EQUAL, 10},
};

enum { OPERATORS_MAX = 500 /* of a condition: evaluating one goes as deep as it has operators */ };

struct reader {
        struct parser *parser;
        struct words words;
        size_t at;
        unsigned operators;
};

/* The operator at the reader's place and how many words it has; NULL: it is an operand, or the end. */
static const struct operator_row *peek(const struct reader *r, size_t *ret_words)
{
        const struct str *w = r->words.at;
        *ret_words = 1;
        if (r->at >= r->words.count)
                return NULL;
        struct str word = w[r->at];
        if (r->at + 1 < r->words.count) {
                bool is_not = str_eq(word, STR("is")) && str_eq(w[r->at + 1], STR("not"));
                bool not_in = str_eq(word, STR("not")) && str_eq(w[r->at + 1], STR("in"));
                if (is_not || not_in) {
                        *ret_words = 2;
                        word = is_not ? STR("is not") : STR("not in");
                }
        }
        for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
                if (str_eq(operators[i].word, word))
                        return &operators[i];
        return NULL;
}

static struct condition *parse(struct reader *r, int strength);

static struct condition *new_condition(struct reader *r, enum operator operator, const struct condition * first)
{
        struct condition *c = arena_new(r->parser->arena, struct condition);
        if (!c) {
                parser_full(r->parser);
                return NULL;
        }
        c->operator= operator;
        c->first = first;
        return c;
}

static struct condition *parse_not(struct reader *r, int strength)
{
        struct condition *c = new_condition(r, NOT, NULL);
        if (c && !(c->first = parse(r, strength)))
                return NULL;
        return c;
}

static struct condition *parse_first(struct reader *r)
{
        size_t words;
        const struct operator_row *o = peek(r, &words);
        if (r->at >= r->words.count) {
                parser_fail(r->parser, "a value was expected at the end of {%% if %%}");
                return NULL;
        }
        if (o && o->operator!= NOT) {
                parser_fail(r->parser, "a value was expected before \"%.*s\" in {%% if %%}", STR_ARG(o->word));
                return NULL;
        }
        r->at += words;
        if (o)
                return parse_not(r, o->strength);
        struct condition *c = new_condition(r, OPERAND, NULL);
        return c && expression_parse(r->parser, r->words.at[r->at - 1], &c->operand) ? c : NULL;
}

static struct condition *parse_rest(struct reader *r, struct condition *left, int strength)
{
        size_t words;
        const struct operator_row *o;
        while (left && (o = peek(r, &words)) && strength < o->strength) {
                if (o->operator== NOT) {
                        parser_fail(r->parser,
                                    "\"and\", \"or\" or a comparison was expected before \"not\" in {%% if %%}");
                        return NULL;
                }
                r->at += words;
                if (++r->operators > OPERATORS_MAX) {
                        parser_fail(r->parser, "the condition has more than %d operators", OPERATORS_MAX);
                        return NULL;
                }
                struct condition *c = new_condition(r, o->operator, left);
                if (!c || !(c->second = parse(r, o->strength)))
                        return NULL;
                left = c;
        }
        return left;
}

static struct condition *parse(struct reader *r, int strength)
{
        if (++r->parser->nesting > TEMPLATE_NESTING_MAX) {
                parser_fail(r->parser, "the condition is nested deeper than %d", TEMPLATE_NESTING_MAX);
                return NULL;
        }
        struct condition *c = parse_rest(r, parse_first(r), strength);
        r->parser->nesting--;
        return c;
}

const struct condition *condition_parse(struct parser *p, struct words words)
{
        struct reader r = {.parser = p, .words = words};
        const struct condition *c = parse(&r, 0);
        if (c && r.at < words.count) {
                parser_fail(p, "\"and\", \"or\" or a comparison was expected before \"%.*s\" in {%% if %%}",
                            STR_ARG(words.at[r.at]));
                return NULL;
        }
        return c;
}

static bool evaluate(struct render *r, const struct condition *c, struct value *ret);

/* `is` compares what JSON has only one of: None, True, False. */
static bool same(struct value a, struct value b)
{
        return a.kind == b.kind && a.kind != VALUE_FLOAT && a.kind != VALUE_MOMENT && value_equal(a, b);
}

static bool compare(enum operator operator, struct value a, struct value b)
{
        int order;
        bool holds = false;
        switch (operator) {
        case EQUAL: return value_equal(a, b);
        case UNEQUAL: return !value_equal(a, b);
        case IS: return same(a, b);
        case IS_NOT: return !same(a, b);
        case IN: return value_contains(b, a, &holds) && holds;
        case NOT_IN: return value_contains(b, a, &holds) && !holds;
        default: break;
        }
        if (!value_order(a, b, &order))
                return false;
        return operator== GREATER       ? order > 0 :
               operator== GREATER_EQUAL ? order >= 0
               :
               operator== LESS ? order < 0
                               : order <= 0;
}

static bool evaluate_pair(struct render *r, const struct condition *c, struct value *ret)
{
        struct value second;
        if (!evaluate(r, c->first, ret))
                return false;
        if (c->operator== AND || c->operator== OR)
                return value_is_true(*ret) == (c->operator== OR) || evaluate(r, c->second, ret);
        if (!evaluate(r, c->second, &second) || !render_steps(r, render_weight(*ret) + render_weight(second)))
                return false;
        *ret = value_bool(compare(c->operator, * ret, second));
        return true;
}

static bool evaluate_operator(struct render *r, const struct condition *c, struct value *ret)
{
        if (c->operator!= NOT)
                return evaluate_pair(r, c, ret);
        if (!evaluate(r, c->first, ret))
                return false;
        *ret = value_bool(!value_is_true(*ret));
        return true;
}

static bool evaluate(struct render *r, const struct condition *c, struct value *ret)
{
        if (c->operator== OPERAND)
                return expression_resolve(r, &c->operand, MISSING_IS_NONE, ret);
        if (evaluate_operator(r, c, ret))
                return true;
        *ret = value_bool(false);
        return !r->fatal;
}

bool condition_holds(struct render *r, const struct condition *c, bool *ret)
{
        struct value v;
        *ret = false;
        r->argument_missing = false;
        if (!evaluate(r, c, &v))
                return !r->fatal &&
                       r->argument_missing; /* a lone value: Django takes only VariableDoesNotExist as false */
        *ret = value_is_true(v);
        return true;
}
