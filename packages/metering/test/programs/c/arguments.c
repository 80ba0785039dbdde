/* Prints everything a program is told from outside, and leaves with the number of its arguments. */
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
    for (int index = 0; index < count; index++) printf("%d %s\n", index, arguments[index]);
    printf("GREETING=%s MISSING=%s\n", getenv("GREETING"), getenv("MISSING") ? "there" : "(none)");
    long bytes = 0;
    for (int letter; (letter = getchar()) != EOF;) bytes++;
    fprintf(stderr, "read %ld bytes\n", bytes);
    return count;
}
