#include "resample.h"

#include <stdlib.h>

#include "../../lib/fail.h"

/* Between the passes a pixel is kept as colour x alpha (0..65025) and alpha x 257 (0..65535). */
#define ALPHA_SCALE 257u
#define HALF (WEIGHT_ONE / 2)

struct taps new_taps(uint32_t outputs, uint32_t stride) {
  struct taps taps = {.outputs = outputs, .stride = stride};
  taps.first = allocate_zeroed(outputs, sizeof *taps.first, "filter weights");
  taps.count = allocate_zeroed(outputs, sizeof *taps.count, "filter weights");
  taps.weights = allocate_zeroed((size_t)outputs * stride, sizeof *taps.weights, "filter weights");
  return taps;
}

void free_taps(struct taps *taps) {
  free(taps->first);
  free(taps->count);
  free(taps->weights);
}

/* Rounds the running sum instead of each weight, so that no rest is left at the end. */
void set_weights(struct taps *taps, uint32_t output, const double *weights) {
  uint32_t *whole = taps->weights + (size_t)output * taps->stride, given = 0;
  double sum = 0, running = 0;
  for (uint32_t index = 0; index < taps->count[output]; index++) sum += weights[index];
  for (uint32_t index = 0; index < taps->count[output]; index++) {
    running += weights[index];
    uint32_t upto = index + 1 == taps->count[output] ? WEIGHT_ONE : (uint32_t)(running / sum * WEIGHT_ONE + 0.5);
    whole[index] = upto - given;
    given = upto;
  }
}

/* 32 bits are enough: values are below 2^16 and weights sum up to 2^16. */
static void weigh(const uint16_t *source, size_t step, const uint32_t *weights, uint32_t count, uint16_t *target) {
  uint32_t sums[CHANNELS] = {HALF, HALF, HALF, HALF};
  for (uint32_t index = 0; index < count; index++, source += step) {
    for (int channel = 0; channel < CHANNELS; channel++) sums[channel] += weights[index] * source[channel];
  }
  for (int channel = 0; channel < CHANNELS; channel++) target[channel] = (uint16_t)(sums[channel] >> WEIGHT_BITS);
}

static void load_row(const struct image *image, uint32_t y, uint16_t *row) {
  for (uint32_t x = 0; x < image->width; x++) {
    const uint8_t *pixel = pixel_at(image, x, y);
    for (int channel = 0; channel < 3; channel++) row[x * CHANNELS + channel] = (uint16_t)(pixel[channel] * pixel[3]);
    row[x * CHANNELS + 3] = (uint16_t)(pixel[3] * ALPHA_SCALE);
  }
}

static void store_pixel(const uint16_t *weighed, uint8_t *pixel) {
  uint32_t alpha = weighed[3];
  for (int channel = 0; channel < 3; channel++) {
    uint32_t colour = alpha == 0 ? 0 : (weighed[channel] * ALPHA_SCALE + alpha / 2) / alpha;
    pixel[channel] = (uint8_t)(colour > 255 ? 255 : colour);
  }
  pixel[3] = (uint8_t)((alpha + ALPHA_SCALE / 2) / ALPHA_SCALE);
}

static uint16_t *resample_rows(const struct image *image, const struct taps *across) {
  uint16_t *result = allocate((size_t)across->outputs * image->height * CHANNELS * sizeof *result, "a filtered picture");
  uint16_t *row = allocate((size_t)image->width * CHANNELS * sizeof *row, "a row"), *target = result;
  for (uint32_t y = 0; y < image->height; y++) {
    load_row(image, y, row);
    for (uint32_t x = 0; x < across->outputs; x++, target += CHANNELS) {
      weigh(row + (size_t)across->first[x] * CHANNELS, CHANNELS, across->weights + (size_t)x * across->stride,
            across->count[x], target);
    }
  }
  free(row);
  return result;
}

void resample(struct image *image, const struct taps *across, const struct taps *down) {
  struct image result = new_image(across->outputs, down->outputs);
  uint16_t *rows = resample_rows(image, across);
  size_t step = (size_t)across->outputs * CHANNELS;
  for (uint32_t y = 0; y < result.height; y++) {
    const uint16_t *first = rows + down->first[y] * step;
    const uint32_t *weights = down->weights + (size_t)y * down->stride;
    for (uint32_t x = 0; x < result.width; x++) {
      uint16_t weighed[CHANNELS];
      weigh(first + (size_t)x * CHANNELS, step, weights, down->count[y], weighed);
      store_pixel(weighed, pixel_at(&result, x, y));
    }
  }
  free(rows);
  free(image->pixels);
  *image = result;
}
