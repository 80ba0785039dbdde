#include "deflate.h"

#include "block-writer.h"
#include "../png/checksums.h"
#include "match-finder.h"

static void add_token(struct block *block, uint32_t length_or_literal, uint32_t distance) {
  block->tokens[block->count++] = (struct token){(uint16_t)length_or_literal, (uint16_t)distance};
  block->size += distance == 0 ? 1 : length_or_literal;
}

static void flush(struct bit_writer *writer, struct block *block, bool is_last) {
  write_block(writer, block, is_last);
  block->bytes += block->size;
  block->count = 0;
  block->size = 0;
}

/* A match is put off by one byte as long as the next byte begins a longer one. */
static void pack(struct bit_writer *writer, struct match_finder *finder, struct block *block) {
  struct match held = find_match(finder, 0);
  for (size_t place = 0; place < finder->size;) {
    remember_place(finder, place);
    struct match next = {0, 0};
    if (held.length < MAX_MATCH && place + 1 < finder->size) next = find_match(finder, place + 1);
    if (held.length == 0 || next.length > held.length) {
      add_token(block, finder->bytes[place++], 0);
      held = next;
    } else {
      add_token(block, held.length, held.distance);
      size_t end = place + held.length;
      while (++place < end) remember_place(finder, place);
      if (place < finder->size) held = find_match(finder, place);
    }
    if (block->count == TOKENS_PER_BLOCK && place < finder->size) flush(writer, block, false);
  }
  flush(writer, block, true);
}

void deflate_zlib(struct bit_writer *writer, const uint8_t *bytes, size_t size) {
  static struct match_finder finder;
  static struct block block;
  static const uint8_t header[] = {0x78, 0x9C};
  block = (struct block){.bytes = bytes};
  start_match_finder(&finder, bytes, size);
  put_bytes(writer, header, sizeof header);
  pack(writer, &finder, &block);
  pad_to_byte(writer);
  put_u32(writer, adler32_of(bytes, size));
}
