#include <stdlib.h>

#include "fail.h"
#include "numbers.h"

double parse_real(const char *field, const char *text, double minimum, double maximum) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0') fail("%s must be a number, not \"%s\".", field, text);
  /* Written so that NaN, for which every comparison is false, is refused too. */
  if (!(value >= minimum && value <= maximum)) {
    fail("%s must lie between %g and %g, not %s.", field, minimum, maximum, text);
  }
  return value;
}
