#include "png-read.h"

#include <stdlib.h>
#include <string.h>

#include "../../lib/fail.h"
#include "../deflate/inflate.h"
#include "big-endian.h"
#include "checksums.h"
#include "header.h"
#include "row-filters.h"

#define MAX_CHUNK_BYTES 0x7FFFFFFFu
#define CHUNK_FRAME_BYTES 12 /* length, name and checksum */
#define PALETTE_ENTRIES 256

struct chunk {
  const char *name; /* four letters, no zero byte after them */
  uint8_t *content;
  uint32_t size;
};

struct reader {
  uint8_t *bytes;
  size_t size, next;
  struct png_header header;
  uint32_t palette_size;
  uint8_t palette[PALETTE_ENTRIES][CHANNELS];
  bool has_key;
  uint16_t key[3]; /* the grey value or colour that is transparent */
  uint8_t *packed; /* the contents of all IDAT chunks, moved together in place */
  size_t packed_size;
  bool data_has_ended;
};

static bool is_named(const struct chunk *chunk, const char *name) {
  return memcmp(chunk->name, name, 4) == 0;
}

static bool is_letter(char byte) {
  return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static struct chunk next_chunk(struct reader *reader) {
  size_t left = reader->size - reader->next;
  if (left < CHUNK_FRAME_BYTES) fail("the PNG is cut off at byte %zu.", reader->size);
  uint8_t *start = reader->bytes + reader->next;
  struct chunk chunk = {.size = read_u32(start), .name = (const char *)start + 4, .content = start + 8};
  for (int index = 0; index < 4; index++) {
    if (!is_letter(chunk.name[index])) fail("the PNG is damaged: no chunk begins at byte %zu.", reader->next);
  }
  if (chunk.size > MAX_CHUNK_BYTES || chunk.size > left - CHUNK_FRAME_BYTES) {
    fail("the PNG is cut off in its chunk %.4s at byte %zu.", chunk.name, reader->next);
  }
  if (crc32_of(start + 4, chunk.size + 4) != read_u32(chunk.content + chunk.size)) {
    fail("the checksum of the PNG chunk %.4s at byte %zu does not match.", chunk.name, reader->next);
  }
  reader->next += chunk.size + CHUNK_FRAME_BYTES;
  return chunk;
}

static void take_palette(struct reader *reader, const struct chunk *chunk) {
  if (reader->palette_size > 0) fail("the PNG has two palettes.");
  if (reader->packed != NULL) fail("the PNG has its palette after its picture data.");
  if (chunk->size == 0 || chunk->size % 3 != 0 || chunk->size / 3 > PALETTE_ENTRIES) {
    fail("the PNG has a palette of %u bytes.", chunk->size);
  }
  reader->palette_size = chunk->size / 3;
  if (reader->header.colour_type == COLOUR_PALETTE && reader->palette_size > 1u << reader->header.bit_depth) {
    fail("the PNG has more palette entries than its %d bits can name.", reader->header.bit_depth);
  }
  for (uint32_t index = 0; index < reader->palette_size; index++) {
    memcpy(reader->palette[index], chunk->content + index * 3, 3);
    reader->palette[index][3] = 255;
  }
}

static void take_transparency(struct reader *reader, const struct chunk *chunk) {
  uint8_t type = reader->header.colour_type;
  if (reader->packed != NULL) fail("the PNG has its transparency after its picture data.");
  if (type == COLOUR_PALETTE) {
    if (chunk->size > reader->palette_size) fail("the PNG has more transparencies than palette entries.");
    for (uint32_t index = 0; index < chunk->size; index++) reader->palette[index][3] = chunk->content[index];
    return;
  }
  if (type != COLOUR_GREY && type != COLOUR_RGB) fail("the PNG has two kinds of transparency.");
  if (chunk->size != samples_of(type) * 2) fail("the PNG has a transparent colour of %u bytes.", chunk->size);
  for (uint32_t index = 0; index < samples_of(type); index++) {
    reader->key[index] = (uint16_t)(chunk->content[index * 2] << 8 | chunk->content[index * 2 + 1]);
  }
  reader->has_key = true;
}

static void take_data(struct reader *reader, const struct chunk *chunk) {
  if (reader->data_has_ended) fail("the PNG has other chunks between its picture data.");
  if (reader->packed == NULL) reader->packed = chunk->content;
  memmove(reader->packed + reader->packed_size, chunk->content, chunk->size);
  reader->packed_size += chunk->size;
}

static void take_chunks(struct reader *reader) {
  struct chunk chunk = next_chunk(reader);
  if (!is_named(&chunk, "IHDR")) fail("the PNG does not begin with its header.");
  reader->header = parse_png_header(chunk.content, chunk.size);

  for (chunk = next_chunk(reader); !is_named(&chunk, "IEND"); chunk = next_chunk(reader)) {
    bool is_data = is_named(&chunk, "IDAT");
    if (reader->packed != NULL && !is_data) reader->data_has_ended = true;
    if (is_data) {
      take_data(reader, &chunk);
    } else if (is_named(&chunk, "PLTE")) {
      take_palette(reader, &chunk);
    } else if (is_named(&chunk, "tRNS")) {
      take_transparency(reader, &chunk);
    } else if ((chunk.name[0] & 0x20) == 0) {
      fail("the PNG needs the unknown chunk %.4s.", chunk.name);
    }
  }
  if (reader->packed == NULL) fail("the PNG has no picture data.");
  if (reader->header.colour_type == COLOUR_PALETTE && reader->palette_size == 0) fail("the PNG has no palette.");
}

static uint32_t sample_at(const uint8_t *row, uint32_t index, uint32_t depth) {
  if (depth == 8) return row[index];
  uint32_t bit = index * depth;
  return row[bit / 8] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

static void convert_palette(const struct reader *reader, const uint8_t *row, uint8_t *pixels) {
  for (uint32_t x = 0; x < reader->header.width; x++) {
    uint32_t entry = sample_at(row, x, reader->header.bit_depth);
    if (entry >= reader->palette_size) fail("the PNG uses the palette entry %u, which it does not define.", entry);
    memcpy(pixels + x * CHANNELS, reader->palette[entry], CHANNELS);
  }
}

static void convert_samples(const struct reader *reader, const uint8_t *row, uint8_t *pixels) {
  uint8_t type = reader->header.colour_type, depth = reader->header.bit_depth;
  uint32_t samples = samples_of(type), colours = samples >= 3 ? 3 : 1;
  uint32_t scale = 255 / ((1u << depth) - 1);
  for (uint32_t x = 0; x < reader->header.width; x++) {
    uint8_t *pixel = pixels + x * CHANNELS;
    bool is_key = reader->has_key;
    for (uint32_t channel = 0; channel < 3; channel++) {
      uint32_t source = channel < colours ? channel : 0;
      uint32_t sample = sample_at(row, x * samples + source, depth);
      pixel[channel] = (uint8_t)(sample * scale);
      if (sample != reader->key[source]) is_key = false;
    }
    bool has_alpha = samples == colours + 1;
    pixel[3] = has_alpha ? row[x * samples + colours] : is_key ? 0 : 255;
  }
}

static struct image convert(const struct reader *reader, uint8_t *rows) {
  struct image image = new_image(reader->header.width, reader->header.height);
  size_t bytes = row_bytes(&reader->header), distance = filter_distance(&reader->header);
  uint8_t *zeros = allocate_zeroed(bytes, 1, "a row");
  const uint8_t *above = zeros;
  for (uint32_t y = 0; y < image.height; y++) {
    uint8_t *row = rows + y * (bytes + 1) + 1, filter = row[-1];
    if (filter >= ROW_FILTERS) fail("row %u of the PNG has the unknown filter %d.", y, filter);
    unfilter_row(filter, row, above, bytes, distance);
    above = row;
    if (reader->header.colour_type == COLOUR_PALETTE) {
      convert_palette(reader, row, pixel_at(&image, 0, y));
    } else {
      convert_samples(reader, row, pixel_at(&image, 0, y));
    }
  }
  free(zeros);
  return image;
}

struct image read_png(uint8_t *bytes, size_t size) {
  static struct reader reader;
  if (size < PNG_SIGNATURE_BYTES || memcmp(bytes, PNG_SIGNATURE, PNG_SIGNATURE_BYTES) != 0) {
    fail("the input is not a PNG file.");
  }
  reader = (struct reader){.bytes = bytes, .size = size, .next = PNG_SIGNATURE_BYTES};
  take_chunks(&reader);

  size_t unpacked_size = (row_bytes(&reader.header) + 1) * reader.header.height;
  uint8_t *rows = allocate(unpacked_size, "the unpacked picture");
  inflate_zlib(reader.packed, reader.packed_size, rows, unpacked_size);
  struct image image = convert(&reader, rows);
  free(rows);
  return image;
}
