import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { compileC } from "../packages/metering/test/support/compile.ts";

/** What the full meter costs: the same kernel with and without it, both compiled by the optimizing compiler alone. */
const ROUNDS = 5;
const CHILD = new URL("metering-child.ts", import.meta.url).pathname;
const KERNELS: readonly { name: string; size: number; integer: boolean }[] = [
  { name: "checksum", size: 64, integer: true },
  { name: "fibonacci", size: 37, integer: true },
  { name: "hashing", size: 32, integer: true },
  { name: "primes", size: 8_000_000, integer: true },
  { name: "queens", size: 12, integer: true },
  { name: "sort", size: 1_000_000, integer: true },
  { name: "words", size: 400_000, integer: true },
  { name: "bodies", size: 600_000, integer: false },
  { name: "mandelbrot", size: 700, integer: false },
  { name: "matrix", size: 384, integer: false },
];
const BARS = { all: 1.5, integer: 1.3 };

const folder = await mkdtemp(join(tmpdir(), "bench-metering-"));
try {
  const program = join(folder, "kernels.wasm");
  await writeFile(program, await compileC("kernels"));
  print("kernel         plain ms  metered ms   ratio   interval");
  const medians: { ratio: number; integer: boolean }[] = [];
  for (const { name, size, integer } of KERNELS) {
    const { plain, metered, ratios } = await compare(program, name, size);
    const ratio = median(ratios);
    medians.push({ ratio, integer });
    // Of 5 rounds, the smallest and the largest enclose the true median in 94 of 100 cases.
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    print(
      `${name.padEnd(13)} ${column(median(plain), 9, 1)} ${column(median(metered), 11, 1)} ${column(ratio, 7, 2)}   ${low.toFixed(2)} to ${high.toFixed(2)}`,
    );
  }
  const all = geometricMean(medians.map(({ ratio }) => ratio));
  const integers = geometricMean(medians.filter(({ integer }) => integer).map(({ ratio }) => ratio));
  print(
    `geometric mean of all ${all.toFixed(2)} (bar ${BARS.all}), of the integer kernels ${integers.toFixed(2)} (bar ${BARS.integer})`,
  );
} finally {
  await rm(folder, { recursive: true });
}

/** Both modes in turn, so that what else the machine does falls on both. */
async function compare(
  program: string,
  name: string,
  size: number,
): Promise<Record<"plain" | "metered" | "ratios", number[]>> {
  const plain: number[] = [];
  const metered: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(await measure(program, "plain", name, size));
    metered.push(await measure(program, "metered", name, size));
  }
  return { plain, metered, ratios: metered.map((time, round) => time / (plain[round] as number)) };
}

async function measure(program: string, mode: string, name: string, size: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--no-liftoff",
    CHILD,
    program,
    mode,
    name,
    String(size),
  ]);
  return Number(stdout);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function column(value: number, width: number, digits: number): string {
  return value.toFixed(digits).padStart(width);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
