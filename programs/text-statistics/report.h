#ifndef TEXT_STATISTICS_REPORT_H
#define TEXT_STATISTICS_REPORT_H

#include "statistics.h"

/* Writes /out/statistics.json with the `top` most frequent words. `sorted` comes from vocabulary_sorted(). */
void write_statistics(const struct statistics *statistics, const struct entry *sorted, size_t top);

/* Writes /out/words.csv: every distinct word with its count. */
void write_words(const struct statistics *statistics, const struct entry *sorted);

/* Prints a dozen lines for a human reader. */
void print_summary(const struct statistics *statistics, const struct entry *sorted);

#endif
