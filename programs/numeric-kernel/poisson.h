#ifndef NUMERIC_KERNEL_POISSON_H
#define NUMERIC_KERNEL_POISSON_H

#include <stddef.h>

/*
 * Poisson's equation -(u_xx + u_yy) = f on the unit square, u = 0 on its border, on grid x grid inner points with the
 * five-point stencil, solved by conjugate gradients. f is chosen so that u = x(1-x)e^x y(1-y)e^y solves the equation.
 */
struct poisson {
  int grid;
  double *solution; /* (grid + 2) x (grid + 2) values, row by row, the border of zeros included */
  int iterations;
  double relative_residual; /* |f - Au| / |f| as the iteration carries it along */
  double true_residual;     /* the same, computed anew from the solution */
  double largest_error;     /* against the exact solution; shrinks with 1 / (grid + 1)^2 */
};

/* Solves until the relative residual is at most `tolerance`; fail()s if 10 x grid + 100 iterations do not reach it. */
struct poisson solve_poisson(int grid, double tolerance);

/* Where the line or column `index` of the grid lies: 0 for the border at index 0, 1 for the one at grid + 1. */
double grid_coordinate(const struct poisson *poisson, int index);

double exact_solution(double x, double y);

double solution_at(const struct poisson *poisson, int row, int column);

#endif
