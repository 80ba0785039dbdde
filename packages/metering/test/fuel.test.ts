import { describe, expect, it } from "vitest";
import { COSTS, SLICE } from "../src/costs.ts";
import { type RunRequest, type RunResult, run } from "../src/run.ts";
import { assemble } from "./support/wat.ts";
import { WAT_CASES } from "./support/wat-cases.ts";

const EXITING = WAT_CASES.filter(({ outcome }) => outcome === undefined);

describe("the fuel limit", () => {
  it.each(EXITING.map(({ name, text }) => [name, text]))("is exact: %s", async (_, text) => {
    const program = await assemble(text);
    const { fuel, exitCode } = await runWith(program, 10n ** 12n);
    expect(await runWith(program, fuel)).toMatchObject({ outcome: "exited", exitCode, fuel });
    expect(await runWith(program, fuel - 1n)).toMatchObject({ outcome: "out-of-fuel", exitCode: 0, fuel: fuel - 1n });
  });

  it("ends a program in the middle of a loop that draws slices", async () => {
    const program = await assemble(`(module (memory (export "memory") 1) (func (export "_start") (local i32)
      (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 0) (i32.const 1000000))))))`);
    const { fuel } = await runWith(program, 10n ** 12n);
    expect(fuel).toBeGreaterThan(3n * BigInt(SLICE));
    for (const short of [1n, 1_000n, BigInt(SLICE), BigInt(SLICE) + 1n]) {
      expect(await runWith(program, fuel - short)).toMatchObject({ outcome: "out-of-fuel", fuel: fuel - short });
    }
    expect((await runWith(program, fuel)).outcome).toBe("exited");
  });

  it("counts every byte of the module and every page of its memory", async () => {
    const small = await assemble('(module (memory 1) (func (export "_start")))');
    const large = await assemble('(module (memory 3) (func (export "_start") (nop) (nop) (nop)))');
    const difference = (await runWith(large, 10n ** 9n)).fuel - (await runWith(small, 10n ** 9n)).fuel;
    expect(difference).toBe(BigInt(2 * COSTS.memoryPage + (large.length - small.length) * COSTS.modulePerByte));
  });

  it("rounds the fuel of a trap inside a loop up by less than a slice", async () => {
    const body = (inside: string): string => `(module (memory (export "memory") 1) (func (export "_start") (local i32)
      (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))) ${inside} (br_if 0 (i32.lt_u (local.get 0) (i32.const 100))))))`;
    const exited = await runWith(await assemble(body("(drop (i32.div_u (i32.const 1) (local.get 0)))")), 10n ** 9n);
    const trapped = await runWith(await assemble(body("(drop (i32.div_u (i32.const 1) (i32.const 0)))")), 10n ** 9n);
    expect(trapped.outcome).toBe("trapped");
    expect(trapped.fuel - exited.fuel).toBeLessThan(BigInt(SLICE));
    expect(trapped.fuel).toBeGreaterThan(BigInt(SLICE));
  });

  it("is paid for by whoever calls a function without a meter of its own", async () => {
    const calls = (body: string): string => `(module (memory (export "memory") 1) (func $leaf (result i32) ${body})
      (func (export "_start") (drop (call $leaf)) (drop (call $leaf))))`;
    const cheap = await runWith(await assemble(calls("(i32.const 1)")), 10n ** 9n);
    const dear = await runWith(await assemble(calls("(i32.div_u (i32.const 1) (i32.const 1))")), 10n ** 9n);
    const bytes = BigInt(
      ((await assemble(calls("(i32.div_u (i32.const 1) (i32.const 1))"))).length -
        (await assemble(calls("(i32.const 1)"))).length) *
        COSTS.modulePerByte,
    );
    expect(dear.fuel - cheap.fuel - bytes).toBe(2n * 11n);
  });
});

function runWith(program: Uint8Array, fuel: bigint): Promise<RunResult> {
  const request: RunRequest = {
    program,
    args: ["program"],
    env: {},
    stdin: new Uint8Array(),
    inputs: new Map(),
    seed: new Uint8Array(32),
    limits: { fuel, memoryBytes: 32 * 1024 * 1024, outputBytes: 4_096 },
  };
  return run(request);
}
