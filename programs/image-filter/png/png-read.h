#ifndef IMAGE_FILTER_PNG_READ_H
#define IMAGE_FILTER_PNG_READ_H

#include "../image.h"

#define MAX_PNG_BYTES (64u * 1024 * 1024)

/*
 * Decodes a PNG of colour type 0, 3 (1 to 8 bits) or 2, 4, 6 (8 bits), with transparency, without interlace. Overwrites
 * `bytes` while it works. fail()s with the reason on everything else: no input makes it read or write out of bounds.
 */
struct image read_png(uint8_t *bytes, size_t size);

#endif
