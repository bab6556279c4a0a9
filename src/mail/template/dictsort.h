/* The filters dictsort and dictsortreversed: rows in the order of one of their properties. */
#ifndef MAIL_TEMPLATE_DICTSORT_H
#define MAIL_TEMPLATE_DICTSORT_H

#include "mail/template/filter.h"

filter_function dictsort, dictsort_reversed;

#endif
