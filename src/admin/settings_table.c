/* The store's settings, in the order of their page. */
#include "admin/settings_table.h"

const char *const setting_type_names[SETTING_TYPES] = {"text",     "email",     "boolean",  "integer",
                                                       "currency", "countries", "time_zone"};

const struct store_setting store_settings_table[] = {
        {"store_name", SETTING_TEXT, "Name", "In the title of every page, and as the sender of mails.", "Store", 1, 100,
         false},
        {"store_tagline", SETTING_TEXT, "Tagline", "One line below the name.", "Store", 0, 200, false},
        {"support_email", SETTING_EMAIL, "Support address",
         "Where customers can write to; answers to mails and messages from the contact page go there.", "Store", 3, 254,
         false},
        {"time_zone", SETTING_TIME_ZONE, "Time zone", "Mails and days of the dashboard are in it.", "Store", 0, 0,
         false},

        {"currency", SETTING_CURRENCY, "Currency",
         "All prices are in it. It can be changed until the first price, checkout or order exists.", "Selling", 3, 3,
         false},
        {"currency_exponent", SETTING_INTEGER, "Digits of the currency",
         "Behind the point; they follow from the currency.", "Selling", 0, 3, true},
        {"ships_to", SETTING_COUNTRIES, "Ships to", "Countries that an order can be sent to.", "Selling", 1, 300,
         false},
        {"collect_phone", SETTING_BOOLEAN, "Ask for a telephone number",
         "The payment page asks for it; some carriers want one.", "Selling", 0, 0, false},
        {"low_stock_threshold", SETTING_INTEGER, "Low stock",
         "A thing with this many pieces or fewer is shown as running out.", "Selling", 0, 1000000, false},

        {"soft_bounces_most", SETTING_INTEGER, "Passing failures of an address",
         "After so many in a row it gets no more campaigns.", "Campaigns", 1, 999, false},
        {"attribution_days", SETTING_INTEGER, "Days that a click counts",
         "For so long after a click on a campaign or an ad an order is counted for it.", "Campaigns", 1, 999, false},

        {"log_client_events", SETTING_BOOLEAN, "Record what visitors do",
         "Pages report views, clicks and errors, so that you see what leads to orders.", "Privacy and safety", 0, 0,
         false},
        {"staff_two_factor", SETTING_BOOLEAN, "Staff need a second factor",
         "Whoever works here logs in with a code of an app besides the password. Leave this on.", "Privacy and safety",
         0, 0, false},
};

const size_t store_settings_count = sizeof store_settings_table / sizeof store_settings_table[0];
