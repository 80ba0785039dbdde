#include "match-finder.h"

#include <string.h>

/* How many earlier places are tried; the larger, the smaller and slower. */
#define MAX_TRIES 48

static uint32_t hash_at(const uint8_t *bytes) {
  uint32_t three = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
  return three * 2654435761u >> (32 - HASH_BITS);
}

void start_match_finder(struct match_finder *finder, const uint8_t *bytes, size_t size) {
  memset(finder, 0, sizeof *finder);
  finder->bytes = bytes;
  finder->size = size;
}

static uint32_t common_length(const uint8_t *a, const uint8_t *b, uint32_t limit) {
  uint32_t length = 0;
  while (length < limit && a[length] == b[length]) length++;
  return length;
}

struct match find_match(const struct match_finder *finder, size_t place) {
  struct match best = {0, 0};
  size_t left = finder->size - place;
  if (left < MIN_MATCH) return best;
  uint32_t limit = left < MAX_MATCH ? (uint32_t)left : MAX_MATCH, longest = MIN_MATCH - 1;
  const uint8_t *here = finder->bytes + place;

  int32_t candidate = finder->newest[hash_at(here)];
  for (int tries = 0; candidate > 0 && tries < MAX_TRIES && longest < limit; tries++) {
    size_t earlier = (size_t)candidate - 1;
    if (place - earlier > WINDOW_BYTES) break;
    const uint8_t *there = finder->bytes + earlier;
    if (there[longest] == here[longest]) {
      uint32_t length = common_length(there, here, limit);
      if (length > longest) {
        longest = length;
        best = (struct match){length, (uint32_t)(place - earlier)};
      }
    }
    candidate = finder->older[earlier % WINDOW_BYTES];
    /* A slot that a newer place has taken over would lead forward again. */
    if (candidate > (int32_t)earlier) break;
  }
  return best;
}

void remember_place(struct match_finder *finder, size_t place) {
  if (finder->size - place < MIN_MATCH) return;
  int32_t *newest = &finder->newest[hash_at(finder->bytes + place)];
  finder->older[place % WINDOW_BYTES] = *newest;
  *newest = (int32_t)place + 1;
}
