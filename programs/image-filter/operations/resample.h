#ifndef IMAGE_FILTER_RESAMPLE_H
#define IMAGE_FILTER_RESAMPLE_H

#include "../image.h"

#define WEIGHT_BITS 16
#define WEIGHT_ONE (1u << WEIGHT_BITS)

/* Which consecutive source pixels, with which weights, make up each pixel along one axis. */
struct taps {
  uint32_t outputs;
  uint32_t stride;  /* weights kept for each output */
  uint32_t *first;  /* source pixel of the first weight, by output */
  uint32_t *count;  /* how many weights are in use, by output */
  uint32_t *weights; /* count[i] weights from i * stride on; they sum up to WEIGHT_ONE */
};

struct taps new_taps(uint32_t outputs, uint32_t stride);

/* Turns real weights into whole ones that sum up to exactly WEIGHT_ONE, as the weights of `output`. */
void set_weights(struct taps *taps, uint32_t output, const double *weights);

void free_taps(struct taps *taps);

/* Applies the taps along both axes to colours weighted by alpha, so that transparent pixels lend no colour. */
void resample(struct image *image, const struct taps *across, const struct taps *down);

#endif
