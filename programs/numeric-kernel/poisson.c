#include "poisson.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/fail.h"

#define PROGRESS_ITERATIONS 50

struct field {
  int grid;
  size_t width, count;
};

static double bump(double t) {
  return t * (1 - t) * exp(t);
}

/* minus the second derivative of bump() */
static double bump_curvature(double t) {
  return t * (t + 3) * exp(t);
}

double exact_solution(double x, double y) {
  return bump(x) * bump(y);
}

double grid_coordinate(const struct poisson *poisson, int index) {
  return (double)index / (poisson->grid + 1);
}

double solution_at(const struct poisson *poisson, int row, int column) {
  return poisson->solution[(size_t)row * (size_t)(poisson->grid + 2) + (size_t)column];
}

static double *new_field(const struct field *field) {
  return allocate_zeroed(field->count, sizeof(double), "a grid");
}

/* The right-hand side times the squared mesh width, so that the stencil needs no division. */
static double *right_hand_side(const struct field *field) {
  double *values = new_field(field);
  double mesh = 1.0 / (field->grid + 1);
  for (int row = 1; row <= field->grid; row++) {
    for (int column = 1; column <= field->grid; column++) {
      double x = column * mesh, y = row * mesh;
      values[(size_t)row * field->width + (size_t)column] =
          mesh * mesh * (bump_curvature(x) * bump(y) + bump(x) * bump_curvature(y));
    }
  }
  return values;
}

/* result = A values; returns the scalar product of both. */
static double apply_stencil(const struct field *field, const double *values, double *result) {
  double product = 0;
  for (int row = 1; row <= field->grid; row++) {
    size_t first = (size_t)row * field->width + 1;
    for (size_t at = first; at < first + (size_t)field->grid; at++) {
      result[at] = 4 * values[at] - values[at - 1] - values[at + 1] - values[at - field->width] - values[at + field->width];
      product += result[at] * values[at];
    }
  }
  return product;
}

static double squared_norm(const struct field *field, const double *values) {
  double sum = 0;
  for (size_t at = 0; at < field->count; at++) sum += values[at] * values[at];
  return sum;
}

/* target += factor * values */
static void add_multiple(const struct field *field, double *target, double factor, const double *values) {
  for (size_t at = 0; at < field->count; at++) target[at] += factor * values[at];
}

static void report_progress(int iteration, double relative_residual) {
  printf("poisson: iteration %d, relative residual %.3e\n", iteration, relative_residual);
  fflush(stdout);
}

static void iterate(struct poisson *poisson, const struct field *field, const double *wanted, double tolerance) {
  double *residual = new_field(field), *direction = new_field(field), *image = new_field(field);
  double wanted_square = squared_norm(field, wanted), square = wanted_square;
  int limit = 10 * field->grid + 100;
  add_multiple(field, residual, 1, wanted);
  add_multiple(field, direction, 1, wanted);

  while (sqrt(square / wanted_square) > tolerance) {
    if (poisson->iterations == limit) {
      fail("the solver did not reach the tolerance %g in %d iterations; its relative residual is %g.", tolerance, limit,
           sqrt(square / wanted_square));
    }
    double step = square / apply_stencil(field, direction, image);
    add_multiple(field, poisson->solution, step, direction);
    add_multiple(field, residual, -step, image);
    double next_square = squared_norm(field, residual);
    for (size_t at = 0; at < field->count; at++) direction[at] = residual[at] + next_square / square * direction[at];
    square = next_square;
    if (++poisson->iterations % PROGRESS_ITERATIONS == 0) {
      report_progress(poisson->iterations, sqrt(square / wanted_square));
    }
  }
  poisson->relative_residual = sqrt(square / wanted_square);
  free(residual);
  free(direction);
  free(image);
}

static double residual_of(const double *solution, const struct field *field, const double *wanted) {
  double *difference = new_field(field);
  apply_stencil(field, solution, difference);
  add_multiple(field, difference, -1, wanted);
  double relative = sqrt(squared_norm(field, difference) / squared_norm(field, wanted));
  free(difference);
  return relative;
}

static double largest_error(const struct poisson *poisson) {
  double largest = 0;
  for (int row = 1; row <= poisson->grid; row++) {
    for (int column = 1; column <= poisson->grid; column++) {
      double exact = exact_solution(grid_coordinate(poisson, column), grid_coordinate(poisson, row));
      largest = fmax(largest, fabs(solution_at(poisson, row, column) - exact));
    }
  }
  return largest;
}

struct poisson solve_poisson(int grid, double tolerance) {
  size_t width = (size_t)grid + 2;
  struct field field = {.grid = grid, .width = width, .count = width * width};
  struct poisson poisson = {.grid = grid, .solution = new_field(&field)};
  double *wanted = right_hand_side(&field);
  iterate(&poisson, &field, wanted, tolerance);
  poisson.true_residual = residual_of(poisson.solution, &field, wanted);
  poisson.largest_error = largest_error(&poisson);
  free(wanted);
  return poisson;
}
