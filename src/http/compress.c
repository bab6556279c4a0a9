/* Compressed copies of replies. A reply is compressed once and sent many times, so the levels are middling. */
#include "http/compress.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_LEVEL = 6, GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, BROTLI_LEVEL = 5, BROTLI_WINDOW = 18 };

static struct body *copy_of(const unsigned char *bytes, size_t size)
{
        return body_new((struct str){(const char *)bytes, size});
}

struct body *compress_gzip(struct str bytes)
{
        z_stream z = {0};
        if (bytes.len > UINT32_MAX || deflateInit2(&z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, 0) != Z_OK)
                return NULL;
        unsigned char *out = malloc(bytes.len);
        struct body *copy = NULL;
        z.next_in = (Bytef *)bytes.ptr;
        z.avail_in = (uInt)bytes.len;
        z.next_out = out;
        z.avail_out = (uInt)bytes.len;
        if (out && deflate(&z, Z_FINISH) == Z_STREAM_END)
                copy = copy_of(out, bytes.len - z.avail_out);
        deflateEnd(&z);
        free(out);
        return copy;
}

struct body *compress_brotli(struct str bytes)
{
        size_t size = bytes.len;
        unsigned char *out = malloc(size);
        struct body *copy = NULL;
        if (out && BrotliEncoderCompress(BROTLI_LEVEL, BROTLI_WINDOW, BROTLI_MODE_TEXT, bytes.len,
                                         (const unsigned char *)bytes.ptr, &size, out) == BROTLI_TRUE)
                copy = copy_of(out, size);
        free(out);
        return copy;
}
