/* PNG (third edition, 5): chunks of length, type, data and checksum, IHDR first, IEND last. */
#include "media/image.h"

enum { SIGNATURE = 8, CHUNK_EXTRA = 12, HEADER = 13 };

bool image_png_size(struct str b, uint32_t *ret_width, uint32_t *ret_height)
{
        size_t at = SIGNATURE;
        bool has_data = false;
        if (b.len < SIGNATURE + CHUNK_EXTRA + HEADER || image_big(b, at, 4) != HEADER ||
            memcmp(b.ptr + at + 4, "IHDR", 4) != 0)
                return false;
        *ret_width = image_big(b, at + 8, 4);
        *ret_height = image_big(b, at + 12, 4);
        while (b.len - at >= CHUNK_EXTRA) {
                size_t length = image_big(b, at, 4);
                if (length > b.len - at - CHUNK_EXTRA)
                        return false;
                if (memcmp(b.ptr + at + 4, "IEND", 4) == 0)
                        return has_data;
                has_data = has_data || memcmp(b.ptr + at + 4, "IDAT", 4) == 0;
                at += length + CHUNK_EXTRA;
        }
        return false;
}
