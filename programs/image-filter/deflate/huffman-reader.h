#ifndef IMAGE_FILTER_HUFFMAN_READER_H
#define IMAGE_FILTER_HUFFMAN_READER_H

#include <stddef.h>
#include <stdint.h>

#include "deflate-codes.h"

#define QUICK_BITS 10

/* Bytes read bit by bit, the lowest bit first. All functions fail() at the end of the bytes. */
struct bit_reader {
  const uint8_t *bytes;
  size_t size, next;
  uint64_t held;
  uint32_t held_bits;
};

/* A Huffman code: a table for codes up to QUICK_BITS, and the canonical order for the longer ones. */
struct huffman_reader {
  uint16_t quick[1 << QUICK_BITS]; /* symbol * 16 + code length, by the next bits; 0 for a longer or unused code */
  uint16_t count[MAX_CODE_BITS + 1];
  uint16_t symbols[FIXED_LITERAL_SYMBOLS]; /* in the order of their codes */
};

/* Whether every sequence of bits must be a code. A lone code of one bit is allowed where a block has one symbol only. */
enum completeness { CODE_COMPLETE, CODE_COMPLETE_OR_SINGLE };

uint32_t take_bits(struct bit_reader *reader, uint32_t count);
void discard_to_byte(struct bit_reader *reader);
void take_bytes(struct bit_reader *reader, uint8_t *target, size_t count);

/* Builds the canonical code of `lengths` (0 = unused); fail()s on lengths that are no prefix code. */
void build_huffman_reader(struct huffman_reader *reader, const uint8_t *lengths, uint32_t symbols,
                          enum completeness completeness);

uint32_t take_symbol(struct bit_reader *reader, const struct huffman_reader *code);

#endif
