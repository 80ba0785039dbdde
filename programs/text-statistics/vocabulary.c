#include "vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "../lib/fail.h"

#define FIRST_CAPACITY 4096

/* FNV-1a */
static uint32_t hash_of(const char *word, size_t length) {
  uint32_t hash = 2166136261u;
  for (size_t index = 0; index < length; index++) hash = (hash ^ (uint8_t)word[index]) * 16777619u;
  return hash;
}

static struct entry *find_slot(const struct vocabulary *vocabulary, const char *word, size_t length, uint32_t hash) {
  size_t position = hash & (vocabulary->capacity - 1);
  for (;;) {
    struct entry *slot = &vocabulary->slots[position];
    if (slot->word == NULL) return slot;
    if (slot->hash == hash && slot->length == length && memcmp(slot->word, word, length) == 0) return slot;
    position = (position + 1) & (vocabulary->capacity - 1);
  }
}

static void grow(struct vocabulary *vocabulary) {
  struct vocabulary larger = {.capacity = vocabulary->capacity == 0 ? FIRST_CAPACITY : vocabulary->capacity * 2};
  larger.slots = allocate_zeroed(larger.capacity, sizeof *larger.slots, "the vocabulary");
  larger.distinct = vocabulary->distinct;
  for (size_t index = 0; index < vocabulary->capacity; index++) {
    const struct entry *entry = &vocabulary->slots[index];
    if (entry->word != NULL) *find_slot(&larger, entry->word, entry->length, entry->hash) = *entry;
  }
  free(vocabulary->slots);
  *vocabulary = larger;
}

static const char *copy_of(const char *word, size_t length) {
  char *copy = allocate(length + 1, "a word");
  memcpy(copy, word, length);
  copy[length] = '\0';
  return copy;
}

void vocabulary_add(struct vocabulary *vocabulary, const char *word, size_t length) {
  if (vocabulary->distinct * 4 >= vocabulary->capacity * 3) grow(vocabulary);
  uint32_t hash = hash_of(word, length);
  struct entry *slot = find_slot(vocabulary, word, length, hash);
  if (slot->word == NULL) {
    *slot = (struct entry){.word = copy_of(word, length), .length = (uint32_t)length, .hash = hash};
    vocabulary->distinct++;
  }
  slot->count++;
}

static int by_count_then_bytes(const void *left, const void *right) {
  const struct entry *a = left, *b = right;
  if (a->count != b->count) return a->count > b->count ? -1 : 1;
  return strcmp(a->word, b->word);
}

struct entry *vocabulary_sorted(const struct vocabulary *vocabulary) {
  struct entry *sorted = allocate((vocabulary->distinct + 1) * sizeof *sorted, "the sorted words");
  size_t filled = 0;
  for (size_t index = 0; index < vocabulary->capacity; index++) {
    if (vocabulary->slots[index].word != NULL) sorted[filled++] = vocabulary->slots[index];
  }
  qsort(sorted, filled, sizeof *sorted, by_count_then_bytes);
  return sorted;
}
