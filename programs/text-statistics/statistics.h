#ifndef TEXT_STATISTICS_STATISTICS_H
#define TEXT_STATISTICS_STATISTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "vocabulary.h"

#define MAX_WORD_CHARACTERS 500
#define MAX_WORD_BYTES (MAX_WORD_CHARACTERS * 4)
#define LONG_WORD_CHARACTERS 7 /* the LIX figure counts words of this length or longer */
#define LETTER_PAGES 0x1100
#define LETTERS_PER_PAGE 0x100

/* What is known of a text after some of its characters. Zeroed memory is the state before the first. */
struct statistics {
  uint64_t bytes, characters, lines, sentences, words, long_words;
  uint64_t word_characters; /* letters, digits and joiners inside words */
  uint64_t letters;
  uint64_t words_of_length[MAX_WORD_CHARACTERS + 1];
  uint64_t *letter_counts[LETTER_PAGES]; /* by code point / 256, then by code point % 256; made when first needed */
  struct vocabulary vocabulary;

  /* the word being read */
  char word[MAX_WORD_BYTES];
  uint32_t word_bytes, word_length;
  uint32_t joiner; /* an apostrophe or hyphen after the word so far; part of it only if a letter follows */

  /* the sentence being read */
  bool sentence_has_words, sentence_may_end;
  bool line_is_blank, line_is_open;
};

/* Takes the next character of the text. fail()s on a word longer than MAX_WORD_CHARACTERS. */
void statistics_take(struct statistics *statistics, uint32_t character);

/* Closes the last word, sentence and line. */
void statistics_finish(struct statistics *statistics);

/* Words a sentence plus the percentage of long words; above 60 is very hard to read. 0 for a text without words. */
double lix(const struct statistics *statistics);

/* 4.71 characters a word + 0.5 words a sentence - 21.43: about the school grade needed. 0 for a text without words. */
double automated_readability_index(const struct statistics *statistics);

#endif
