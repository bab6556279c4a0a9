/* WebP (RFC 9649): a RIFF file whose first chunk is VP8X, VP8L or VP8 and tells the size. */
#include "media/image.h"

enum { RIFF_HEAD = 8, FIRST_CHUNK = 12, CHUNK_HEAD = 8 };

/* One chunk's data that holds pixels, with the size that it tells. */
static bool read_pixels(struct str type, struct str data, uint32_t *ret_width, uint32_t *ret_height)
{
        if (str_eq(type, STR("VP8 ")) && data.len >= 10 && memcmp(data.ptr + 3, "\x9D\x01\x2A", 3) == 0) {
                *ret_width = image_little(data, 6, 2) & 0x3FFF;
                *ret_height = image_little(data, 8, 2) & 0x3FFF;
                return true;
        }
        if (str_eq(type, STR("VP8L")) && data.len >= 5 && data.ptr[0] == 0x2F) {
                uint32_t bits = image_little(data, 1, 4);
                *ret_width = (bits & 0x3FFF) + 1;
                *ret_height = ((bits >> 14) & 0x3FFF) + 1;
                return true;
        }
        return false;
}

bool image_webp_size(struct str b, uint32_t *ret_width, uint32_t *ret_height)
{
        bool extended = false, has_pixels = false;
        uint32_t width = 0, height = 0;
        if (b.len < FIRST_CHUNK + CHUNK_HEAD)
                return false;
        size_t end = (size_t)image_little(b, 4, 4) + RIFF_HEAD;
        if (end > b.len)
                return false;
        for (size_t at = FIRST_CHUNK; at < end && end - at >= CHUNK_HEAD;) {
                struct str type = {b.ptr + at, 4};
                size_t length = image_little(b, at + 4, 4);
                at += CHUNK_HEAD;
                if (length > end - at)
                        return false;
                struct str data = {b.ptr + at, length};
                if (str_eq(type, STR("VP8X")) && !extended && at == FIRST_CHUNK + CHUNK_HEAD && length >= 10) {
                        extended = true;
                        *ret_width = image_little(data, 4, 3) + 1;
                        *ret_height = image_little(data, 7, 3) + 1;
                }
                has_pixels = has_pixels || read_pixels(type, data, &width, &height) || str_eq(type, STR("ANMF"));
                at += length + (length & 1);
        }
        if (!extended) {
                *ret_width = width;
                *ret_height = height;
        }
        return has_pixels;
}
