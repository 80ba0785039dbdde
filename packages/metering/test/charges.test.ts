import { describe, expect, it } from "vitest";
import { type Charges, placeCharges } from "../src/function/charges.ts";
import { decodeBody, emptyBody } from "../src/function/decode.ts";
import { readStructure } from "../src/function/structure.ts";
import { readSections } from "../src/sections.ts";
import { assemble } from "./support/wat.ts";

const LONG = "(nop) (i32.store (i32.const 0) (i32.const 0))".repeat(8);

describe("charges", () => {
  it("are one for straight code", async () => {
    const charges = await chargesOf("(drop (i32.add (i32.const 1) (i32.const 2)))");
    expect([...charges.before]).toEqual([[0, { cost: 4, tested: false, sliced: false, spare: 48 }]]);
  });

  it("pay a short arm in advance", async () => {
    const charges = await chargesOf("(if (i32.const 1) (then (drop (i32.const 1))) (else (drop (i32.const 2))))");
    expect([...charges.before.values()].map(({ cost }) => cost)).toEqual([6]);
  });

  it("leave a long arm to pay for itself", async () => {
    const charges = await chargesOf(`(if (i32.const 1) (then ${LONG}))`);
    expect([...charges.before.values()].map(({ cost }) => cost)).toEqual([2, 32]);
  });

  it("stop taking up short stretches when their budget is spent", async () => {
    const charges = await chargesOf("(if (i32.const 1) (then (drop (i32.const 1))))".repeat(40));
    const costs = [...charges.before.values()].map(({ cost }) => cost);
    expect(costs.length).toBeGreaterThan(1);
    expect(costs.reduce((sum, cost) => sum + cost)).toBe(4 * 40);
  });

  it("test the fuel at the head of a loop, in a slice where nothing is called", async () => {
    const charges = await chargesOf("(loop (br_if 0 (i32.const 0)))");
    expect([...charges.before.values()]).toMatchObject([{ cost: 2, tested: true, sliced: true }]);
    expect(charges.settleBefore.size).toBe(1);
  });

  it("use the fuel outside where a loop calls", async () => {
    const charges = await chargesOf("(loop (call $f) (loop (br_if 0 (i32.const 0))) (br_if 0 (i32.const 0)))");
    const loops = [...charges.before.values()].filter(({ tested }) => tested);
    expect(loops.map(({ sliced }) => sliced)).toEqual([false, false, true]);
  });

  it("draw one slice for nested loops without calls", async () => {
    const charges = await chargesOf("(loop (loop (br_if 0 (i32.const 0)) (br_if 1 (i32.const 0))))");
    expect([...charges.before.values()].filter(({ tested }) => tested).map(({ sliced }) => sliced)).toEqual([
      true,
      true,
    ]);
    expect(charges.settleBefore.size).toBe(1);
  });

  it("return a slice on every way out", async () => {
    const toBlock = await chargesOf("(block (loop (br_if 1 (i32.const 0)) (br 0)))");
    expect(toBlock.settleBefore.size).toBe(2);
    const byReturn = await chargesOf("(loop (br_if 0 (i32.const 0)) (return))");
    expect(byReturn.settleAtEnd).toBe(true);
    const toLoop = await chargesOf("(loop (call $f) (loop (br_if 1 (i32.const 0)) (br_if 0 (i32.const 0))))");
    expect(toLoop.settleOnBranch.size).toBe(1);
  });

  it("do without a slice where a branch table leaves for an outer loop", async () => {
    const charges = await chargesOf("(loop (call $f) (loop (br_table 0 1 (i32.const 0))))");
    expect([...charges.before.values()].some(({ sliced }) => sliced)).toBe(false);
  });

  it("add what a function without a meter costs to its calls", async () => {
    const charges = await chargesOf("(call $f) (call $f)", { direct: () => 30, indirect: 0 });
    expect([...charges.before.values()].map(({ cost }) => cost)).toEqual([2 * 35]);
  });
});

async function chargesOf(text: string, calls = { direct: () => 0, indirect: 0 }): Promise<Charges> {
  const shape = readSections(await assemble(`(module (memory 1) (func ${text}) (func $f))`));
  const body = emptyBody(shape.bytes);
  decodeBody(body, shape.bodies[0] ?? { start: 0, end: 0 }, []);
  return placeCharges(body, readStructure(body), calls);
}
