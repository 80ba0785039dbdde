#include "png-write.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/fail.h"
#include "../deflate/deflate.h"
#include "big-endian.h"
#include "checksums.h"
#include "header.h"
#include "row-filters.h"

static uint8_t smallest_type(const struct image *image) {
  bool is_grey = true, is_opaque = true;
  for (size_t index = 0; index < pixel_count(image); index++) {
    const uint8_t *pixel = image->pixels + index * CHANNELS;
    if (pixel[0] != pixel[1] || pixel[1] != pixel[2]) is_grey = false;
    if (pixel[3] != 255) is_opaque = false;
  }
  if (is_grey) return is_opaque ? COLOUR_GREY : COLOUR_GREY_ALPHA;
  return is_opaque ? COLOUR_RGB : COLOUR_RGB_ALPHA;
}

static void pack_row(const struct image *image, uint32_t y, uint8_t type, uint8_t *row) {
  uint32_t samples = samples_of(type), colours = samples >= 3 ? 3 : 1;
  for (uint32_t x = 0; x < image->width; x++) {
    const uint8_t *pixel = pixel_at(image, x, y);
    memcpy(row + x * samples, pixel, colours);
    if (samples > colours) row[x * samples + colours] = pixel[3];
  }
}

/* Small differences pack best; bytes above 127 count as negative ones. */
static uint64_t roughness(const uint8_t *filtered, size_t bytes) {
  uint64_t sum = 0;
  for (size_t at = 0; at < bytes; at++) sum += filtered[at] < 128 ? filtered[at] : 256u - filtered[at];
  return sum;
}

/* Writes the filter and the filtered row to `target`, with the filter that makes the row smoothest. */
static void write_smoothest(const uint8_t *row, const uint8_t *above, uint8_t *trial, uint8_t *target, size_t bytes,
                            size_t distance) {
  uint64_t best = UINT64_MAX;
  for (uint8_t filter = 0; filter < ROW_FILTERS; filter++) {
    filter_row(filter, row, above, trial, bytes, distance);
    uint64_t rough = roughness(trial, bytes);
    if (rough >= best) continue;
    best = rough;
    target[0] = filter;
    memcpy(target + 1, trial, bytes);
  }
}

static uint8_t *filtered_rows(const struct image *image, const struct png_header *header, size_t *size) {
  size_t bytes = row_bytes(header), distance = filter_distance(header);
  *size = (bytes + 1) * image->height;
  uint8_t *rows = allocate(*size, "the filtered picture"), *trial = allocate(bytes, "a row");
  uint8_t *row = allocate(bytes, "a row"), *above = allocate_zeroed(bytes, 1, "a row");
  for (uint32_t y = 0; y < image->height; y++) {
    pack_row(image, y, header->colour_type, row);
    write_smoothest(row, above, trial, rows + y * (bytes + 1), bytes, distance);
    uint8_t *finished = row;
    row = above;
    above = finished;
  }
  free(trial);
  free(row);
  free(above);
  return rows;
}

static size_t begin_chunk(struct bit_writer *writer, const char *name) {
  put_u32(writer, 0);
  put_bytes(writer, (const uint8_t *)name, 4);
  return writer->size;
}

/* Sets the length of the chunk whose content begins at `start` and appends its checksum. */
static void end_chunk(struct bit_writer *writer, size_t start) {
  write_u32(writer->bytes + start - 8, (uint32_t)(writer->size - start));
  put_u32(writer, crc32_of(writer->bytes + start - 4, writer->size - start + 4));
}

static void put_header(struct bit_writer *writer, const struct png_header *header) {
  static const uint8_t methods[3] = {0, 0, 0};
  size_t start = begin_chunk(writer, "IHDR");
  put_u32(writer, header->width);
  put_u32(writer, header->height);
  put_bytes(writer, &header->bit_depth, 1);
  put_bytes(writer, &header->colour_type, 1);
  put_bytes(writer, methods, sizeof methods);
  end_chunk(writer, start);
}

void write_png(FILE *file, const struct image *image) {
  struct bit_writer writer = {0};
  struct png_header header = {image->width, image->height, 8, smallest_type(image)};
  size_t size;
  uint8_t *rows = filtered_rows(image, &header, &size);
  put_bytes(&writer, (const uint8_t *)PNG_SIGNATURE, PNG_SIGNATURE_BYTES);
  put_header(&writer, &header);
  size_t start = begin_chunk(&writer, "IDAT");
  deflate_zlib(&writer, rows, size);
  end_chunk(&writer, start);
  end_chunk(&writer, begin_chunk(&writer, "IEND"));
  free(rows);
  fwrite(writer.bytes, 1, writer.size, file);
  free(writer.bytes);
}
