/* Applies a chain of operations to a PNG picture. See README.md. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/fail.h"
#include "../lib/files.h"
#include "../lib/numbers.h"
#include "operations/operations.h"
#include "png/png-read.h"
#include "png/png-write.h"

#define MAX_OPERATIONS 32
#define MAX_BLUR_RADIUS 100

struct operation {
  const char *text;
  void (*apply)(struct image *image, const struct operation *operation);
  int first, second; /* the numbers of the argument */
};

static void apply_grayscale(struct image *image, const struct operation *operation) {
  (void)operation;
  make_grey(image);
}

static void apply_edges(struct image *image, const struct operation *operation) {
  (void)operation;
  find_edges(image);
}

static void apply_blur(struct image *image, const struct operation *operation) {
  blur(image, operation->first);
}

static void apply_sharpen(struct image *image, const struct operation *operation) {
  sharpen(image, operation->first);
}

static void apply_brightness(struct image *image, const struct operation *operation) {
  brighten(image, operation->first);
}

static void apply_contrast(struct image *image, const struct operation *operation) {
  change_contrast(image, operation->first);
}

static void apply_rotate(struct image *image, const struct operation *operation) {
  rotate(image, operation->first / 90);
}

static void apply_resize(struct image *image, const struct operation *operation) {
  resize(image, (uint32_t)operation->first, (uint32_t)operation->second);
}

/* The operations that take one number, or none where both bounds are 0. */
static const struct {
  const char *name;
  void (*apply)(struct image *image, const struct operation *operation);
  int minimum, maximum;
} simple_operations[] = {
    {"grayscale", apply_grayscale, 0, 0},           {"edges", apply_edges, 0, 0},
    {"blur", apply_blur, 1, MAX_BLUR_RADIUS},       {"sharpen", apply_sharpen, 1, 1000},
    {"brightness", apply_brightness, -100, 100},    {"contrast", apply_contrast, -100, 100},
};

static struct operation parse_rotate(const char *text, const char *value) {
  long degrees = parse_whole("rotate", value, 90, 270);
  if (degrees % 90 != 0) fail("rotate must be 90, 180 or 270, not %ld.", degrees);
  return (struct operation){text, apply_rotate, (int)degrees, 0};
}

static struct operation parse_resize(const char *text, const char *value) {
  char width[12];
  const char *cross = strchr(value, 'x');
  if (cross == NULL || (size_t)(cross - value) >= sizeof width) fail("resize must be WIDTHxHEIGHT, not \"%s\".", value);
  memcpy(width, value, (size_t)(cross - value));
  width[cross - value] = '\0';
  int columns = (int)parse_whole("the width of resize", width, 1, MAX_SIDE);
  int rows = (int)parse_whole("the height of resize", cross + 1, 1, MAX_SIDE);
  return (struct operation){text, apply_resize, columns, rows};
}

static struct operation parse_operation(const char *text) {
  const char *equals = strchr(text, '=');
  size_t length = equals == NULL ? strlen(text) : (size_t)(equals - text);
  if (equals != NULL && strncmp(text, "rotate", length) == 0 && length == 6) return parse_rotate(text, equals + 1);
  if (equals != NULL && strncmp(text, "resize", length) == 0 && length == 6) return parse_resize(text, equals + 1);
  for (size_t index = 0; index < sizeof simple_operations / sizeof *simple_operations; index++) {
    const char *name = simple_operations[index].name;
    int minimum = simple_operations[index].minimum, maximum = simple_operations[index].maximum;
    int takes_number = minimum != maximum;
    if (strlen(name) != length || strncmp(text, name, length) != 0) continue;
    if (takes_number && equals == NULL) fail("%s needs a number: %s=N.", name, name);
    if (!takes_number && equals != NULL) fail("%s takes no number.", name);
    int number = takes_number ? (int)parse_whole(name, equals + 1, minimum, maximum) : 0;
    return (struct operation){text, simple_operations[index].apply, number, 0};
  }
  fail("unknown operation \"%s\"; known are grayscale, edges, blur=R, sharpen=P, brightness=P, contrast=P, rotate=D and "
       "resize=WxH.", text);
}

int main(int argc, char **argv) {
  static struct operation operations[MAX_OPERATIONS];
  if (argc < 3) fail("expected INPUT OUTPUT [OPERATION ...], all of them names or operations.");
  if (argc - 3 > MAX_OPERATIONS) fail("at most %d operations can follow one another.", MAX_OPERATIONS);
  /* All are parsed before the first is applied, so that a mistake costs nothing. */
  int count = argc - 3;
  for (int index = 0; index < count; index++) operations[index] = parse_operation(argv[index + 3]);

  size_t size;
  uint8_t *bytes = read_input(argv[1], MAX_PNG_BYTES, &size);
  struct image image = read_png(bytes, size);
  free(bytes);
  printf("read %ux%u pixels from %s\n", image.width, image.height, argv[1]);
  for (int index = 0; index < count; index++) {
    operations[index].apply(&image, &operations[index]);
    printf("applied %s (%d of %d): %ux%u pixels\n", operations[index].text, index + 1, count, image.width, image.height);
    fflush(stdout);
  }
  FILE *output = create_output(argv[2]);
  write_png(output, &image);
  long written = ftell(output);
  close_output(output, argv[2]);
  printf("wrote %ld bytes to %s\n", written, argv[2]);
  return 0;
}
