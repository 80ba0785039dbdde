import { describe, expect, test } from "vitest";
import { outputText, type ProgramEnd, runProgram } from "../testing/run-program.ts";
import { simulateCluster } from "./cluster.ts";
import { solveDirectly } from "./direct-solver.ts";

const smallest = ["bodies=2", "steps=1"];

describe("numeric-kernel", () => {
  test("solves Poisson's equation as a direct solver does", async () => {
    const points = table(await runKernel(["grid=24", "tolerance=1e-13", ...smallest]), "result.csv");
    const expected = solveDirectly(24);
    expect(points).toHaveLength(24 * 24);
    for (const [x, y, computed] of points as [number, number, number][]) {
      expect(computed).toBeCloseTo(expected(x, y), 12);
    }
  });

  test("approaches the exact solution with the square of the mesh width", async () => {
    const errors = await Promise.all(
      [31, 63, 127].map(async (grid) => figures(await runKernel([`grid=${grid}`, ...smallest])).poissonLargestError),
    );
    expect((errors[0] as number) / (errors[1] as number)).toBeCloseTo(4, 1);
    expect((errors[1] as number) / (errors[2] as number)).toBeCloseTo(4, 1);
    expect(errors[2]).toBeLessThan(1e-5);
  });

  test("reaches the tolerance that was asked for, also when computed anew", async () => {
    for (const tolerance of [1e-4, 1e-8, 1e-12]) {
      const found = figures(await runKernel(["grid=63", `tolerance=${tolerance}`, ...smallest]));
      expect(found.poissonRelativeResidual).toBeLessThanOrEqual(tolerance);
      expect(found.poissonTrueResidual).toBeLessThan(tolerance * 1.1);
    }
  });

  test("samples a large grid at no more than 32 lines and columns and names the exact solution", async () => {
    const points = table(await runKernel(["grid=100", ...smallest]), "result.csv");
    expect(points).toHaveLength(25 * 25);
    for (const [x, y, computed, exact] of points as [number, number, number, number][]) {
      expect(exact).toBeCloseTo(x * (1 - x) * Math.exp(x) * y * (1 - y) * Math.exp(y), 14);
      expect(Math.abs(computed - exact)).toBeLessThan(1e-5);
    }
  });

  test("moves the bodies to the last bit as JavaScript's doubles do", async () => {
    const options = { count: 17, steps: 120, step: 0.004, seed: 42 };
    const found = await runKernel(["grid=1", "bodies=17", "steps=120", "step=0.004", "seed=42"]);
    expect(figures(found)).toMatchObject(simulateCluster(options));
  });

  test("keeps energy and momentum", async () => {
    const end = await runKernel(["grid=1", "bodies=40", "steps=400", "step=0.001"]);
    const found = figures(end);
    expect(found.energyLargestDrift).toBeLessThan(1e-5);
    expect(found.momentumAtEnd).toBeLessThan(1e-14);
    const energies = table(end, "energy.csv");
    expect(energies).toHaveLength(21);
    expect(energies[0]?.[2]).toBe(found.energyAtStart);
    expect(energies.at(-1)).toEqual([400, 0.4, found.energyAtEnd]);
  });

  test("drifts less with a shorter step, by its square", async () => {
    const drifts = await Promise.all(
      [
        ["steps=100", "step=0.004"],
        ["steps=400", "step=0.001"],
      ].map(async (args) => figures(await runKernel(["grid=1", "bodies=8", ...args])).energyLargestDrift as number),
    );
    expect((drifts[0] as number) / (drifts[1] as number)).toBeGreaterThan(8);
  });

  test.each([
    ["grid=0", "grid must lie between 1 and 2000, not 0."],
    ["grid=ten", 'grid must be a whole number, not "ten".'],
    ["bodies=1", "bodies must lie between 2 and 2000, not 1."],
    ["steps=", 'steps must be a whole number, not "".'],
    ["step=nan", "step must lie between 1e-06 and 0.1, not nan."],
    ["step=0.1s", 'step must be a number, not "0.1s".'],
    ["tolerance=1", "tolerance must lie between 1e-13 and 0.1, not 1."],
    ["seed=-1", "seed must lie between 0 and 2147483647, not -1."],
    ["gridd=3", 'unexpected argument "gridd=3"; expected grid=, tolerance=, bodies=, steps=, step= or seed=.'],
  ])("refuses the argument %s", async (argument, reason) => {
    const end = await runProgram("numeric-kernel", [argument]);
    expect(end).toMatchObject({ outcome: "exited", exitCode: 2, complaint: `error: ${reason}\n` });
  });
});

async function runKernel(args: readonly string[]): Promise<ProgramEnd> {
  const end = await runProgram("numeric-kernel", args);
  expect(end).toMatchObject({ outcome: "exited", exitCode: 0, complaint: "" });
  return end;
}

/** The numbers of a CSV file of the program, without its heading. */
function table(end: ProgramEnd, name: string): number[][] {
  const rows = outputText(end, name).trimEnd().split("\n").slice(1);
  return rows.map((row) => row.split(",").map(Number));
}

/** The key figures by name, read from their bits; their decimal digits must say the same. */
function figures(end: ProgramEnd): Record<string, number> {
  const rows = outputText(end, "figures.csv").trimEnd().split("\n").slice(1);
  return Object.fromEntries(
    rows.map((row) => {
      const [name, decimal, bits] = row.split(",") as [string, string, string];
      const value = Buffer.from(bits, "hex").readDoubleBE();
      expect(Number(decimal)).toBe(value);
      expect(end.log).toContain(`${decimal} (${bits})`);
      return [name, value];
    }),
  );
}
