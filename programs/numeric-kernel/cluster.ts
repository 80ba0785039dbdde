interface Body {
  mass: number;
  position: number[];
  velocity: number[];
  acceleration: number[];
}

const axes = [0, 1, 2] as const;
const softening = 0.05;
const startSpeed = 0.5;

/**
 * The cluster of numeric-kernel in JavaScript's doubles, with the operations in the same order: +, -, *, / and square
 * root round the same everywhere, so every bit must agree with the module.
 */
export function simulateCluster({
  count,
  steps,
  step,
  seed,
}: {
  count: number;
  steps: number;
  step: number;
  seed: number;
}) {
  const bodies = startBodies(count, seed);
  accelerate(bodies);
  const start = energyOf(bodies);
  for (let index = 0; index < steps; index++) {
    move(bodies, "velocity", "acceleration", step / 2);
    move(bodies, "position", "velocity", step);
    accelerate(bodies);
    move(bodies, "velocity", "acceleration", step / 2);
  }
  return { energyAtStart: start, energyAtEnd: energyOf(bodies), firstBodyX: bodies[0]?.position[0] };
}

function startBodies(count: number, seed: number): Body[] {
  const random = signedRandom(BigInt(seed));
  const bodies = Array.from({ length: count }, () => {
    const position = axes.map(() => random());
    return { mass: 1 / count, position, velocity: axes.map(() => startSpeed * random()), acceleration: [0, 0, 0] };
  });
  for (const kind of ["position", "velocity"] as const) {
    for (const axis of axes) {
      const sum = bodies.reduce((total, body) => total + at(body[kind], axis), 0);
      for (const body of bodies) body[kind][axis] = at(body[kind], axis) - sum / count;
    }
  }
  return bodies;
}

/** splitmix64 over big integers. */
function signedRandom(seed: bigint): () => number {
  const wrap = (value: bigint) => BigInt.asUintN(64, value);
  let state = seed;
  return () => {
    state = wrap(state + 0x9e3779b97f4a7c15n);
    let bits = state;
    bits = wrap((bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n);
    bits = wrap((bits ^ (bits >> 27n)) * 0x94d049bb133111ebn);
    bits ^= bits >> 31n;
    return Number(bits >> 11n) * 2 ** -52 - 1;
  };
}

function move(
  bodies: readonly Body[],
  target: "position" | "velocity",
  by: "velocity" | "acceleration",
  duration: number,
) {
  for (const body of bodies) {
    for (const axis of axes) body[target][axis] = at(body[target], axis) + duration * at(body[by], axis);
  }
}

function accelerate(bodies: readonly Body[]): void {
  for (const body of bodies) body.acceleration = [0, 0, 0];
  for (const [a, b] of pairs(bodies)) {
    const { square, difference } = separation(a, b);
    const inverseCube = 1 / (square * Math.sqrt(square));
    for (const axis of axes) {
      a.acceleration[axis] = at(a.acceleration, axis) + b.mass * inverseCube * at(difference, axis);
      b.acceleration[axis] = at(b.acceleration, axis) - a.mass * inverseCube * at(difference, axis);
    }
  }
}

function energyOf(bodies: readonly Body[]): number {
  let energy = 0;
  bodies.forEach((body, index) => {
    for (const axis of axes) energy += 0.5 * body.mass * at(body.velocity, axis) * at(body.velocity, axis);
    for (const other of bodies.slice(index + 1)) {
      energy -= (body.mass * other.mass) / Math.sqrt(separation(body, other).square);
    }
  });
  return energy;
}

function separation(from: Body, to: Body): { square: number; difference: number[] } {
  const difference = axes.map((axis) => at(to.position, axis) - at(from.position, axis));
  return { difference, square: difference.reduce((sum, part) => sum + part * part, softening * softening) };
}

function* pairs(bodies: readonly Body[]): Generator<[Body, Body]> {
  for (const [index, first] of bodies.entries()) {
    for (const second of bodies.slice(index + 1)) yield [first, second];
  }
}

function at(vector: readonly number[], axis: number): number {
  return vector[axis] as number;
}
