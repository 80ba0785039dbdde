#ifndef IMAGE_FILTER_MATCH_FINDER_H
#define IMAGE_FILTER_MATCH_FINDER_H

#include <stddef.h>
#include <stdint.h>

#include "deflate-codes.h"

#define HASH_BITS 15

struct match {
  uint32_t length, distance; /* length 0: none of at least MIN_MATCH bytes was found */
};

/* Finds earlier copies of the bytes at a place: chains of places with the same hash of three bytes. */
struct match_finder {
  const uint8_t *bytes;
  size_t size;
  int32_t newest[1 << HASH_BITS]; /* place + 1 */
  int32_t older[WINDOW_BYTES];    /* place + 1, by place % WINDOW_BYTES */
};

void start_match_finder(struct match_finder *finder, const uint8_t *bytes, size_t size);

/* The longest match for the bytes at `place` among the places remembered so far. */
struct match find_match(const struct match_finder *finder, size_t place);

void remember_place(struct match_finder *finder, size_t place);

#endif
