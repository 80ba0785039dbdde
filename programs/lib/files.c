#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fail.h"

#define MAX_NAME_BYTES 200

/* Inputs and outputs lie flat in /in and /out, so a name with a folder is a mistake of the caller. */
static void build_path(char *path, size_t capacity, const char *folder, const char *name) {
  if (name[0] == '\0') fail("a file name is empty.");
  if (strlen(name) > MAX_NAME_BYTES) fail("a file name is longer than %d bytes.", MAX_NAME_BYTES);
  if (strchr(name, '/') != NULL || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
    fail("\"%s\" is not a plain file name; give the name of a file in %s without a folder.", name, folder);
  }
  snprintf(path, capacity, "%s/%s", folder, name);
}

FILE *open_input(const char *name, uint64_t *size) {
  char path[MAX_NAME_BYTES + 8];
  struct stat status;
  build_path(path, sizeof path, "/in", name);

  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("cannot open %s: %s.", path, strerror(errno));
  if (fstat(fileno(file), &status) != 0) fail("cannot read the size of %s: %s.", path, strerror(errno));
  if (!S_ISREG(status.st_mode)) fail("%s is not a file.", path);
  *size = (uint64_t)status.st_size;
  return file;
}

uint8_t *read_input(const char *name, size_t limit, size_t *size) {
  uint64_t file_size;
  FILE *file = open_input(name, &file_size);
  if (file_size > limit) {
    fail("/in/%s has %llu bytes; at most %zu are read.", name, (unsigned long long)file_size, limit);
  }
  *size = (size_t)file_size;
  uint8_t *bytes = allocate(*size + 1, "the input file");
  if (fread(bytes, 1, *size, file) != *size) fail("/in/%s could not be read to its end.", name);
  fclose(file);
  return bytes;
}

FILE *create_output(const char *name) {
  char path[MAX_NAME_BYTES + 8];
  build_path(path, sizeof path, "/out", name);
  FILE *file = fopen(path, "wb");
  if (file == NULL) fail("cannot create %s: %s.", path, strerror(errno));
  return file;
}

void close_output(FILE *file, const char *name) {
  int damaged = ferror(file);
  if (fclose(file) != 0 || damaged) fail("/out/%s could not be written completely.", name);
}
