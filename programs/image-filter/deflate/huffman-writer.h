#ifndef IMAGE_FILTER_HUFFMAN_WRITER_H
#define IMAGE_FILTER_HUFFMAN_WRITER_H

#include <stdint.h>

#include "bit-writer.h"
#include "deflate-codes.h"

struct huffman_writer {
  uint8_t lengths[FIXED_LITERAL_SYMBOLS]; /* 0 = unused */
  uint16_t codes[FIXED_LITERAL_SYMBOLS];  /* bits reversed, ready for put_bits() */
};

/* The best complete code for symbols that occur `frequencies` times, none longer than `max_bits`. Unused symbols fill
   up to two codes, because readers refuse a code of one symbol. */
void build_huffman_writer(struct huffman_writer *writer, const uint32_t *frequencies, uint32_t symbols,
                          uint32_t max_bits);

/* Gives the canonical codes to lengths that are already set. */
void assign_codes(struct huffman_writer *writer, uint32_t symbols);

static inline void put_symbol(struct bit_writer *bits, const struct huffman_writer *writer, uint32_t symbol) {
  put_bits(bits, writer->codes[symbol], writer->lengths[symbol]);
}

#endif
