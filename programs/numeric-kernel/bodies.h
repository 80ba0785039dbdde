#ifndef NUMERIC_KERNEL_BODIES_H
#define NUMERIC_KERNEL_BODIES_H

#include <stdint.h>

/* A point mass. Units are chosen so that the constant of gravity is 1. */
struct body {
  double mass;
  double position[3], velocity[3], acceleration[3];
};

struct cluster {
  int count;
  struct body *bodies;
};

/* `count` bodies of mass 1 / count at random places in a cube of side 2, with small random velocities; the centre of
   mass rests in the origin. */
struct cluster make_cluster(int count, uint64_t seed);

/* Moves the bodies by one step of the leapfrog method, which keeps momentum exactly and energy up to a bounded error. */
void advance(struct cluster *cluster, double step);

double total_energy(const struct cluster *cluster);

/* The length of the total momentum; 0 but for rounding. */
double total_momentum(const struct cluster *cluster);

#endif
