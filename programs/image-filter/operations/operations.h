#ifndef IMAGE_FILTER_OPERATIONS_H
#define IMAGE_FILTER_OPERATIONS_H

#include "../image.h"

/* Each operation changes its image in place; where the size changes, the pixels are replaced. Alpha is kept by all that
   only change colour. Integer arithmetic throughout, so that every machine gives the same bytes. */

/* Grey by the weights of Rec. 601: (299 red + 587 green + 114 blue) / 1000, rounded. */
void make_grey(struct image *image);

/* Adds `percent` (-100 to 100) of white to every colour. */
void brighten(struct image *image, int percent);

/* Stretches colours away from (or towards) mid-grey 128 by the factor 1 + percent / 100. */
void change_contrast(struct image *image, int percent);

/* Adds `percent` of the difference between each pixel and the mean of its four neighbours, repeated at the border. */
void sharpen(struct image *image, int percent);

/* Grey picture of the Sobel gradient's length, 255 at most. */
void find_edges(struct image *image);

/* Gaussian blur with standard deviation radius / 2, cut off at `radius` (1 to 100) pixels. */
void blur(struct image *image, int radius);

/* Scales each axis by itself: bilinear when it grows, weighted area when it shrinks. */
void resize(struct image *image, uint32_t width, uint32_t height);

/* Turns clockwise by 90 degrees `quarters` (1 to 3) times. */
void rotate(struct image *image, int quarters);

#endif
