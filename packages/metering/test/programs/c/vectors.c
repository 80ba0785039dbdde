/* Float arithmetic that the compiler turns into vector instructions; NaNs among the values, their bits printed. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { COUNT = 64 };

static float a[COUNT], b[COUNT], c[COUNT];
static double d[COUNT], e[COUNT];

int main(int count, char **arguments) {
    (void)arguments;
    for (int i = 0; i < COUNT; i++) { a[i] = i % 5 - 2; b[i] = i % 3 - 1; d[i] = i % 7 - 3; }
    for (int round = 0; round < count + 3; round++) {
        for (int i = 0; i < COUNT; i++) c[i] = a[i] / b[i] - c[i] * 0.5f;
        for (int i = 0; i < COUNT; i++) e[i] = d[i] / (d[i] * d[i] - 1.0) + e[i];
        for (int i = 0; i < COUNT; i++) d[i] = -e[i];
    }
    uint32_t bits[COUNT];
    uint64_t wide[COUNT];
    memcpy(bits, c, sizeof bits);
    memcpy(wide, d, sizeof wide);
    for (int i = 0; i < COUNT; i++) printf("%08x %016llx\n", bits[i], (unsigned long long)wide[i]);
    return 0;
}
