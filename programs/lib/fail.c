#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void fail(const char *format, ...) {
  va_list arguments;
  fflush(stdout);
  fputs("error: ", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(EXIT_REFUSED);
}

static void *or_fail(void *block, size_t size, const char *purpose) {
  if (block == NULL && size != 0) fail("not enough memory for %s (%zu bytes).", purpose, size);
  return block;
}

void *allocate(size_t size, const char *purpose) {
  return or_fail(malloc(size), size, purpose);
}

void *allocate_zeroed(size_t count, size_t size, const char *purpose) {
  return or_fail(calloc(count, size), count * size, purpose);
}

void *reallocate(void *block, size_t size, const char *purpose) {
  return or_fail(realloc(block, size), size, purpose);
}
