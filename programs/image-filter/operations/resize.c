#include <math.h>
#include <stdlib.h>

#include "../../lib/fail.h"
#include "operations.h"
#include "resample.h"

/*
 * A tent over the place of the output in the source: as wide as two source pixels when growing (which is bilinear
 * interpolation) and as two output pixels when shrinking (which averages over the area).
 */
static struct taps resize_taps(uint32_t from, uint32_t to) {
  double scale = (double)from / to, reach = scale > 1 ? scale : 1;
  struct taps taps = new_taps(to, (uint32_t)(2 * reach) + 3);
  double *weights = allocate(taps.stride * sizeof *weights, "filter weights");
  for (uint32_t output = 0; output < to; output++) {
    double centre = (output + 0.5) * scale - 0.5;
    double low = ceil(centre - reach), high = floor(centre + reach);
    uint32_t first = low < 0 ? 0 : (uint32_t)low, last = high > from - 1 ? from - 1 : (uint32_t)high;
    taps.first[output] = first;
    taps.count[output] = last - first + 1;
    for (uint32_t index = 0; index < taps.count[output]; index++) {
      weights[index] = fmax(0, 1 - fabs(first + index - centre) / reach);
    }
    set_weights(&taps, output, weights);
  }
  free(weights);
  return taps;
}

void resize(struct image *image, uint32_t width, uint32_t height) {
  struct taps across = resize_taps(image->width, width), down = resize_taps(image->height, height);
  resample(image, &across, &down);
  free_taps(&across);
  free_taps(&down);
}
