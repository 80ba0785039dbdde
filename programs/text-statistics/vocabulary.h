#ifndef TEXT_STATISTICS_VOCABULARY_H
#define TEXT_STATISTICS_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

struct entry {
  const char *word; /* ends with a zero byte */
  uint32_t length;  /* bytes */
  uint32_t hash;
  uint64_t count;
};

/* The distinct words of a text and how often each occurs: an open-addressing hash table. */
struct vocabulary {
  struct entry *slots; /* a slot without a word is free */
  size_t capacity;     /* a power of two */
  size_t distinct;
};

void vocabulary_add(struct vocabulary *vocabulary, const char *word, size_t length);

/* All entries, the most frequent first and equal counts in the order of their bytes. The caller frees the array. */
struct entry *vocabulary_sorted(const struct vocabulary *vocabulary);

#endif
