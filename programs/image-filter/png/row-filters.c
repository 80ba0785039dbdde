#include "row-filters.h"

#include <stdlib.h>

enum row_filter { FILTER_NONE, FILTER_LEFT, FILTER_ABOVE, FILTER_AVERAGE, FILTER_PAETH };

static int paeth(int left, int above, int corner) {
  int to_left = abs(above - corner), to_above = abs(left - corner), to_corner = abs(left + above - 2 * corner);
  if (to_left <= to_above && to_left <= to_corner) return left;
  return to_above <= to_corner ? above : corner;
}

static int predict(uint8_t filter, int left, int above, int corner) {
  switch (filter) {
    case FILTER_LEFT: return left;
    case FILTER_ABOVE: return above;
    case FILTER_AVERAGE: return (left + above) / 2;
    case FILTER_PAETH: return paeth(left, above, corner);
    default: return 0;
  }
}

void unfilter_row(uint8_t filter, uint8_t *row, const uint8_t *above, size_t bytes, size_t distance) {
  if (filter == FILTER_NONE) return;
  for (size_t at = 0; at < bytes; at++) {
    int left = at < distance ? 0 : row[at - distance], corner = at < distance ? 0 : above[at - distance];
    row[at] = (uint8_t)(row[at] + predict(filter, left, above[at], corner));
  }
}

void filter_row(uint8_t filter, const uint8_t *row, const uint8_t *above, uint8_t *filtered, size_t bytes,
                size_t distance) {
  for (size_t at = 0; at < bytes; at++) {
    int left = at < distance ? 0 : row[at - distance], corner = at < distance ? 0 : above[at - distance];
    filtered[at] = (uint8_t)(row[at] - predict(filter, left, above[at], corner));
  }
}
