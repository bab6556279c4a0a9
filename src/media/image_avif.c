/* AVIF (ISO/IEC 14496-12 boxes, 23008-12 image properties): the sizes stand in meta/iprp/ipco/ispe. */
#include "media/image.h"

enum { BOX_HEAD = 8, FULL_BOX = 4, ISPE = 12 };

/* The next box of `rest`, its content in *ret; false at the end or when it does not fit. *rest is behind it. */
static bool next_box(struct str *rest, struct str *ret_type, struct str *ret)
{
        if (rest->len < BOX_HEAD)
                return false;
        uint64_t size = image_big(*rest, 0, 4), head = BOX_HEAD;
        if (size == 1) { /* 64 bits follow the type */
                if (rest->len < 2 * BOX_HEAD)
                        return false;
                size = (uint64_t)image_big(*rest, 8, 4) << 32 | image_big(*rest, 12, 4);
                head = 2 * BOX_HEAD;
        } else if (size == 0) { /* up to the end */
                size = rest->len;
        }
        if (size < head || size > rest->len)
                return false;
        *ret_type = (struct str){rest->ptr + 4, 4};
        *ret = (struct str){rest->ptr + head, (size_t)(size - head)};
        *rest = str_from_offset(*rest, (size_t)size);
        return true;
}

static bool find_box(struct str within, struct str wanted, struct str *ret)
{
        struct str type;
        while (next_box(&within, &type, ret))
                if (str_eq(type, wanted))
                        return true;
        return false;
}

/* Every box of a file fits and nothing is left over, and there are pixels. */
static bool is_whole(struct str b)
{
        struct str type, content;
        bool has_pixels = false;
        while (b.len) {
                if (!next_box(&b, &type, &content))
                        return false;
                has_pixels = has_pixels || (str_eq(type, STR("mdat")) && content.len);
        }
        return has_pixels;
}

/* Of a picture in tiles and of one with a thumbnail several sizes are told: the largest is its own. */
bool image_avif_size(struct str b, uint32_t *ret_width, uint32_t *ret_height)
{
        struct str meta, properties, container, type, content;
        uint64_t largest = 0;
        if (!is_whole(b) || !find_box(b, STR("meta"), &meta) || meta.len < FULL_BOX ||
            !find_box(str_from_offset(meta, FULL_BOX), STR("iprp"), &properties) ||
            !find_box(properties, STR("ipco"), &container))
                return false;
        while (next_box(&container, &type, &content)) {
                if (!str_eq(type, STR("ispe")) || content.len < ISPE)
                        continue;
                uint32_t width = image_big(content, 4, 4), height = image_big(content, 8, 4);
                if (width == 0 || height == 0)
                        return false;
                if ((uint64_t)width * height > largest) {
                        largest = (uint64_t)width * height;
                        *ret_width = width;
                        *ret_height = height;
                }
        }
        return largest > 0;
}
