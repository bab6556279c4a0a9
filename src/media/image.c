/* Which kind of picture some bytes are. */
#include "media/image.h"

static bool is_jpeg(struct str b)
{
        return str_starts(b, STR("\xFF\xD8\xFF"));
}

static bool is_png(struct str b)
{
        return str_starts(b, STR("\x89PNG\r\n\x1A\n"));
}

static bool is_webp(struct str b)
{
        return str_starts(b, STR("RIFF")) && str_starts(str_from_offset(b, 8), STR("WEBP"));
}

static bool is_gif(struct str b)
{
        return str_starts(b, STR("GIF87a")) || str_starts(b, STR("GIF89a"));
}

static bool is_avif(struct str b)
{
        struct str brand = str_from_offset(b, 8);
        return str_starts(str_from_offset(b, 4), STR("ftyp")) &&
               (str_starts(brand, STR("avif")) || str_starts(brand, STR("avis")));
}

static const struct {
        bool (*is)(struct str bytes);
        bool (*size)(struct str bytes, uint32_t *ret_width, uint32_t *ret_height);
        struct str media_type, extension;
} types[IMAGE_TYPES] = {
        [IMAGE_JPEG] = {is_jpeg, image_jpeg_size, STR("image/jpeg"), STR("jpg")},
        [IMAGE_PNG] = {is_png, image_png_size, STR("image/png"), STR("png")},
        [IMAGE_WEBP] = {is_webp, image_webp_size, STR("image/webp"), STR("webp")},
        [IMAGE_GIF] = {is_gif, image_gif_size, STR("image/gif"), STR("gif")},
        [IMAGE_AVIF] = {is_avif, image_avif_size, STR("image/avif"), STR("avif")},
};

struct str image_media_type(enum image_type type)
{
        return types[type].media_type;
}

struct str image_extension(enum image_type type)
{
        return types[type].extension;
}

enum image_fault image_probe(struct str bytes, struct image *ret)
{
        for (enum image_type t = 0; t < IMAGE_TYPES; t++) {
                uint32_t width = 0, height = 0;
                if (!types[t].is(bytes))
                        continue;
                if (!types[t].size(bytes, &width, &height) || width == 0 || height == 0)
                        return IMAGE_BROKEN;
                if (width > IMAGE_SIDE_MAX || height > IMAGE_SIDE_MAX)
                        return IMAGE_TOO_LARGE;
                *ret = (struct image){t, width, height};
                return IMAGE_FINE;
        }
        return IMAGE_UNKNOWN;
}
