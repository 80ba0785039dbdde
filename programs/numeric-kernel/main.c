/* Solves Poisson's equation and moves a cluster of bodies, in double precision. See README.md. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/fail.h"
#include "../lib/files.h"
#include "../lib/numbers.h"
#include "bodies.h"
#include "poisson.h"

#define SAMPLES 32   /* result.csv has at most this many lines and columns of the grid */
#define CHECKS 20    /* energy.csv has about this many rows */
#define MAX_FIGURES 16

struct options {
  int grid, bodies, steps;
  double tolerance, step;
  uint64_t seed;
};

struct figures {
  int count;
  struct {
    const char *name;
    double value;
  } list[MAX_FIGURES];
};

/* The text after `name=`, or NULL if the argument is another one. */
static const char *value_of(const char *argument, const char *name) {
  size_t length = strlen(name);
  return strncmp(argument, name, length) == 0 && argument[length] == '=' ? argument + length + 1 : NULL;
}

static void parse_argument(struct options *options, const char *argument) {
  const char *value;
  if ((value = value_of(argument, "grid"))) {
    options->grid = (int)parse_whole("grid", value, 1, 2000);
  } else if ((value = value_of(argument, "tolerance"))) {
    options->tolerance = parse_real("tolerance", value, 1e-13, 0.1);
  } else if ((value = value_of(argument, "bodies"))) {
    options->bodies = (int)parse_whole("bodies", value, 2, 2000);
  } else if ((value = value_of(argument, "steps"))) {
    options->steps = (int)parse_whole("steps", value, 1, 1000000);
  } else if ((value = value_of(argument, "step"))) {
    options->step = parse_real("step", value, 1e-6, 0.1);
  } else if ((value = value_of(argument, "seed"))) {
    options->seed = (uint64_t)parse_whole("seed", value, 0, 2147483647);
  } else {
    fail("unexpected argument \"%s\"; expected grid=, tolerance=, bodies=, steps=, step= or seed=.", argument);
  }
}

static void add_figure(struct figures *figures, const char *name, double value) {
  figures->list[figures->count].name = name;
  figures->list[figures->count++].value = value;
}

static void write_solution(const struct poisson *poisson) {
  FILE *file = create_output("result.csv");
  int stride = (poisson->grid + SAMPLES - 1) / SAMPLES;
  fputs("x,y,computed,exact,error\n", file);
  for (int row = 1; row <= poisson->grid; row += stride) {
    for (int column = 1; column <= poisson->grid; column += stride) {
      double x = grid_coordinate(poisson, column), y = grid_coordinate(poisson, row);
      double computed = solution_at(poisson, row, column), exact = exact_solution(x, y);
      fprintf(file, "%.17g,%.17g,%.17g,%.17g,%.3e\n", x, y, computed, exact, computed - exact);
    }
  }
  close_output(file, "result.csv");
}

static void solve(const struct options *options, struct figures *figures) {
  struct poisson poisson = solve_poisson(options->grid, options->tolerance);
  write_solution(&poisson);
  add_figure(figures, "poissonIterations", poisson.iterations);
  add_figure(figures, "poissonRelativeResidual", poisson.relative_residual);
  add_figure(figures, "poissonTrueResidual", poisson.true_residual);
  add_figure(figures, "poissonLargestError", poisson.largest_error);
  free(poisson.solution);
}

static void move(const struct options *options, struct figures *figures) {
  struct cluster cluster = make_cluster(options->bodies, options->seed);
  double start = total_energy(&cluster), largest_drift = 0;
  int stride = (options->steps + CHECKS - 1) / CHECKS;
  FILE *file = create_output("energy.csv");
  fprintf(file, "step,time,energy\n0,0,%.17g\n", start);

  for (int step = 1; step <= options->steps; step++) {
    advance(&cluster, options->step);
    if (step % stride != 0 && step != options->steps) continue;
    double energy = total_energy(&cluster);
    largest_drift = fmax(largest_drift, fabs((energy - start) / start));
    fprintf(file, "%d,%.17g,%.17g\n", step, step * options->step, energy);
    printf("bodies: step %d of %d, energy %.9f\n", step, options->steps, energy);
    fflush(stdout);
  }
  close_output(file, "energy.csv");
  add_figure(figures, "energyAtStart", start);
  add_figure(figures, "energyAtEnd", total_energy(&cluster));
  add_figure(figures, "energyLargestDrift", largest_drift);
  add_figure(figures, "momentumAtEnd", total_momentum(&cluster));
  add_figure(figures, "firstBodyX", cluster.bodies[0].position[0]);
  free(cluster.bodies);
}

/* The bits show what the decimal digits cannot: whether two runs agree exactly. */
static void report(const struct figures *figures) {
  FILE *file = create_output("figures.csv");
  fputs("figure,value,bits\n", file);
  for (int index = 0; index < figures->count; index++) {
    uint64_t bits;
    double value = figures->list[index].value;
    memcpy(&bits, &value, sizeof bits);
    fprintf(file, "%s,%.17g,%016" PRIx64 "\n", figures->list[index].name, value, bits);
    printf("%-24s %.17g (%016" PRIx64 ")\n", figures->list[index].name, value, bits);
  }
  close_output(file, "figures.csv");
}

int main(int argc, char **argv) {
  struct options options = {
      .grid = 127, .tolerance = 1e-10, .bodies = 64, .steps = 500, .step = 0.002, .seed = 1};
  struct figures figures = {0};
  for (int index = 1; index < argc; index++) parse_argument(&options, argv[index]);
  solve(&options, &figures);
  move(&options, &figures);
  report(&figures);
  return 0;
}
