import { beforeAll, describe, expect, it, vi } from "vitest";
import { isArithmetic, type NanClassValue, nanRule } from "../src/function/nan-classes.ts";
import type { Operands } from "../src/function/operands.ts";
import { instrument } from "../src/instrument.ts";
import { toHex } from "./browser/wire.ts";
import { type Exercise, exercise } from "./support/exercise.ts";
import { randomModules } from "./support/random-modules.ts";
import { exerciseInChild } from "./support/run-in-child.ts";

const MINUTES = 60_000;
const COUNT = 60;
const OPTIONS = { fuel: 10n ** 12n, memoryBytes: 2 ** 30, keepExports: true };

describe("random modules", () => {
  let plain: Uint8Array[];
  let vectors: Uint8Array[];

  beforeAll(async () => {
    const seeds = Array.from({ length: COUNT }, (_, index) => index + 1);
    plain = await randomModules(seeds, { simd: false, withoutNans: true, bytes: 6_000 });
    vectors = await randomModules(seeds, { simd: true, withoutNans: true, bytes: 6_000 });
  }, 5 * MINUTES);

  it(
    "compute the same with a meter as without",
    async () => {
      let compared = 0;
      let lines = 0;
      for (const [index, module] of plain.entries()) {
        const without = await exercise(module as Uint8Array<ArrayBuffer>);
        const metered = await exercise(instrument(module, OPTIONS).wasm);
        if (without.overflowed || metered.overflowed) continue;
        expect({ seed: index + 1, lines: ownLines(metered) }).toEqual({ seed: index + 1, lines: ownLines(without) });
        compared++;
        lines += without.lines.length;
      }
      process.stdout.write(
        `${compared} of ${plain.length} random modules compute the same with a meter (${lines} results)\n`,
      );
      expect(compared).toBeGreaterThan(COUNT / 2);
    },
    5 * MINUTES,
  );

  it(
    "use the same fuel with every compiler of the engine, vectors among them",
    async () => {
      const metered = [...plain, ...vectors].map((module) => toHex(instrument(module, OPTIONS).wasm));
      const [baseline, optimizing, both] = await Promise.all([
        exerciseInChild(metered, ["--liftoff", "--no-wasm-tier-up"]),
        exerciseInChild(metered, ["--no-liftoff"]),
        exerciseInChild(metered, []),
      ]);
      const fuels = (results: Exercise[] | undefined): string[] | undefined =>
        results?.map(({ fuelLeft, lines }) => `${fuelLeft} ${lines.join("|")}`);
      expect(fuels(optimizing)).toEqual(fuels(baseline));
      expect(fuels(both)).toEqual(fuels(baseline));
      expect(new Set(fuels(both)).size).toBeGreaterThan(COUNT);
    },
    5 * MINUTES,
  );

  it(
    "see the same NaNs as if every result of arithmetic were made canonical at once",
    async () => {
      const seeds = Array.from({ length: COUNT }, (_, index) => 1_000 + index);
      const modules = await randomModules(seeds, { simd: true, withoutNans: false, bytes: 9_000 });
      const eager = await instrumentEagerly();
      let saved = 0;
      for (const [index, module] of modules.entries()) {
        const late = instrument(module, OPTIONS).wasm;
        const early = eager(module, OPTIONS).wasm;
        saved += early.length - late.length;
        expect({ seed: seeds[index], ...(await exercise(late)) }).toEqual({
          seed: seeds[index],
          ...(await exercise(early)),
        });
      }
      expect(saved).toBeGreaterThan(0);
    },
    5 * MINUTES,
  );
});

/** The rewriter with the plainest rule there is: whatever arithmetic yields is made canonical right there. */
async function instrumentEagerly(): Promise<typeof instrument> {
  vi.resetModules();
  vi.doMock("../src/function/operands.ts", async (original) => {
    const { followOperands } = await original<typeof import("../src/function/operands.ts")>();
    return {
      followOperands: (...given: Parameters<typeof followOperands>): Operands => {
        const [body] = given;
        const everywhere = Array.from(
          { length: body.count },
          (_, at) => [at, nanRule(body.code[at] as number)?.result] as const,
        );
        const arithmetic = everywhere.filter(
          (entry): entry is [number, NanClassValue] => entry[1] !== undefined && isArithmetic(entry[1]),
        );
        return { height: followOperands(...given).height, canonicalAfter: new Map(arithmetic) };
      },
    };
  });
  const { instrument: eager } = await import("../src/instrument.ts");
  vi.doUnmock("../src/function/operands.ts");
  return eager;
}

function ownLines({ lines }: Exercise): string[] {
  return lines.filter((line) => !line.startsWith("computehive:"));
}
