#include "bit-writer.h"

#include <string.h>

#include "../../lib/fail.h"
#include "../png/big-endian.h"

#define FIRST_CAPACITY 65536

static void reserve(struct bit_writer *writer, size_t count) {
  if (writer->capacity - writer->size >= count) return;
  size_t capacity = writer->capacity == 0 ? FIRST_CAPACITY : writer->capacity;
  while (capacity - writer->size < count) capacity += capacity / 2;
  writer->bytes = reallocate(writer->bytes, capacity, "the packed picture");
  writer->capacity = capacity;
}

void put_bits(struct bit_writer *writer, uint32_t bits, uint32_t count) {
  writer->held |= bits << writer->held_bits;
  writer->held_bits += count;
  reserve(writer, 4);
  for (; writer->held_bits >= 8; writer->held_bits -= 8) {
    writer->bytes[writer->size++] = (uint8_t)writer->held;
    writer->held >>= 8;
  }
}

void pad_to_byte(struct bit_writer *writer) {
  if (writer->held_bits > 0) put_bits(writer, 0, 8 - writer->held_bits);
}

void put_bytes(struct bit_writer *writer, const uint8_t *bytes, size_t count) {
  reserve(writer, count);
  if (count > 0) memcpy(writer->bytes + writer->size, bytes, count);
  writer->size += count;
}

void put_u32(struct bit_writer *writer, uint32_t value) {
  uint8_t bytes[4];
  write_u32(bytes, value);
  put_bytes(writer, bytes, sizeof bytes);
}
