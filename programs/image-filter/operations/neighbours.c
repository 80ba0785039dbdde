#include <math.h>
#include <stdlib.h>

#include "operations.h"

/* The pixel at (x, y), or the nearest one of the border for places outside. */
static const uint8_t *nearest(const struct image *image, int64_t x, int64_t y) {
  int64_t right = (int64_t)image->width - 1, bottom = (int64_t)image->height - 1;
  return pixel_at(image, (uint32_t)(x < 0 ? 0 : x > right ? right : x), (uint32_t)(y < 0 ? 0 : y > bottom ? bottom : y));
}

static void replace(struct image *image, struct image by) {
  free(image->pixels);
  *image = by;
}

static uint8_t sharpened(int value, int neighbours, int percent) {
  int gain = (4 * value - neighbours) * percent;
  int result = value + (gain + (gain < 0 ? -200 : 200)) / 400;
  return (uint8_t)(result < 0 ? 0 : result > 255 ? 255 : result);
}

void sharpen(struct image *image, int percent) {
  struct image result = new_image(image->width, image->height);
  for (uint32_t y = 0; y < image->height; y++) {
    for (uint32_t x = 0; x < image->width; x++) {
      const uint8_t *here = pixel_at(image, x, y);
      const uint8_t *left = nearest(image, (int64_t)x - 1, y), *right = nearest(image, (int64_t)x + 1, y);
      const uint8_t *above = nearest(image, x, (int64_t)y - 1), *below = nearest(image, x, (int64_t)y + 1);
      uint8_t *target = pixel_at(&result, x, y);
      for (int channel = 0; channel < 3; channel++) {
        int sum = left[channel] + right[channel] + above[channel] + below[channel];
        target[channel] = sharpened(here[channel], sum, percent);
      }
      target[3] = here[3];
    }
  }
  replace(image, result);
}

static uint8_t gradient_length(const struct image *grey, int64_t x, int64_t y) {
  int around[3][3];
  for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 3; column++) around[row][column] = nearest(grey, x + column - 1, y + row - 1)[0];
  }
  int across = around[0][2] + 2 * around[1][2] + around[2][2] - around[0][0] - 2 * around[1][0] - around[2][0];
  int down = around[2][0] + 2 * around[2][1] + around[2][2] - around[0][0] - 2 * around[0][1] - around[0][2];
  /* The square root is exact to the last bit by IEEE 754, so rounding it is the same everywhere. */
  double length = floor(sqrt((double)(across * across + down * down)) + 0.5);
  return length > 255 ? 255 : (uint8_t)length;
}

void find_edges(struct image *image) {
  struct image result = new_image(image->width, image->height);
  make_grey(image);
  for (uint32_t y = 0; y < image->height; y++) {
    for (uint32_t x = 0; x < image->width; x++) {
      uint8_t *target = pixel_at(&result, x, y);
      target[0] = target[1] = target[2] = gradient_length(image, x, y);
      target[3] = pixel_at(image, x, y)[3];
    }
  }
  replace(image, result);
}

static uint8_t *turned(const struct image *result, int quarters, uint32_t x, uint32_t y) {
  switch (quarters) {
    case 1: return pixel_at(result, result->width - 1 - y, x);
    case 2: return pixel_at(result, result->width - 1 - x, result->height - 1 - y);
    default: return pixel_at(result, y, result->height - 1 - x);
  }
}

void rotate(struct image *image, int quarters) {
  int is_half_turn = quarters == 2;
  struct image result = new_image(is_half_turn ? image->width : image->height,
                                  is_half_turn ? image->height : image->width);
  for (uint32_t y = 0; y < image->height; y++) {
    for (uint32_t x = 0; x < image->width; x++) {
      const uint8_t *from = pixel_at(image, x, y);
      uint8_t *to = turned(&result, quarters, x, y);
      for (int channel = 0; channel < CHANNELS; channel++) to[channel] = from[channel];
    }
  }
  replace(image, result);
}
