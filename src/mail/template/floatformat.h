/* The filter floatformat. */
#ifndef MAIL_TEMPLATE_FLOATFORMAT_H
#define MAIL_TEMPLATE_FLOATFORMAT_H

#include "mail/template/filter.h"

filter_function floatformat;

#endif
