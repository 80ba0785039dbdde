#ifndef IMAGE_FILTER_DEFLATE_H
#define IMAGE_FILTER_DEFLATE_H

#include "bit-writer.h"

/* Appends the zlib stream (RFC 1950) that packs `size` (at least 1) bytes. */
void deflate_zlib(struct bit_writer *writer, const uint8_t *bytes, size_t size);

#endif
