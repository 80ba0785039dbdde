#include "operations.h"

static uint8_t limited(int value) {
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* value / 100, halves away from zero */
static int hundredth(int value) {
  return (value + (value < 0 ? -50 : 50)) / 100;
}

/* Replaces each colour value by the entry of `table` for it. */
static void map_colours(struct image *image, const uint8_t table[256]) {
  for (size_t index = 0; index < pixel_count(image); index++) {
    uint8_t *pixel = image->pixels + index * CHANNELS;
    for (int channel = 0; channel < 3; channel++) pixel[channel] = table[pixel[channel]];
  }
}

void make_grey(struct image *image) {
  for (size_t index = 0; index < pixel_count(image); index++) {
    uint8_t *pixel = image->pixels + index * CHANNELS;
    pixel[0] = pixel[1] = pixel[2] = (uint8_t)((299u * pixel[0] + 587u * pixel[1] + 114u * pixel[2] + 500) / 1000);
  }
}

void brighten(struct image *image, int percent) {
  uint8_t table[256];
  for (int value = 0; value < 256; value++) table[value] = limited(value + hundredth(255 * percent));
  map_colours(image, table);
}

void change_contrast(struct image *image, int percent) {
  uint8_t table[256];
  for (int value = 0; value < 256; value++) table[value] = limited(128 + hundredth((value - 128) * (100 + percent)));
  map_colours(image, table);
}
