#ifndef COMPUTEHIVE_FILES_H
#define COMPUTEHIVE_FILES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Opens /in/<name> for reading and stores its size in bytes. fail()s on a name with a folder or on a missing file. */
FILE *open_input(const char *name, uint64_t *size);

/* Reads the whole of /in/<name>; fail()s if it is larger than `limit` bytes. The caller frees the block. */
uint8_t *read_input(const char *name, size_t limit, size_t *size);

/* Creates /out/<name>, replacing what was there. */
FILE *create_output(const char *name);

/* Closes a file of create_output() and fail()s if any byte of it could not be written. */
void close_output(FILE *file, const char *name);

#endif
