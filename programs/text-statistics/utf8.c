#include "utf8.h"

static enum utf8_step begin(struct utf8_decoder *decoder, uint32_t bits, int remaining, uint8_t lower, uint8_t upper) {
  *decoder = (struct utf8_decoder){.code_point = bits, .remaining = remaining, .lower = lower, .upper = upper};
  return UTF8_NEEDS_MORE;
}

static enum utf8_step feed_first(struct utf8_decoder *decoder, uint8_t byte) {
  if (byte < 0x80) {
    decoder->code_point = byte;
    return UTF8_COMPLETE;
  }
  /* Bounds of the second byte as in table 3-7 of the Unicode standard. */
  if (byte < 0xC2 || byte > 0xF4) return UTF8_INVALID;
  if (byte < 0xE0) return begin(decoder, byte & 0x1Fu, 1, 0x80, 0xBF);
  if (byte < 0xF0) return begin(decoder, byte & 0x0Fu, 2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF);
  return begin(decoder, byte & 0x07u, 3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF);
}

enum utf8_step utf8_feed(struct utf8_decoder *decoder, uint8_t byte) {
  if (decoder->remaining == 0) return feed_first(decoder, byte);
  if (byte < decoder->lower || byte > decoder->upper) return UTF8_INVALID;
  decoder->code_point = decoder->code_point << 6 | (byte & 0x3Fu);
  decoder->lower = 0x80;
  decoder->upper = 0xBF;
  return --decoder->remaining == 0 ? UTF8_COMPLETE : UTF8_NEEDS_MORE;
}

size_t utf8_encode(uint32_t code_point, char *bytes) {
  if (code_point < 0x80) {
    bytes[0] = (char)code_point;
    return 1;
  }
  size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t index = length - 1; index > 0; index--) {
    bytes[index] = (char)(0x80 | (code_point & 0x3F));
    code_point >>= 6;
  }
  bytes[0] = (char)(lead[length] | code_point);
  return length;
}
