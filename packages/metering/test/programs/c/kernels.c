/* Numeric and other kernels: name and size are arguments, a digest of the result is printed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static uint32_t next(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static double matrix(int n) {
    double *a = malloc(8 * n * n), *b = malloc(8 * n * n), *c = calloc(n * n, 8), sum = 0;
    for (int i = 0; i < n * n; i++) { a[i] = (i % 97) * 0.5; b[i] = (i % 89) * 0.25; }
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++) c[i * n + j] += a[i * n + k] * b[k * n + j];
    for (int i = 0; i < n * n; i++) sum += c[i];
    return sum;
}

static long mandelbrot(int n) {
    long total = 0;
    for (int y = 0; y < n; y++)
        for (int x = 0; x < n; x++) {
            double cr = 2.0 * x / n - 1.5, ci = 2.0 * y / n - 1, a = 0, b = 0;
            int k = 0;
            while (k < 200 && a * a + b * b < 4) { double t = a * a - b * b + cr; b = 2 * a * b + ci; a = t; k++; }
            total += k;
        }
    return total;
}

static int primes(int n) {
    uint8_t *crossed = calloc(n + 1, 1);
    int count = 0;
    for (int i = 2; i <= n; i++)
        if (!crossed[i]) { count++; for (long long j = (long long)i * i; j <= n; j += i) crossed[j] = 1; }
    return count;
}

static uint32_t sorted(int n) {
    uint32_t *values = malloc(4 * n), state = 12345;
    for (int i = 0; i < n; i++) values[i] = next(&state);
    qsort(values, n, 4, compare);
    return values[n / 2];
}

static uint32_t checksum(int megabytes) {
    uint32_t table[256], crc = 0xffffffff, state = 99;
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
    uint8_t *block = malloc(1 << 20);
    for (int i = 0; i < 1 << 20; i++) block[i] = next(&state);
    for (int m = 0; m < megabytes; m++)
        for (int i = 0; i < 1 << 20; i++) crc = table[(crc ^ block[i]) & 255] ^ (crc >> 8);
    return ~crc;
}

static uint32_t rotated(uint32_t x, int n) { return x >> n | x << (32 - n); }

/* The rounds of SHA-256 over generated blocks, with made-up constants: the arithmetic counts here, not the digest. */
static uint32_t hashing(int megabytes) {
    uint32_t h[8] = {1, 2, 3, 4, 5, 6, 7, 8}, w[64], state = 7;
    for (int block = 0; block < megabytes * 16384; block++) {
        for (int i = 0; i < 16; i++) w[i] = next(&state);
        for (int i = 16; i < 64; i++)
            w[i] = w[i - 16] + (rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ (w[i - 15] >> 3)) + w[i - 7]
                 + (rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ (w[i - 2] >> 10));
        uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
        for (int i = 0; i < 64; i++) {
            uint32_t one = k + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + 0x428a2f98u * i + w[i];
            uint32_t two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            k = g; g = f; f = e; e = d + one; d = c; c = b; b = a; a = one + two;
        }
        h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
    }
    return h[0] ^ h[7];
}

static int queens(int n, uint32_t columns, uint32_t left, uint32_t right) {
    uint32_t all = (1u << n) - 1, free = all & ~(columns | left | right);
    int count = columns == all;
    while (free) {
        uint32_t bit = free & -free;
        free ^= bit;
        count += queens(n, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return count;
}

static unsigned words(int rounds) {
    static const char text[] = "It was the best of times, it was the worst of times, it was the age of wisdom and of foolishness; ";
    unsigned counts[1024] = {0}, distinct = 0;
    for (int round = 0; round < rounds; round++) {
        uint32_t hash = 5381;
        for (const char *at = text; *at; at++) {
            int letter = *at | 32;
            if (letter >= 'a' && letter <= 'z') hash = hash * 33 + letter + round % 7;
            else if (hash != 5381) { if (!counts[hash % 1024]++) distinct++; hash = 5381; }
        }
    }
    return distinct * 1000003u + counts[17];
}

/* Bodies under gravity: square roots and divisions. */
static double bodies(int steps) {
    double x[5], v[5], total = 0;
    for (int i = 0; i < 5; i++) { x[i] = i * 1.7 + 0.3; v[i] = 0.1 * (i % 3) - 0.1; }
    for (int step = 0; step < steps; step++) {
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++)
                if (i != j) { double d = x[j] - x[i], r = __builtin_sqrt(d * d + 0.01); v[i] += 0.001 * d / (r * r * r); }
        for (int i = 0; i < 5; i++) x[i] += 0.001 * v[i];
    }
    for (int i = 0; i < 5; i++) total += x[i] * (i + 1);
    return total;
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    const char *name = arguments[1];
    int n = atoi(arguments[2]);
    if (!strcmp(name, "matrix")) printf("%.6f\n", matrix(n));
    else if (!strcmp(name, "mandelbrot")) printf("%ld\n", mandelbrot(n));
    else if (!strcmp(name, "bodies")) printf("%.12f\n", bodies(n));
    else if (!strcmp(name, "primes")) printf("%d\n", primes(n));
    else if (!strcmp(name, "fibonacci")) printf("%d\n", fibonacci(n));
    else if (!strcmp(name, "sort")) printf("%u\n", sorted(n));
    else if (!strcmp(name, "checksum")) printf("%08x\n", checksum(n));
    else if (!strcmp(name, "hashing")) printf("%08x\n", hashing(n));
    else if (!strcmp(name, "queens")) printf("%d\n", queens(n, 0, 0, 0));
    else if (!strcmp(name, "words")) printf("%u\n", words(n));
    else return 2;
    return 0;
}
