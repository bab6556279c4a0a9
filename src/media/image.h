/* What a picture is, by its own bytes: type and size, without decoding it.
 *
 * Nothing else is believed: not its name, not what its sender calls it. A picture must be whole as far as its outer
 * structure tells (chunks, boxes, blocks and markers up to the end), so that one that was cut off on its way is
 * refused. SVG is no picture here: it is a program.
 */
#ifndef MEDIA_IMAGE_H
#define MEDIA_IMAGE_H

#include "base/str.h"

enum { IMAGE_SIDE_MAX = 20000 }; /* pixels; a browser's canvas ends at 16,384 */

enum image_type { IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP, IMAGE_GIF, IMAGE_AVIF, IMAGE_TYPES };

struct image {
        enum image_type type;
        uint32_t width, height;
};

enum image_fault { IMAGE_FINE, IMAGE_UNKNOWN, IMAGE_BROKEN, IMAGE_TOO_LARGE };

/* Fills *ret when it is fine. */
enum image_fault image_probe(struct str bytes, struct image *ret) __attribute__((warn_unused_result));

/* "image/jpeg", and "jpg" for its name. */
struct str image_media_type(enum image_type type);
struct str image_extension(enum image_type type);

/* For image_TYPE.c: each takes the bytes from the first on and finds width and height; false when they end too early or
 * make no sense. The beginnings of their types have been seen already. */
bool image_jpeg_size(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);
bool image_png_size(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);
bool image_webp_size(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);
bool image_gif_size(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);
bool image_avif_size(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);

/* The `n` bytes at `at` (n at most 4), most or least significant first; whoever asks has checked the bounds. */
static inline uint32_t image_big(struct str bytes, size_t at, unsigned n)
{
        uint32_t value = 0;
        for (unsigned i = 0; i < n; i++)
                value = value << 8 | (unsigned char)bytes.ptr[at + i];
        return value;
}

static inline uint32_t image_little(struct str bytes, size_t at, unsigned n)
{
        uint32_t value = 0;
        for (unsigned i = n; i-- > 0;)
                value = value << 8 | (unsigned char)bytes.ptr[at + i];
        return value;
}

#endif
