#include "report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../lib/fail.h"
#include "../lib/files.h"
#include "utf8.h"

#define SUMMARY_WORDS 5

struct letter {
  uint32_t code_point;
  uint64_t count;
};

static double ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : (double)part / (double)whole;
}

static int by_count_then_code_point(const void *left, const void *right) {
  const struct letter *a = left, *b = right;
  if (a->count != b->count) return a->count > b->count ? -1 : 1;
  return a->code_point < b->code_point ? -1 : 1;
}

static struct letter *sorted_letters(const struct statistics *statistics, size_t *found) {
  size_t capacity = 0;
  for (size_t page = 0; page < LETTER_PAGES; page++) {
    if (statistics->letter_counts[page] != NULL) capacity += LETTERS_PER_PAGE;
  }
  struct letter *letters = allocate((capacity + 1) * sizeof *letters, "the sorted letters");
  *found = 0;
  for (uint32_t code_point = 0; code_point < LETTER_PAGES * LETTERS_PER_PAGE; code_point++) {
    const uint64_t *page = statistics->letter_counts[code_point / LETTERS_PER_PAGE];
    uint64_t count = page == NULL ? 0 : page[code_point % LETTERS_PER_PAGE];
    if (count > 0) letters[(*found)++] = (struct letter){code_point, count};
  }
  qsort(letters, *found, sizeof *letters, by_count_then_code_point);
  return letters;
}

static void write_letters(FILE *file, const struct statistics *statistics) {
  size_t found;
  struct letter *letters = sorted_letters(statistics, &found);
  fputs("  \"letterFrequencies\": [", file);
  for (size_t index = 0; index < found; index++) {
    char text[UTF8_MAX_BYTES + 1];
    text[utf8_encode(letters[index].code_point, text)] = '\0';
    fprintf(file, "%s\n    { \"letter\": \"%s\", \"count\": %" PRIu64 ", \"share\": %.6f }", index == 0 ? "" : ",", text,
            letters[index].count, ratio(letters[index].count, statistics->letters));
  }
  fputs("\n  ]\n", file);
  free(letters);
}

static void write_lengths(FILE *file, const struct statistics *statistics) {
  const char *separator = "";
  fputs("  \"wordLengths\": [", file);
  for (size_t length = 1; length <= MAX_WORD_CHARACTERS; length++) {
    uint64_t count = statistics->words_of_length[length];
    if (count == 0) continue;
    fprintf(file, "%s\n    { \"characters\": %zu, \"words\": %" PRIu64 " }", separator, length, count);
    separator = ",";
  }
  fputs("\n  ],\n", file);
}

static void write_top_words(FILE *file, const struct statistics *statistics, const struct entry *sorted, size_t top) {
  size_t shown = top < statistics->vocabulary.distinct ? top : statistics->vocabulary.distinct;
  fputs("  \"topWords\": [", file);
  for (size_t index = 0; index < shown; index++) {
    fprintf(file, "%s\n    { \"word\": \"%s\", \"count\": %" PRIu64 ", \"share\": %.6f }", index == 0 ? "" : ",",
            sorted[index].word, sorted[index].count, ratio(sorted[index].count, statistics->words));
  }
  fputs("\n  ],\n", file);
}

void write_statistics(const struct statistics *statistics, const struct entry *sorted, size_t top) {
  FILE *file = create_output("statistics.json");
  fputs("{\n", file);
  fprintf(file, "  \"bytes\": %" PRIu64 ",\n", statistics->bytes);
  fprintf(file, "  \"characters\": %" PRIu64 ",\n", statistics->characters);
  fprintf(file, "  \"lines\": %" PRIu64 ",\n", statistics->lines);
  fprintf(file, "  \"sentences\": %" PRIu64 ",\n", statistics->sentences);
  fprintf(file, "  \"words\": %" PRIu64 ",\n", statistics->words);
  fprintf(file, "  \"distinctWords\": %zu,\n", statistics->vocabulary.distinct);
  fprintf(file, "  \"typeTokenRatio\": %.6f,\n", ratio(statistics->vocabulary.distinct, statistics->words));
  fprintf(file, "  \"meanWordCharacters\": %.6f,\n", ratio(statistics->word_characters, statistics->words));
  fprintf(file, "  \"meanSentenceWords\": %.6f,\n", ratio(statistics->words, statistics->sentences));
  fprintf(file, "  \"readability\": { \"lix\": %.6f, \"automatedReadabilityIndex\": %.6f },\n", lix(statistics),
          automated_readability_index(statistics));
  write_top_words(file, statistics, sorted, top);
  write_lengths(file, statistics);
  write_letters(file, statistics);
  fputs("}\n", file);
  close_output(file, "statistics.json");
}

/* A word holds letters, digits, apostrophes and hyphens only, so no field needs CSV quotes. */
void write_words(const struct statistics *statistics, const struct entry *sorted) {
  FILE *file = create_output("words.csv");
  fputs("word,count\n", file);
  for (size_t index = 0; index < statistics->vocabulary.distinct; index++) {
    fprintf(file, "%s,%" PRIu64 "\n", sorted[index].word, sorted[index].count);
  }
  close_output(file, "words.csv");
}

void print_summary(const struct statistics *statistics, const struct entry *sorted) {
  printf("characters      %" PRIu64 "\n", statistics->characters);
  printf("words           %" PRIu64 " (%zu distinct)\n", statistics->words, statistics->vocabulary.distinct);
  printf("sentences       %" PRIu64 "\n", statistics->sentences);
  printf("lines           %" PRIu64 "\n", statistics->lines);
  printf("readability     LIX %.1f, grade %.1f\n", lix(statistics), automated_readability_index(statistics));
  fputs("frequent words ", stdout);
  for (size_t index = 0; index < SUMMARY_WORDS && index < statistics->vocabulary.distinct; index++) {
    printf(" %s (%" PRIu64 ")", sorted[index].word, sorted[index].count);
  }
  putchar('\n');
}
