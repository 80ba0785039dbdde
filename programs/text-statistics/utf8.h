#ifndef TEXT_STATISTICS_UTF8_H
#define TEXT_STATISTICS_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX_BYTES 4

/* A decoder that takes one byte at a time, so that a text needs no more memory than a word. */
struct utf8_decoder {
  uint32_t code_point; /* bits gathered so far */
  int remaining;       /* continuation bytes still to come */
  uint8_t lower, upper; /* bounds of the next continuation byte; they exclude surrogates and overlong forms */
};

enum utf8_step { UTF8_NEEDS_MORE, UTF8_COMPLETE, UTF8_INVALID };

/* Feeds one byte. After UTF8_COMPLETE the character is in decoder->code_point. */
enum utf8_step utf8_feed(struct utf8_decoder *decoder, uint8_t byte);

/* Writes the UTF-8 form of a valid code point and returns its length, 1 to 4. */
size_t utf8_encode(uint32_t code_point, char *bytes);

#endif
