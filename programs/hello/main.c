/* Greets the names given as arguments on stdout and in /out/greeting.txt. */

#include <stdio.h>

#include "../lib/fail.h"
#include "../lib/files.h"

int main(int argc, char **argv) {
  if (argc < 2) fail("give at least one name to greet.");

  FILE *greeting = create_output("greeting.txt");
  for (int index = 1; index < argc; index++) {
    printf("Hello, %s!\n", argv[index]);
    fprintf(greeting, "Hello, %s!\n", argv[index]);
  }
  close_output(greeting, "greeting.txt");
  return 0;
}
