/* The parameter types that a query may declare. */
#include "sqlgen.h"

static const struct parameter_type types[] = {
        {STR("bigint"), "QUERY_BIGINT", "int64_t", "unit_add_int64", false},
        {STR("int"), "QUERY_INT", "int32_t", "unit_add_int32", false},
        {STR("bool"), "QUERY_BOOL", "bool", "unit_add_bool", false},
        {STR("bytea"), "QUERY_BYTEA", "struct str", "unit_add_str", true},
        {STR("text"), "QUERY_TEXT", "struct str", "unit_add_str", true},
        {STR("jsonb"), "QUERY_JSONB", "struct str", "unit_add_str", true},
        {STR("text[]"), "QUERY_TEXT_ARRAY", "struct str", "unit_add_str", true},
        {STR("bigint[]"), "QUERY_BIGINT_ARRAY", "struct str", "unit_add_str", true},
};

const struct parameter_type *parameter_type_find(struct str sql)
{
        for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
                if (str_eq(types[i].sql, sql))
                        return &types[i];
        return NULL;
}
