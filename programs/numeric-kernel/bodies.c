#include "bodies.h"

#include <math.h>
#include <stddef.h>

#include "../lib/fail.h"

/* Keeps close encounters smooth: distances below this count as if they were longer. */
#define SOFTENING 0.05
#define START_SPEED 0.5

/* splitmix64: 53 random bits as a number from -1 to 1 */
static double random_signed(uint64_t *state) {
  uint64_t bits = *state += 0x9E3779B97F4A7C15ull;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ull;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBull;
  bits ^= bits >> 31;
  return (double)(bits >> 11) * 0x1p-52 - 1;
}

static void rest_in_origin(struct cluster *cluster) {
  for (int axis = 0; axis < 3; axis++) {
    double place = 0, speed = 0;
    for (int index = 0; index < cluster->count; index++) {
      place += cluster->bodies[index].position[axis];
      speed += cluster->bodies[index].velocity[axis];
    }
    for (int index = 0; index < cluster->count; index++) {
      cluster->bodies[index].position[axis] -= place / cluster->count;
      cluster->bodies[index].velocity[axis] -= speed / cluster->count;
    }
  }
}

static double softened_square(const struct body *from, const struct body *to, double difference[3]) {
  double square = SOFTENING * SOFTENING;
  for (int axis = 0; axis < 3; axis++) {
    difference[axis] = to->position[axis] - from->position[axis];
    square += difference[axis] * difference[axis];
  }
  return square;
}

static void attract(struct body *a, struct body *b) {
  double difference[3];
  double square = softened_square(a, b, difference);
  double inverse_cube = 1 / (square * sqrt(square));
  for (int axis = 0; axis < 3; axis++) {
    a->acceleration[axis] += b->mass * inverse_cube * difference[axis];
    b->acceleration[axis] -= a->mass * inverse_cube * difference[axis];
  }
}

static void accelerate(struct cluster *cluster) {
  for (int index = 0; index < cluster->count; index++) {
    for (int axis = 0; axis < 3; axis++) cluster->bodies[index].acceleration[axis] = 0;
  }
  for (int first = 0; first < cluster->count; first++) {
    for (int second = first + 1; second < cluster->count; second++) {
      attract(&cluster->bodies[first], &cluster->bodies[second]);
    }
  }
}

static void kick(struct cluster *cluster, double duration) {
  for (int index = 0; index < cluster->count; index++) {
    struct body *body = &cluster->bodies[index];
    for (int axis = 0; axis < 3; axis++) body->velocity[axis] += duration * body->acceleration[axis];
  }
}

static void drift(struct cluster *cluster, double duration) {
  for (int index = 0; index < cluster->count; index++) {
    struct body *body = &cluster->bodies[index];
    for (int axis = 0; axis < 3; axis++) body->position[axis] += duration * body->velocity[axis];
  }
}

struct cluster make_cluster(int count, uint64_t seed) {
  struct cluster cluster = {.count = count, .bodies = allocate_zeroed((size_t)count, sizeof(struct body), "the bodies")};
  for (int index = 0; index < count; index++) {
    struct body *body = &cluster.bodies[index];
    body->mass = 1.0 / count;
    for (int axis = 0; axis < 3; axis++) body->position[axis] = random_signed(&seed);
    for (int axis = 0; axis < 3; axis++) body->velocity[axis] = START_SPEED * random_signed(&seed);
  }
  rest_in_origin(&cluster);
  accelerate(&cluster);
  return cluster;
}

void advance(struct cluster *cluster, double step) {
  kick(cluster, step / 2);
  drift(cluster, step);
  accelerate(cluster);
  kick(cluster, step / 2);
}

double total_energy(const struct cluster *cluster) {
  double energy = 0;
  for (int first = 0; first < cluster->count; first++) {
    const struct body *body = &cluster->bodies[first];
    for (int axis = 0; axis < 3; axis++) energy += 0.5 * body->mass * body->velocity[axis] * body->velocity[axis];
    for (int second = first + 1; second < cluster->count; second++) {
      double difference[3];
      energy -= body->mass * cluster->bodies[second].mass /
                sqrt(softened_square(body, &cluster->bodies[second], difference));
    }
  }
  return energy;
}

double total_momentum(const struct cluster *cluster) {
  double square = 0;
  for (int axis = 0; axis < 3; axis++) {
    double sum = 0;
    for (int index = 0; index < cluster->count; index++) {
      sum += cluster->bodies[index].mass * cluster->bodies[index].velocity[axis];
    }
    square += sum * sum;
  }
  return sqrt(square);
}
