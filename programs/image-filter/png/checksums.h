#ifndef IMAGE_FILTER_CHECKSUMS_H
#define IMAGE_FILTER_CHECKSUMS_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of a PNG chunk (ISO 3309). */
uint32_t crc32_of(const uint8_t *bytes, size_t size);

/* Adler-32 of a zlib stream (RFC 1950). */
uint32_t adler32_of(const uint8_t *bytes, size_t size);

#endif
