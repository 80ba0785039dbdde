#include "huffman-reader.h"

#include <string.h>

#include "../../lib/fail.h"

static void refill(struct bit_reader *reader) {
  while (reader->held_bits <= 56 && reader->next < reader->size) {
    reader->held |= (uint64_t)reader->bytes[reader->next++] << reader->held_bits;
    reader->held_bits += 8;
  }
}

static void drop_bits(struct bit_reader *reader, uint32_t count) {
  if (count > reader->held_bits) fail("the picture data is cut off.");
  reader->held >>= count;
  reader->held_bits -= count;
}

uint32_t take_bits(struct bit_reader *reader, uint32_t count) {
  if (reader->held_bits < count) refill(reader);
  uint32_t bits = (uint32_t)(reader->held & ((1u << count) - 1));
  drop_bits(reader, count);
  return bits;
}

void discard_to_byte(struct bit_reader *reader) {
  drop_bits(reader, reader->held_bits & 7);
}

void take_bytes(struct bit_reader *reader, uint8_t *target, size_t count) {
  while (count > 0 && reader->held_bits > 0) {
    *target++ = (uint8_t)take_bits(reader, 8);
    count--;
  }
  if (count > reader->size - reader->next) fail("the picture data is cut off.");
  if (count > 0) memcpy(target, reader->bytes + reader->next, count);
  reader->next += count;
}

static uint32_t reversed(uint32_t code, uint32_t bits) {
  uint32_t result = 0;
  for (uint32_t index = 0; index < bits; index++) result |= (code >> index & 1) << (bits - 1 - index);
  return result;
}

static void check_code(const struct huffman_reader *reader, uint32_t used, enum completeness completeness) {
  int32_t unused = 1;
  for (int length = 1; length <= MAX_CODE_BITS; length++) {
    unused = unused * 2 - reader->count[length];
    if (unused < 0) fail("a block of the picture data has a contradictory code.");
  }
  int is_single = completeness == CODE_COMPLETE_OR_SINGLE && (used == 0 || (used == 1 && reader->count[1] == 1));
  if (unused > 0 && !is_single) fail("a block of the picture data has an incomplete code.");
}

static void fill_quick(struct huffman_reader *reader, uint32_t symbol, uint32_t code, uint32_t length) {
  uint32_t first = reversed(code, length);
  for (uint32_t bits = first; bits < 1 << QUICK_BITS; bits += 1u << length) {
    reader->quick[bits] = (uint16_t)(symbol << 4 | length);
  }
}

void build_huffman_reader(struct huffman_reader *reader, const uint8_t *lengths, uint32_t symbols,
                          enum completeness completeness) {
  uint16_t next_place[MAX_CODE_BITS + 2] = {0};
  uint32_t next_code[MAX_CODE_BITS + 2] = {0};
  memset(reader, 0, sizeof *reader);
  for (uint32_t symbol = 0; symbol < symbols; symbol++) reader->count[lengths[symbol]]++;
  uint32_t used = symbols - reader->count[0];
  reader->count[0] = 0;
  check_code(reader, used, completeness);

  for (int length = 1; length <= MAX_CODE_BITS; length++) {
    next_place[length + 1] = (uint16_t)(next_place[length] + reader->count[length]);
    next_code[length + 1] = (next_code[length] + reader->count[length]) << 1;
  }
  for (uint32_t symbol = 0; symbol < symbols; symbol++) {
    uint32_t length = lengths[symbol];
    if (length == 0) continue;
    reader->symbols[next_place[length]++] = (uint16_t)symbol;
    uint32_t code = next_code[length]++;
    if (length <= QUICK_BITS) fill_quick(reader, symbol, code, length);
  }
}

/* Walks the canonical code bit by bit: codes of one length are consecutive numbers. */
static uint32_t take_long_symbol(struct bit_reader *reader, const struct huffman_reader *code) {
  int32_t value = 0, first = 0, place = 0;
  for (uint32_t length = 1; length <= MAX_CODE_BITS; length++) {
    value |= (int32_t)take_bits(reader, 1);
    int32_t count = code->count[length];
    if (value - first < count) return code->symbols[place + value - first];
    place += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  fail("the picture data uses a code that its block does not define.");
}

uint32_t take_symbol(struct bit_reader *reader, const struct huffman_reader *code) {
  if (reader->held_bits < MAX_CODE_BITS) refill(reader);
  uint16_t quick = code->quick[reader->held & ((1 << QUICK_BITS) - 1)];
  if (quick == 0) return take_long_symbol(reader, code);
  drop_bits(reader, quick & 15);
  return quick >> 4;
}
