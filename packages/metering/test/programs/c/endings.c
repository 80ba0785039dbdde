/* Ends in the way its first argument names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int zero = 0;
static volatile int *nowhere = (int *)0x7ffffff0;
static volatile int sink;

static int deep(int level) { int below = deep(level + 1) + 1; sink = below; return below; }

static void fill_memory(void) {
    for (size_t size = 1 << 20;; size += 1 << 20) {
        char *block = malloc(size);
        if (!block) abort();
        memset(block, 1, size);
        sink += block[size - 1];
    }
}

static void flood(void) { for (;;) puts("all work and no play makes a long output"); }

static void flood_file(void) {
    FILE *file = fopen("/out/flood", "w");
    for (;;) fputs("all work and no play makes a long output", file);
}

int main(int count, char **arguments) {
    const char *way = count > 1 ? arguments[1] : "";
    printf("before %s\n", way);
    fflush(stdout);
    if (!strcmp(way, "return")) return 3;
    if (!strcmp(way, "exit")) exit(42);
    if (!strcmp(way, "abort")) abort();
    if (!strcmp(way, "divide")) return 100 / zero;
    if (!strcmp(way, "address")) return *nowhere;
    if (!strcmp(way, "loop")) for (;;) sink++;
    if (!strcmp(way, "stack")) return deep(0);
    if (!strcmp(way, "memory")) fill_memory();
    if (!strcmp(way, "output")) flood();
    if (!strcmp(way, "file")) flood_file();
    return 0;
}
