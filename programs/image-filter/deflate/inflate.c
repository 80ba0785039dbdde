#include "inflate.h"

#include <string.h>

#include "../../lib/fail.h"
#include "../png/big-endian.h"
#include "../png/checksums.h"
#include "deflate-codes.h"
#include "huffman-reader.h"

struct inflater {
  struct bit_reader bits;
  uint8_t *output;
  size_t size, written;
};

static void need_space(const struct inflater *inflater, size_t bytes) {
  if (inflater->size - inflater->written < bytes) fail("the picture data unpacks to more bytes than the picture has.");
}

static void copy_stored(struct inflater *inflater) {
  struct bit_reader *bits = &inflater->bits;
  discard_to_byte(bits);
  uint32_t length = take_bits(bits, 16), complement = take_bits(bits, 16);
  if (length != (complement ^ 0xFFFF)) fail("a stored block of the picture data has a damaged length.");
  need_space(inflater, length);
  take_bytes(bits, inflater->output + inflater->written, length);
  inflater->written += length;
}

static void copy_match(struct inflater *inflater, uint32_t length, uint32_t distance) {
  if (distance > inflater->written || distance > WINDOW_BYTES) {
    fail("the picture data repeats bytes from before its beginning.");
  }
  need_space(inflater, length);
  uint8_t *to = inflater->output + inflater->written;
  /* Byte by byte: source and target overlap when the distance is shorter than the length. */
  for (uint32_t index = 0; index < length; index++) to[index] = to[(ptrdiff_t)index - (ptrdiff_t)distance];
  inflater->written += length;
}

static void unpack_symbols(struct inflater *inflater, const struct huffman_reader *literals,
                           const struct huffman_reader *distances) {
  struct bit_reader *bits = &inflater->bits;
  for (;;) {
    uint32_t symbol = take_symbol(bits, literals);
    if (symbol < END_OF_BLOCK) {
      need_space(inflater, 1);
      inflater->output[inflater->written++] = (uint8_t)symbol;
    } else if (symbol == END_OF_BLOCK) {
      return;
    } else {
      uint32_t length_index = symbol - FIRST_LENGTH_SYMBOL;
      if (length_index >= LENGTH_SYMBOLS) fail("the picture data uses a reserved length code.");
      uint32_t length = length_bases[length_index] + take_bits(bits, length_extra_bits[length_index]);
      uint32_t distance_index = take_symbol(bits, distances);
      if (distance_index >= DISTANCE_SYMBOLS) fail("the picture data uses a reserved distance code.");
      uint32_t distance = distance_bases[distance_index] + take_bits(bits, distance_extra_bits[distance_index]);
      copy_match(inflater, length, distance);
    }
  }
}

static void unpack_fixed(struct inflater *inflater) {
  static struct huffman_reader literals, distances;
  uint8_t lengths[FIXED_LITERAL_SYMBOLS];
  fixed_literal_lengths(lengths);
  build_huffman_reader(&literals, lengths, FIXED_LITERAL_SYMBOLS, CODE_COMPLETE);
  /* 32 codes of 5 bits, of which the last two are reserved. */
  memset(lengths, 5, 32);
  build_huffman_reader(&distances, lengths, 32, CODE_COMPLETE);
  unpack_symbols(inflater, &literals, &distances);
}

/* Reads `count` code lengths, which may repeat one another by symbols 16 to 18. */
static void read_code_lengths(struct bit_reader *bits, const struct huffman_reader *reader, uint8_t *lengths,
                              uint32_t count) {
  uint32_t filled = 0;
  while (filled < count) {
    uint32_t symbol = take_symbol(bits, reader), repeats = 1;
    uint8_t length = 0;
    if (symbol < REPEAT_LENGTH) {
      length = (uint8_t)symbol;
    } else if (symbol == REPEAT_LENGTH) {
      if (filled == 0) fail("the picture data repeats a code length before the first one.");
      length = lengths[filled - 1];
      repeats = 3 + take_bits(bits, 2);
    } else {
      repeats = symbol == REPEAT_ZERO ? 3 + take_bits(bits, 3) : 11 + take_bits(bits, 7);
    }
    if (repeats > count - filled) fail("the picture data has more code lengths than it announced.");
    memset(lengths + filled, length, repeats);
    filled += repeats;
  }
}

static void unpack_dynamic(struct inflater *inflater) {
  static struct huffman_reader packing, literals, distances;
  struct bit_reader *bits = &inflater->bits;
  uint8_t lengths[LITERAL_SYMBOLS + DISTANCE_SYMBOLS] = {0};
  uint32_t literal_count = 257 + take_bits(bits, 5), distance_count = 1 + take_bits(bits, 5);
  uint32_t packing_count = 4 + take_bits(bits, 4);
  if (literal_count > LITERAL_SYMBOLS || distance_count > DISTANCE_SYMBOLS) {
    fail("a block of the picture data announces too many codes.");
  }
  for (uint32_t index = 0; index < packing_count; index++) {
    lengths[length_code_order[index]] = (uint8_t)take_bits(bits, 3);
  }
  build_huffman_reader(&packing, lengths, LENGTH_CODE_SYMBOLS, CODE_COMPLETE);
  memset(lengths, 0, sizeof lengths);
  read_code_lengths(bits, &packing, lengths, literal_count + distance_count);
  if (lengths[END_OF_BLOCK] == 0) fail("a block of the picture data has no code for its end.");
  build_huffman_reader(&literals, lengths, literal_count, CODE_COMPLETE_OR_SINGLE);
  build_huffman_reader(&distances, lengths + literal_count, distance_count, CODE_COMPLETE_OR_SINGLE);
  unpack_symbols(inflater, &literals, &distances);
}

static void check_zlib_header(const uint8_t *packed, size_t size) {
  if (size < 6) fail("the picture data is cut off.");
  if ((packed[0] & 0x0F) != 8 || packed[0] >> 4 > 7) fail("the picture data is not packed with deflate.");
  if ((packed[0] << 8 | packed[1]) % 31 != 0) fail("the header of the picture data is damaged.");
  if (packed[1] & 0x20) fail("the picture data needs a preset dictionary, which PNG does not allow.");
}

void inflate_zlib(const uint8_t *packed, size_t packed_size, uint8_t *output, size_t size) {
  check_zlib_header(packed, packed_size);
  struct inflater inflater = {.bits = {.bytes = packed + 2, .size = packed_size - 2}, .output = output, .size = size};
  uint32_t is_last;
  do {
    is_last = take_bits(&inflater.bits, 1);
    switch (take_bits(&inflater.bits, 2)) {
      case BLOCK_STORED: copy_stored(&inflater); break;
      case BLOCK_FIXED: unpack_fixed(&inflater); break;
      case BLOCK_DYNAMIC: unpack_dynamic(&inflater); break;
      default: fail("the picture data has a block of unknown type.");
    }
  } while (!is_last);

  if (inflater.written != size) fail("the picture data unpacks to fewer bytes than the picture has.");
  uint8_t stored_sum[4];
  discard_to_byte(&inflater.bits);
  take_bytes(&inflater.bits, stored_sum, sizeof stored_sum);
  if (read_u32(stored_sum) != adler32_of(output, size)) fail("the checksum of the picture data does not match.");
}
