#ifndef IMAGE_FILTER_DEFLATE_CODES_H
#define IMAGE_FILTER_DEFLATE_CODES_H

#include <stdint.h>

/* The alphabets of RFC 1951, shared by the reader and the writer. */

#define MAX_CODE_BITS 15
#define MAX_LENGTH_CODE_BITS 7
#define LITERAL_SYMBOLS 286
#define FIXED_LITERAL_SYMBOLS 288
#define DISTANCE_SYMBOLS 30
#define LENGTH_CODE_SYMBOLS 19
#define END_OF_BLOCK 256
#define FIRST_LENGTH_SYMBOL 257
#define LENGTH_SYMBOLS 29
#define MIN_MATCH 3
#define MAX_MATCH 258
#define WINDOW_BYTES 32768
#define MAX_STORED_BYTES 65535

enum block_type { BLOCK_STORED, BLOCK_FIXED, BLOCK_DYNAMIC };

/* Symbols of the code that packs the code lengths: 0..15 are lengths. */
enum { REPEAT_LENGTH = 16, REPEAT_ZERO = 17, REPEAT_ZERO_LONG = 18 };

extern const uint16_t length_bases[LENGTH_SYMBOLS];
extern const uint8_t length_extra_bits[LENGTH_SYMBOLS];
extern const uint16_t distance_bases[DISTANCE_SYMBOLS];
extern const uint8_t distance_extra_bits[DISTANCE_SYMBOLS];
extern const uint8_t length_code_order[LENGTH_CODE_SYMBOLS];

/* Code lengths of the fixed blocks; FIXED_LITERAL_SYMBOLS entries. */
void fixed_literal_lengths(uint8_t *lengths);

#endif
