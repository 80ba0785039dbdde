/* Reads clocks and random numbers, sleeps, and prints all of it: the same on every machine. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    struct timespec before, after;
    clock_gettime(CLOCK_REALTIME, &before);
    struct timespec nap = {.tv_sec = 2, .tv_nsec = 500000000};
    nanosleep(&nap, NULL);
    clock_gettime(CLOCK_REALTIME, &after);
    printf("%lld.%09ld\n%lld.%09ld\n", (long long)before.tv_sec, before.tv_nsec, (long long)after.tv_sec, after.tv_nsec);
    clock_gettime(CLOCK_MONOTONIC, &after);
    printf("%lld.%09ld\n", (long long)after.tv_sec, after.tv_nsec);
    unsigned char bytes[40];
    if (getentropy(bytes, sizeof bytes) != 0) return 1;
    for (unsigned index = 0; index < sizeof bytes; index++) printf("%02x", bytes[index]);
    putchar('\n');
    return 0;
}
