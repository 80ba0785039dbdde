#ifndef IMAGE_FILTER_PNG_HEADER_H
#define IMAGE_FILTER_PNG_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_SIGNATURE_BYTES 8
#define PNG_HEADER_BYTES 13

enum colour_type {
  COLOUR_GREY = 0,
  COLOUR_RGB = 2,
  COLOUR_PALETTE = 3,
  COLOUR_GREY_ALPHA = 4,
  COLOUR_RGB_ALPHA = 6
};

struct png_header {
  uint32_t width, height;
  uint8_t bit_depth, colour_type;
};

/* Parses the content of an IHDR chunk and fail()s on what read_png() does not support. */
struct png_header parse_png_header(const uint8_t *content, size_t size);

/* Samples a pixel: 1 to 4. */
uint32_t samples_of(uint8_t colour_type);

/* Bytes of one unpacked row, without the byte that names its filter. */
size_t row_bytes(const struct png_header *header);

/* How far to the left a row filter looks: whole bytes of a pixel, at least 1. */
size_t filter_distance(const struct png_header *header);

#endif
