#include "checksums.h"

#define CRC_POLYNOMIAL 0xEDB88320u
#define ADLER_MODULUS 65521u
/* The most bytes whose sums still fit into 32 bits without a division between. */
#define ADLER_RUN 5552

static uint32_t crc_table[256];

static void fill_crc_table(void) {
  for (uint32_t index = 0; index < 256; index++) {
    uint32_t remainder = index;
    for (int bit = 0; bit < 8; bit++) remainder = remainder & 1 ? remainder >> 1 ^ CRC_POLYNOMIAL : remainder >> 1;
    crc_table[index] = remainder;
  }
}

uint32_t crc32_of(const uint8_t *bytes, size_t size) {
  if (crc_table[1] == 0) fill_crc_table();
  uint32_t crc = 0xFFFFFFFFu;
  for (size_t index = 0; index < size; index++) crc = crc_table[(crc ^ bytes[index]) & 0xFF] ^ crc >> 8;
  return ~crc;
}

uint32_t adler32_of(const uint8_t *bytes, size_t size) {
  uint32_t low = 1, high = 0;
  for (size_t start = 0; start < size;) {
    size_t end = size - start > ADLER_RUN ? start + ADLER_RUN : size;
    for (; start < end; start++) {
      low += bytes[start];
      high += low;
    }
    low %= ADLER_MODULUS;
    high %= ADLER_MODULUS;
  }
  return high << 16 | low;
}
