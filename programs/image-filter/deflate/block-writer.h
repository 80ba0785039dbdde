#ifndef IMAGE_FILTER_BLOCK_WRITER_H
#define IMAGE_FILTER_BLOCK_WRITER_H

#include <stdbool.h>

#include "bit-writer.h"
#include "deflate-codes.h"

#define TOKENS_PER_BLOCK 16384

/* A literal byte (distance 0), or a match. */
struct token {
  uint16_t length_or_literal, distance;
};

/* The tokens of one deflate block and the bytes that they stand for. */
struct block {
  struct token tokens[TOKENS_PER_BLOCK];
  uint32_t count;
  const uint8_t *bytes;
  size_t size;
};

/* Appends the block in the shortest of its three forms: stored, fixed codes, own codes. */
void write_block(struct bit_writer *writer, const struct block *block, bool is_last);

#endif
