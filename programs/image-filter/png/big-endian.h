#ifndef IMAGE_FILTER_BIG_ENDIAN_H
#define IMAGE_FILTER_BIG_ENDIAN_H

#include <stdint.h>

static inline uint32_t read_u32(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline void write_u32(uint8_t *bytes, uint32_t value) {
  for (int index = 0; index < 4; index++) bytes[index] = (uint8_t)(value >> (24 - 8 * index));
}

#endif
