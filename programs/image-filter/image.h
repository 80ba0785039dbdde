#ifndef IMAGE_FILTER_IMAGE_H
#define IMAGE_FILTER_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#define MAX_SIDE 8192
#define MAX_PIXELS (4096u * 2048u)
#define CHANNELS 4

/* Red, green, blue and alpha of every pixel, 8 bits each, row by row; colour is not multiplied by alpha. */
struct image {
  uint32_t width, height;
  uint8_t *pixels;
};

/* A picture of undefined colour; fail()s unless both sides lie in 1..MAX_SIDE and it has at most MAX_PIXELS pixels. */
struct image new_image(uint32_t width, uint32_t height);

static inline uint8_t *pixel_at(const struct image *image, uint32_t x, uint32_t y) {
  return image->pixels + ((size_t)y * image->width + x) * CHANNELS;
}

static inline size_t pixel_count(const struct image *image) {
  return (size_t)image->width * image->height;
}

#endif
