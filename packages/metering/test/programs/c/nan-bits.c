/* Prints the bits of NaNs from every source, which differ between machines unless they are made canonical. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile double zero = 0.0, infinite = INFINITY;
static volatile float zero_f = 0.0f;

static void show(const char *name, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    printf("%s %016llx\n", name, (unsigned long long)bits);
}

static void show_f(const char *name, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    printf("%s %08x\n", name, bits);
}

int main(void) {
    uint64_t signalling = 0x7ff4000000000001u, negative = 0xfff8000000001234u;
    double payload, other;
    memcpy(&payload, &signalling, sizeof payload);
    memcpy(&other, &negative, sizeof other);
    volatile double left = payload, right = other;
    show("0/0", zero / zero);
    show("-(0/0)", -(zero / zero));
    show("|0/0|", fabs(zero / zero));
    show("copysign(0/0, -1)", copysign(zero / zero, -1.0));
    show("copysign(1, 0/0)", copysign(1.0, zero / zero));
    show("inf-inf", infinite - infinite);
    show("sqrt(-1)", sqrt(zero - 1.0));
    show("loaded", left);
    show("-loaded", -left);
    show("left+right", left + right);
    show("right+left", right + left);
    show("ceil", ceil(right));
    show_f("float 0/0", zero_f / zero_f);
    show_f("(float) loaded", (float)left);
    show("(double)(float) loaded", (double)(float)right);
    double sum = zero;
    for (int round = 0; round < 4; round++) sum = round % 2 ? left : sum / zero;
    show("mixed", sum);
    return 0;
}
