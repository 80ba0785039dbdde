#ifndef IMAGE_FILTER_INFLATE_H
#define IMAGE_FILTER_INFLATE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Unpacks the zlib stream (RFC 1950) `packed` into exactly `size` bytes at `output`. fail()s on a damaged stream, on a
 * wrong checksum, and if it unpacks to more or fewer bytes; never writes beyond `size` or reads beyond `packed_size`.
 */
void inflate_zlib(const uint8_t *packed, size_t packed_size, uint8_t *output, size_t size);

#endif
