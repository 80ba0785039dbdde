#include "header.h"

#include "../../lib/fail.h"
#include "../image.h"
#include "big-endian.h"

static bool is_known_type(uint8_t colour_type) {
  return colour_type <= COLOUR_RGB_ALPHA && colour_type != 1 && colour_type != 5;
}

static bool is_known_depth(uint8_t depth) {
  return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
}

static void check_depth(uint8_t depth, uint8_t colour_type) {
  bool has_small_depths = colour_type == COLOUR_GREY || colour_type == COLOUR_PALETTE;
  if (!is_known_depth(depth) || (depth < 8 && !has_small_depths) || (depth == 16 && colour_type == COLOUR_PALETTE)) {
    fail("the PNG has bit depth %d with colour type %d, which do not go together.", depth, colour_type);
  }
  if (depth == 16) fail("the PNG has 16 bits a sample; only up to 8 are supported.");
}

struct png_header parse_png_header(const uint8_t *content, size_t size) {
  if (size != PNG_HEADER_BYTES) fail("the PNG header has %zu bytes instead of %d.", size, PNG_HEADER_BYTES);
  struct png_header header = {read_u32(content), read_u32(content + 4), content[8], content[9]};
  if (header.width == 0 || header.height == 0) fail("the PNG is %ux%u pixels large.", header.width, header.height);
  if (header.width > MAX_SIDE || header.height > MAX_SIDE || header.width * header.height > MAX_PIXELS) {
    fail("the PNG of %ux%u pixels is too large; a side may have %d and the whole %u pixels.", header.width,
         header.height, MAX_SIDE, MAX_PIXELS);
  }
  if (!is_known_type(header.colour_type)) fail("the PNG has the unknown colour type %d.", header.colour_type);
  check_depth(header.bit_depth, header.colour_type);
  if (content[10] != 0) fail("the PNG has the unknown compression method %d.", content[10]);
  if (content[11] != 0) fail("the PNG has the unknown filter method %d.", content[11]);
  if (content[12] == 1) fail("the PNG is interlaced; save it without interlacing.");
  if (content[12] != 0) fail("the PNG has the unknown interlace method %d.", content[12]);
  return header;
}

uint32_t samples_of(uint8_t colour_type) {
  switch (colour_type) {
    case COLOUR_GREY_ALPHA: return 2;
    case COLOUR_RGB: return 3;
    case COLOUR_RGB_ALPHA: return 4;
    default: return 1;
  }
}

size_t row_bytes(const struct png_header *header) {
  return ((size_t)header->width * samples_of(header->colour_type) * header->bit_depth + 7) / 8;
}

size_t filter_distance(const struct png_header *header) {
  size_t bits = samples_of(header->colour_type) * header->bit_depth;
  return bits < 8 ? 1 : bits / 8;
}
