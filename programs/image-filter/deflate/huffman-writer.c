#include "huffman-writer.h"

#include <stdlib.h>
#include <string.h>

struct node {
  uint32_t weight;
  uint16_t symbol; /* of a leaf */
  uint16_t parent;
};

static int by_weight_then_symbol(const void *left, const void *right) {
  const struct node *a = left, *b = right;
  if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
  return a->symbol < b->symbol ? -1 : 1;
}

/* Takes the lighter of the next leaf and the next joined node; both queues are sorted by themselves. */
static uint32_t take_lightest(const struct node *nodes, uint32_t *leaf, uint32_t leaves, uint32_t *joined, uint32_t end) {
  if (*joined == end || (*leaf < leaves && nodes[*leaf].weight <= nodes[*joined].weight)) return (*leaf)++;
  return (*joined)++;
}

/* Joins the sorted leaves into a tree and returns its depth; the lengths of the leaves go to `lengths`. */
static uint32_t measure_tree(struct node *nodes, uint32_t leaves, uint8_t *lengths) {
  uint8_t depths[2 * FIXED_LITERAL_SYMBOLS];
  uint32_t leaf = 0, joined = leaves, end = leaves, deepest = 0;
  while (end < 2 * leaves - 1) {
    uint32_t first = take_lightest(nodes, &leaf, leaves, &joined, end);
    uint32_t second = take_lightest(nodes, &leaf, leaves, &joined, end);
    nodes[end].weight = nodes[first].weight + nodes[second].weight;
    nodes[first].parent = nodes[second].parent = (uint16_t)end++;
  }
  depths[end - 1] = 0;
  for (uint32_t index = end - 1; index-- > 0;) {
    depths[index] = (uint8_t)(depths[nodes[index].parent] + 1);
    if (index >= leaves) continue;
    lengths[nodes[index].symbol] = depths[index];
    if (depths[index] > deepest) deepest = depths[index];
  }
  return deepest;
}

static uint32_t collect_leaves(struct node *nodes, const uint32_t *weights, uint32_t symbols) {
  uint32_t leaves = 0;
  for (uint32_t symbol = 0; symbol < symbols; symbol++) {
    if (weights[symbol] > 0) nodes[leaves++] = (struct node){.weight = weights[symbol], .symbol = (uint16_t)symbol};
  }
  return leaves;
}

void build_huffman_writer(struct huffman_writer *writer, const uint32_t *frequencies, uint32_t symbols,
                          uint32_t max_bits) {
  static struct node nodes[2 * FIXED_LITERAL_SYMBOLS];
  uint32_t weights[FIXED_LITERAL_SYMBOLS], leaves;
  memset(writer, 0, sizeof *writer);
  memcpy(weights, frequencies, symbols * sizeof *weights);
  for (uint32_t symbol = 0; collect_leaves(nodes, weights, symbols) < 2; symbol++) {
    if (weights[symbol] == 0) weights[symbol] = 1;
  }
  for (;;) {
    leaves = collect_leaves(nodes, weights, symbols);
    qsort(nodes, leaves, sizeof *nodes, by_weight_then_symbol);
    if (measure_tree(nodes, leaves, writer->lengths) <= max_bits) break;
    /* Flatter weights make a flatter tree; equal ones at last a balanced one. */
    for (uint32_t symbol = 0; symbol < symbols; symbol++) {
      if (weights[symbol] > 0) weights[symbol] = weights[symbol] / 2 + 1;
    }
  }
  assign_codes(writer, symbols);
}

void assign_codes(struct huffman_writer *writer, uint32_t symbols) {
  uint32_t counts[MAX_CODE_BITS + 1] = {0}, next[MAX_CODE_BITS + 1] = {0};
  for (uint32_t symbol = 0; symbol < symbols; symbol++) counts[writer->lengths[symbol]]++;
  counts[0] = 0;
  for (int length = 1; length <= MAX_CODE_BITS; length++) next[length] = (next[length - 1] + counts[length - 1]) << 1;
  for (uint32_t symbol = 0; symbol < symbols; symbol++) {
    uint32_t length = writer->lengths[symbol], code = 0;
    if (length == 0) continue;
    uint32_t forward = next[length]++;
    for (uint32_t bit = 0; bit < length; bit++) code |= (forward >> bit & 1) << (length - 1 - bit);
    writer->codes[symbol] = (uint16_t)code;
  }
}
