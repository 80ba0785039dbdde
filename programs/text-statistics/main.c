/* Counts the words, sentences and letters of a UTF-8 text. See README.md. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/fail.h"
#include "../lib/files.h"
#include "../lib/numbers.h"
#include "report.h"
#include "statistics.h"
#include "utf8.h"

#define DEFAULT_TOP 20
#define MAX_TOP 1000
#define BUFFER_BYTES 65536
#define PROGRESS_BYTES (256 * 1024)
#define BYTE_ORDER_MARK 0xFEFF

struct options {
  const char *input;
  size_t top;
};

static struct options parse_arguments(int argc, char **argv) {
  struct options options = {.top = DEFAULT_TOP};
  for (int index = 1; index < argc; index++) {
    if (strncmp(argv[index], "top=", 4) == 0) {
      options.top = (size_t)parse_whole("top", argv[index] + 4, 1, MAX_TOP);
    } else if (options.input == NULL) {
      options.input = argv[index];
    } else {
      fail("unexpected argument \"%s\"; expected FILE [top=N].", argv[index]);
    }
  }
  if (options.input == NULL) fail("the name of the text is missing; expected FILE [top=N].");
  return options;
}

static void report_progress(const struct statistics *statistics, uint64_t size) {
  printf("read %" PRIu64 " of %" PRIu64 " bytes, %" PRIu64 " words\n", statistics->bytes, size, statistics->words);
  fflush(stdout);
}

static void read_text(struct statistics *statistics, const char *name) {
  static uint8_t buffer[BUFFER_BYTES];
  struct utf8_decoder decoder = {0};
  uint64_t size, next_report = PROGRESS_BYTES;
  FILE *file = open_input(name, &size);

  for (size_t received; (received = fread(buffer, 1, sizeof buffer, file)) > 0;) {
    for (size_t index = 0; index < received; index++) {
      enum utf8_step step = utf8_feed(&decoder, buffer[index]);
      if (step == UTF8_INVALID) {
        fail("/in/%s is not UTF-8: byte 0x%02x at offset %" PRIu64 ".", name, buffer[index], statistics->bytes);
      }
      statistics->bytes++;
      int is_mark = decoder.code_point == BYTE_ORDER_MARK && statistics->bytes == 3;
      if (step == UTF8_COMPLETE && !is_mark) statistics_take(statistics, decoder.code_point);
    }
    if (statistics->bytes >= next_report) {
      report_progress(statistics, size);
      next_report = (statistics->bytes / PROGRESS_BYTES + 1) * PROGRESS_BYTES;
    }
  }
  if (ferror(file)) fail("/in/%s could not be read to its end.", name);
  if (decoder.remaining > 0) {
    fail("/in/%s is not UTF-8: it ends inside a character at offset %" PRIu64 ".", name, statistics->bytes);
  }
  fclose(file);
  statistics_finish(statistics);
}

int main(int argc, char **argv) {
  static struct statistics statistics;
  struct options options = parse_arguments(argc, argv);
  read_text(&statistics, options.input);

  struct entry *sorted = vocabulary_sorted(&statistics.vocabulary);
  write_statistics(&statistics, sorted, options.top);
  write_words(&statistics, sorted);
  print_summary(&statistics, sorted);
  free(sorted);
  return 0;
}
