#include <math.h>
#include <stdlib.h>

#include "../../lib/fail.h"
#include "operations.h"
#include "resample.h"

static uint32_t clamped(int64_t place, uint32_t size) {
  return place < 0 ? 0 : place >= size ? size - 1 : (uint32_t)place;
}

/* Weights that fall outside the picture go to the pixel at its border. */
static struct taps blur_taps(uint32_t size, int radius) {
  uint32_t stride = (uint32_t)radius * 2 + 1;
  struct taps taps = new_taps(size, stride);
  double *weights = allocate(stride * sizeof *weights, "filter weights");
  for (uint32_t output = 0; output < size; output++) {
    uint32_t first = clamped((int64_t)output - radius, size), last = clamped((int64_t)output + radius, size);
    taps.first[output] = first;
    taps.count[output] = last - first + 1;
    for (uint32_t index = 0; index < taps.count[output]; index++) weights[index] = 0;
    for (int offset = -radius; offset <= radius; offset++) {
      double distance = 2.0 * offset / radius; /* in standard deviations */
      weights[clamped((int64_t)output + offset, size) - first] += exp(-0.5 * distance * distance);
    }
    set_weights(&taps, output, weights);
  }
  free(weights);
  return taps;
}

void blur(struct image *image, int radius) {
  struct taps across = blur_taps(image->width, radius), down = blur_taps(image->height, radius);
  resample(image, &across, &down);
  free_taps(&across);
  free_taps(&down);
}
