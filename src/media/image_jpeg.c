/* JPEG (ITU-T T.81, annex B): markers with lengths up to the scan, then coded bytes up to the end-of-image marker. */
#include "media/image.h"

enum { MARKER_SOI = 0xD8, MARKER_EOI = 0xD9, MARKER_SOS = 0xDA };

/* Start-of-frame markers are C0 to CF without those of tables (C4, C8, CC). */
static bool is_frame(unsigned marker)
{
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* The marker at `at`, where any number of FF may stand before it; 0 when there is none. *at is behind it then. */
static unsigned next_marker(struct str b, size_t *at)
{
        size_t i = *at;
        if (i >= b.len || (unsigned char)b.ptr[i] != 0xFF)
                return 0;
        while (i < b.len && (unsigned char)b.ptr[i] == 0xFF)
                i++;
        if (i == b.len)
                return 0;
        *at = i + 1;
        return (unsigned char)b.ptr[i];
}

bool image_jpeg_size(struct str b, uint32_t *ret_width, uint32_t *ret_height)
{
        size_t at = 2;
        bool has_frame = false;
        unsigned marker;
        while ((marker = next_marker(b, &at)) != 0) {
                if (marker == MARKER_EOI || marker == MARKER_SOI || b.len - at < 2)
                        return false;
                size_t length = image_big(b, at, 2);
                if (length < 2 || length > b.len - at)
                        return false;
                if (is_frame(marker) && !has_frame) {
                        if (length < 8)
                                return false;
                        *ret_height = image_big(b, at + 3, 2);
                        *ret_width = image_big(b, at + 5, 2);
                        has_frame = true;
                }
                at += length;
                if (marker == MARKER_SOS)
                        return has_frame && memmem(b.ptr + at, b.len - at, "\xFF\xD9", 2);
        }
        return false;
}
