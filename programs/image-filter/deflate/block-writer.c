#include "block-writer.h"

#include <string.h>

#include "huffman-writer.h"

#define FIXED_DISTANCE_BITS 5
#define MIN_PACKING_CODES 4

/* The two codes of a block and, for own codes, their lengths packed by a third code. */
struct block_codes {
  struct huffman_writer literals, distances, packing;
  uint32_t literal_count, distance_count, packing_count;
  uint32_t packed_count;
  struct {
    uint8_t symbol, extra, extra_bits;
  } packed[LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
};

static uint32_t index_of(const uint16_t *bases, uint32_t count, uint32_t value) {
  uint32_t low = 0, high = count - 1;
  while (low < high) {
    uint32_t middle = (low + high + 1) / 2;
    if (bases[middle] <= value) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

static uint32_t length_index(uint32_t length) {
  return index_of(length_bases, LENGTH_SYMBOLS, length);
}

static uint32_t distance_index(uint32_t distance) {
  return index_of(distance_bases, DISTANCE_SYMBOLS, distance);
}

static void count_symbols(const struct block *block, uint32_t *literals, uint32_t *distances) {
  for (uint32_t index = 0; index < block->count; index++) {
    struct token token = block->tokens[index];
    if (token.distance == 0) {
      literals[token.length_or_literal]++;
    } else {
      literals[FIRST_LENGTH_SYMBOL + length_index(token.length_or_literal)]++;
      distances[distance_index(token.distance)]++;
    }
  }
  literals[END_OF_BLOCK]++;
}

static void add_packed(struct block_codes *codes, uint32_t symbol, uint32_t extra, uint32_t extra_bits) {
  codes->packed[codes->packed_count].symbol = (uint8_t)symbol;
  codes->packed[codes->packed_count].extra = (uint8_t)extra;
  codes->packed[codes->packed_count++].extra_bits = (uint8_t)extra_bits;
}

static void pack_run(struct block_codes *codes, uint8_t length, uint32_t repeats) {
  while (length == 0 && repeats >= 11) {
    uint32_t taken = repeats < 138 ? repeats : 138;
    add_packed(codes, REPEAT_ZERO_LONG, taken - 11, 7);
    repeats -= taken;
  }
  if (length == 0 && repeats >= 3) {
    add_packed(codes, REPEAT_ZERO, repeats - 3, 3);
    return;
  }
  for (; repeats > 0 && (length == 0 || repeats < 4); repeats--) add_packed(codes, length, 0, 0);
  if (repeats == 0) return;
  add_packed(codes, length, 0, 0);
  for (repeats--; repeats >= 3;) {
    uint32_t taken = repeats < 6 ? repeats : 6;
    add_packed(codes, REPEAT_LENGTH, taken - 3, 2);
    repeats -= taken;
  }
  for (; repeats > 0; repeats--) add_packed(codes, length, 0, 0);
}

static void pack_lengths(struct block_codes *codes) {
  uint8_t lengths[LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
  uint32_t total = codes->literal_count + codes->distance_count, frequencies[LENGTH_CODE_SYMBOLS] = {0};
  memcpy(lengths, codes->literals.lengths, codes->literal_count);
  memcpy(lengths + codes->literal_count, codes->distances.lengths, codes->distance_count);
  for (uint32_t start = 0, end; start < total; start = end) {
    for (end = start + 1; end < total && lengths[end] == lengths[start];) end++;
    pack_run(codes, lengths[start], end - start);
  }
  for (uint32_t index = 0; index < codes->packed_count; index++) frequencies[codes->packed[index].symbol]++;
  build_huffman_writer(&codes->packing, frequencies, LENGTH_CODE_SYMBOLS, MAX_LENGTH_CODE_BITS);
  codes->packing_count = LENGTH_CODE_SYMBOLS;
  while (codes->packing_count > MIN_PACKING_CODES &&
         codes->packing.lengths[length_code_order[codes->packing_count - 1]] == 0) {
    codes->packing_count--;
  }
}

static uint32_t trimmed_count(const struct huffman_writer *writer, uint32_t symbols, uint32_t minimum) {
  while (symbols > minimum && writer->lengths[symbols - 1] == 0) symbols--;
  return symbols;
}

static void make_own_codes(struct block_codes *codes, const uint32_t *literals, const uint32_t *distances) {
  memset(codes, 0, sizeof *codes);
  build_huffman_writer(&codes->literals, literals, LITERAL_SYMBOLS, MAX_CODE_BITS);
  build_huffman_writer(&codes->distances, distances, DISTANCE_SYMBOLS, MAX_CODE_BITS);
  codes->literal_count = trimmed_count(&codes->literals, LITERAL_SYMBOLS, END_OF_BLOCK + 1);
  codes->distance_count = trimmed_count(&codes->distances, DISTANCE_SYMBOLS, 1);
  pack_lengths(codes);
}

static void make_fixed_codes(struct block_codes *codes) {
  memset(codes, 0, sizeof *codes);
  fixed_literal_lengths(codes->literals.lengths);
  memset(codes->distances.lengths, FIXED_DISTANCE_BITS, DISTANCE_SYMBOLS);
  assign_codes(&codes->literals, FIXED_LITERAL_SYMBOLS);
  assign_codes(&codes->distances, DISTANCE_SYMBOLS);
}

static size_t symbol_bits(const struct block_codes *codes, const uint32_t *literals, const uint32_t *distances) {
  size_t bits = 0;
  for (uint32_t symbol = 0; symbol < LITERAL_SYMBOLS; symbol++) {
    uint32_t extra = symbol < FIRST_LENGTH_SYMBOL ? 0 : length_extra_bits[symbol - FIRST_LENGTH_SYMBOL];
    bits += (size_t)literals[symbol] * (codes->literals.lengths[symbol] + extra);
  }
  for (uint32_t symbol = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
    bits += (size_t)distances[symbol] * (codes->distances.lengths[symbol] + distance_extra_bits[symbol]);
  }
  return bits;
}

static size_t header_bits(const struct block_codes *codes) {
  size_t bits = 14 + 3 * codes->packing_count;
  for (uint32_t index = 0; index < codes->packed_count; index++) {
    bits += codes->packing.lengths[codes->packed[index].symbol] + codes->packed[index].extra_bits;
  }
  return bits;
}

static void write_header(struct bit_writer *writer, const struct block_codes *codes) {
  put_bits(writer, codes->literal_count - 257, 5);
  put_bits(writer, codes->distance_count - 1, 5);
  put_bits(writer, codes->packing_count - MIN_PACKING_CODES, 4);
  for (uint32_t index = 0; index < codes->packing_count; index++) {
    put_bits(writer, codes->packing.lengths[length_code_order[index]], 3);
  }
  for (uint32_t index = 0; index < codes->packed_count; index++) {
    put_symbol(writer, &codes->packing, codes->packed[index].symbol);
    put_bits(writer, codes->packed[index].extra, codes->packed[index].extra_bits);
  }
}

static void write_symbols(struct bit_writer *writer, const struct block *block, const struct block_codes *codes) {
  for (uint32_t index = 0; index < block->count; index++) {
    struct token token = block->tokens[index];
    if (token.distance == 0) {
      put_symbol(writer, &codes->literals, token.length_or_literal);
      continue;
    }
    uint32_t length = length_index(token.length_or_literal), distance = distance_index(token.distance);
    put_symbol(writer, &codes->literals, FIRST_LENGTH_SYMBOL + length);
    put_bits(writer, token.length_or_literal - length_bases[length], length_extra_bits[length]);
    put_symbol(writer, &codes->distances, distance);
    put_bits(writer, token.distance - distance_bases[distance], distance_extra_bits[distance]);
  }
  put_symbol(writer, &codes->literals, END_OF_BLOCK);
}

static void write_stored(struct bit_writer *writer, const struct block *block, bool is_last) {
  for (size_t start = 0; start < block->size;) {
    size_t left = block->size - start;
    uint32_t length = left < MAX_STORED_BYTES ? (uint32_t)left : MAX_STORED_BYTES;
    put_bits(writer, is_last && length == left, 1);
    put_bits(writer, BLOCK_STORED, 2);
    pad_to_byte(writer);
    put_bits(writer, length, 16);
    put_bits(writer, length ^ 0xFFFF, 16);
    put_bytes(writer, block->bytes + start, length);
    start += length;
  }
}

void write_block(struct bit_writer *writer, const struct block *block, bool is_last) {
  static struct block_codes own, fixed;
  uint32_t literals[FIXED_LITERAL_SYMBOLS] = {0}, distances[DISTANCE_SYMBOLS] = {0};
  count_symbols(block, literals, distances);
  make_own_codes(&own, literals, distances);
  make_fixed_codes(&fixed);

  size_t own_bits = header_bits(&own) + symbol_bits(&own, literals, distances);
  size_t fixed_bits = symbol_bits(&fixed, literals, distances);
  size_t stored_bits = (block->size + 5 * (block->size / MAX_STORED_BYTES + 1)) * 8;
  if (stored_bits <= own_bits && stored_bits <= fixed_bits) {
    write_stored(writer, block, is_last);
    return;
  }
  bool is_fixed = fixed_bits <= own_bits;
  put_bits(writer, is_last, 1);
  put_bits(writer, is_fixed ? BLOCK_FIXED : BLOCK_DYNAMIC, 2);
  if (!is_fixed) write_header(writer, &own);
  write_symbols(writer, block, is_fixed ? &fixed : &own);
}
