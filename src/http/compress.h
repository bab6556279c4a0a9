/* Compressed copies of replies. */
#ifndef HTTP_COMPRESS_H
#define HTTP_COMPRESS_H

#include "http/reply.h"

/* One reference is the caller's; NULL when memory runs out or the copy would not be smaller. */
struct body *compress_gzip(struct str bytes);
struct body *compress_brotli(struct str bytes);

#endif
