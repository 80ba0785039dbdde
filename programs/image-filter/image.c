#include "image.h"

#include "../lib/fail.h"

struct image new_image(uint32_t width, uint32_t height) {
  if (width == 0 || height == 0) fail("a picture of %ux%u pixels is empty.", width, height);
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    fail("a picture of %ux%u pixels is too large; a side may have %d and the whole %u pixels.", width, height, MAX_SIDE,
         MAX_PIXELS);
  }
  return (struct image){width, height, allocate((size_t)width * height * CHANNELS, "a picture")};
}
