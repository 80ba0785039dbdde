#ifndef COMPUTEHIVE_FAIL_H
#define COMPUTEHIVE_FAIL_H

#include <stddef.h>

/* Every foreseen failure of an example program ends with this exit code; a trap would be a bug. */
#define EXIT_REFUSED 2

/* Writes `error: <message>` to stderr and ends the program with EXIT_REFUSED. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* malloc, calloc and realloc that fail() with the purpose in the message instead of returning NULL. */
void *allocate(size_t size, const char *purpose);
void *allocate_zeroed(size_t count, size_t size, const char *purpose);
void *reallocate(void *block, size_t size, const char *purpose);

#endif
