#ifndef IMAGE_FILTER_PNG_WRITE_H
#define IMAGE_FILTER_PNG_WRITE_H

#include <stdio.h>

#include "../image.h"

/* Writes the image as a PNG of 8 bits a sample, with as few samples a pixel as it needs. */
void write_png(FILE *file, const struct image *image);

#endif
