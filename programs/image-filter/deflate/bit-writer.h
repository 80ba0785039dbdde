#ifndef IMAGE_FILTER_BIT_WRITER_H
#define IMAGE_FILTER_BIT_WRITER_H

#include <stddef.h>
#include <stdint.h>

/* A growing row of bytes that is also written bit by bit, the lowest bit first. Zeroed memory is empty. */
struct bit_writer {
  uint8_t *bytes;
  size_t size, capacity;
  uint32_t held, held_bits;
};

/* Appends the `count` (0 to 16) low bits of `bits`. */
void put_bits(struct bit_writer *writer, uint32_t bits, uint32_t count);

/* Fills the last byte up with zero bits. */
void pad_to_byte(struct bit_writer *writer);

/* Appends whole bytes; the writer must stand at a byte. */
void put_bytes(struct bit_writer *writer, const uint8_t *bytes, size_t count);

void put_u32(struct bit_writer *writer, uint32_t value);

#endif
