#include "statistics.h"

#include <wctype.h>

#include "../lib/fail.h"
#include "utf8.h"

#define RIGHT_SINGLE_QUOTE 0x2019
#define ELLIPSIS 0x2026

static bool is_digit(uint32_t character) {
  return character >= '0' && character <= '9';
}

static bool is_letter(uint32_t character) {
  if (character < 0x80) return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
  return iswalpha((wint_t)character) != 0;
}

static uint32_t lower_case(uint32_t letter) {
  if (letter < 0x80) return letter | 0x20;
  return (uint32_t)towlower((wint_t)letter);
}

static bool joins_words(uint32_t character) {
  return character == '\'' || character == '-' || character == RIGHT_SINGLE_QUOTE;
}

static bool ends_sentence(uint32_t character) {
  return character == '.' || character == '!' || character == '?' || character == ELLIPSIS;
}

static bool is_closing_mark(uint32_t character) {
  return character == '"' || character == '\'' || character == ')' || character == ']' || character == 0xBB ||
         character == RIGHT_SINGLE_QUOTE || character == 0x201D;
}

static bool is_space(uint32_t character) {
  return character == ' ' || (character >= '\t' && character <= '\r') || character == 0xA0;
}

static void append(struct statistics *statistics, uint32_t character) {
  if (statistics->word_length == MAX_WORD_CHARACTERS) {
    fail("the word that reaches byte %llu is longer than %d characters.", (unsigned long long)statistics->bytes,
         MAX_WORD_CHARACTERS);
  }
  statistics->word_bytes += (uint32_t)utf8_encode(character, statistics->word + statistics->word_bytes);
  statistics->word_length++;
}

static void count_letter(struct statistics *statistics, uint32_t letter) {
  uint64_t **page = &statistics->letter_counts[letter / LETTERS_PER_PAGE];
  if (*page == NULL) *page = allocate_zeroed(LETTERS_PER_PAGE, sizeof **page, "letter counts");
  (*page)[letter % LETTERS_PER_PAGE]++;
  statistics->letters++;
}

static void take_word_character(struct statistics *statistics, uint32_t character) {
  if (statistics->joiner != 0) append(statistics, statistics->joiner);
  statistics->joiner = 0;
  append(statistics, character);
  if (!is_digit(character)) count_letter(statistics, character);
}

static void close_word(struct statistics *statistics) {
  statistics->joiner = 0;
  if (statistics->word_length == 0) return;
  statistics->words++;
  statistics->word_characters += statistics->word_length;
  statistics->words_of_length[statistics->word_length]++;
  if (statistics->word_length >= LONG_WORD_CHARACTERS) statistics->long_words++;
  vocabulary_add(&statistics->vocabulary, statistics->word, statistics->word_bytes);
  statistics->sentence_has_words = true;
  statistics->word_bytes = statistics->word_length = 0;
}

static void close_sentence(struct statistics *statistics) {
  if (statistics->sentence_has_words) statistics->sentences++;
  statistics->sentence_has_words = statistics->sentence_may_end = false;
}

/* Keeps the end of a sentence open over closing quotes, until white space decides. */
static void follow_sentence(struct statistics *statistics, uint32_t character) {
  if (ends_sentence(character)) {
    statistics->sentence_may_end = true;
  } else if (is_space(character)) {
    if (statistics->sentence_may_end) close_sentence(statistics);
  } else if (!is_closing_mark(character)) {
    statistics->sentence_may_end = false;
  }
}

static void follow_line(struct statistics *statistics, uint32_t character) {
  if (character != '\n') {
    if (!statistics->line_is_open) statistics->line_is_blank = true;
    statistics->line_is_open = true;
    if (!is_space(character)) statistics->line_is_blank = false;
    return;
  }
  /* A blank line ends a heading or paragraph that has no full stop. */
  if (statistics->line_is_blank || !statistics->line_is_open) close_sentence(statistics);
  statistics->lines++;
  statistics->line_is_open = false;
}

void statistics_take(struct statistics *statistics, uint32_t character) {
  statistics->characters++;
  if (is_letter(character)) {
    take_word_character(statistics, lower_case(character));
  } else if (is_digit(character)) {
    take_word_character(statistics, character);
  } else if (joins_words(character) && statistics->word_length > 0 && statistics->joiner == 0) {
    statistics->joiner = character;
  } else {
    close_word(statistics);
  }
  follow_sentence(statistics, character);
  follow_line(statistics, character);
}

void statistics_finish(struct statistics *statistics) {
  close_word(statistics);
  close_sentence(statistics);
  if (statistics->line_is_open) statistics->lines++;
}

double lix(const struct statistics *statistics) {
  if (statistics->words == 0) return 0;
  double words = (double)statistics->words;
  return words / (double)statistics->sentences + 100.0 * (double)statistics->long_words / words;
}

double automated_readability_index(const struct statistics *statistics) {
  if (statistics->words == 0) return 0;
  double words = (double)statistics->words;
  return 4.71 * (double)statistics->word_characters / words + 0.5 * words / (double)statistics->sentences - 21.43;
}
