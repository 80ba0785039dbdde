#ifndef IMAGE_FILTER_ROW_FILTERS_H
#define IMAGE_FILTER_ROW_FILTERS_H

#include <stddef.h>
#include <stdint.h>

#define ROW_FILTERS 5

/* Undoes a filter in place. `above` is the finished row before, all zeros for the first; `filter` is below ROW_FILTERS. */
void unfilter_row(uint8_t filter, uint8_t *row, const uint8_t *above, size_t bytes, size_t distance);

/* Applies a filter to `row` and writes the result to `filtered`. */
void filter_row(uint8_t filter, const uint8_t *row, const uint8_t *above, uint8_t *filtered, size_t bytes,
                size_t distance);

#endif
