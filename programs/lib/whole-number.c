#include <errno.h>
#include <stdlib.h>

#include "fail.h"
#include "numbers.h"

static int starts_a_number(char first) {
  return first == '-' || first == '+' || (first >= '0' && first <= '9');
}

long parse_whole(const char *field, const char *text, long minimum, long maximum) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (!starts_a_number(text[0]) || *end != '\0') fail("%s must be a whole number, not \"%s\".", field, text);
  if (errno == ERANGE || value < minimum || value > maximum) {
    fail("%s must lie between %ld and %ld, not %s.", field, minimum, maximum, text);
  }
  return value;
}
