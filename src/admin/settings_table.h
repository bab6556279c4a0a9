/* The store's settings that its owner changes while it runs: what each is, for the page of settings. The values are
 * rows of `configuration`, whose constraints are the last word. */
#ifndef ADMIN_SETTINGS_TABLE_H
#define ADMIN_SETTINGS_TABLE_H

#include "base/str.h"

enum setting_type {
        SETTING_TEXT,
        SETTING_EMAIL, /* or null */
        SETTING_BOOLEAN,
        SETTING_INTEGER,
        SETTING_CURRENCY,
        SETTING_COUNTRIES,
        SETTING_TIME_ZONE,
        SETTING_TYPES
};

struct store_setting {
        const char *key;
        enum setting_type type;
        const char *label, *help, *group;
        int64_t minimum, maximum; /* of numbers; of texts the characters; of countries how many */
        bool follows;             /* from another one: shown, not changed by itself */
};

extern const struct store_setting store_settings_table[];
extern const size_t store_settings_count;
extern const char *const setting_type_names[SETTING_TYPES];

#endif
