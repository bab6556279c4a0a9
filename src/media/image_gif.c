/* GIF (89a): a screen, then blocks up to the trailer. */
#include "media/image.h"

enum { HEAD = 13, DESCRIPTOR = 9, BLOCK_EXTENSION = 0x21, BLOCK_IMAGE = 0x2C, BLOCK_END = 0x3B };

static size_t table_size(unsigned char flags)
{
        return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* Behind a run of sub-blocks, each with its length, that ends with an empty one; 0 when the bytes end before. */
static size_t skip_sub_blocks(struct str b, size_t at)
{
        while (at < b.len) {
                size_t length = (unsigned char)b.ptr[at++];
                if (length == 0)
                        return at;
                at += length;
        }
        return 0;
}

bool image_gif_size(struct str b, uint32_t *ret_width, uint32_t *ret_height)
{
        bool has_image = false;
        if (b.len < HEAD)
                return false;
        *ret_width = image_little(b, 6, 2);
        *ret_height = image_little(b, 8, 2);
        size_t at = HEAD + table_size((unsigned char)b.ptr[10]);
        while (at && at < b.len) {
                unsigned char block = (unsigned char)b.ptr[at++];
                if (block == BLOCK_END)
                        return has_image;
                if (block == BLOCK_EXTENSION) {
                        at = skip_sub_blocks(b, at + 1);
                } else if (block == BLOCK_IMAGE && b.len - at > DESCRIPTOR) {
                        at += DESCRIPTOR + table_size((unsigned char)b.ptr[at + DESCRIPTOR - 1]);
                        at = skip_sub_blocks(b, at + 1); /* behind the code size */
                        has_image = true;
                } else {
                        return false;
                }
        }
        return false;
}
