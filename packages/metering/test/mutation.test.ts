import { beforeAll, describe, expect, it } from "vitest";
import { HostFaultError, ProgramRefusedError } from "../src/errors.ts";
import { type RunRequest, run } from "../src/run.ts";
import { compileC } from "./support/compile.ts";
import { randomBytes } from "./support/random-modules.ts";
import { assemble } from "./support/wat.ts";
import { WAT_CASES } from "./support/wat-cases.ts";

const MINUTES = 60_000;
const MUTATIONS = 1_500;

/** Damaged modules: each is refused, or runs to a result. Anything else would be a hole. */
describe("a damaged program", () => {
  let originals: Uint8Array[];

  beforeAll(async () => {
    const texts = WAT_CASES.filter(({ outcome }) => outcome === undefined).map(({ text }) => text);
    originals = await Promise.all([compileC("arguments"), ...texts.map(assemble)]);
  }, 2 * MINUTES);

  it(
    "is refused or ends with an outcome",
    async () => {
      const seen = { refused: 0, ended: 0 };
      const holes: unknown[] = [];
      for (let seed = 0; seed < MUTATIONS; seed++) {
        // The compiled program is the largest by far: every second time it is the one.
        const which = seed % 2 === 0 ? 0 : ((seed - 1) / 2) % originals.length;
        const ending = await endingOf(damage(originals[which] as Uint8Array, seed));
        if (ending === "refused" || ending === "ended") seen[ending]++;
        else holes.push({ seed, ending });
      }
      process.stdout.write(`${seen.refused} damaged programs were refused, ${seen.ended} ended with an outcome\n`);
      expect(holes).toEqual([]);
      expect(seen.refused).toBeGreaterThan(100);
      expect(seen.ended).toBeGreaterThan(100);
    },
    5 * MINUTES,
  );
});

async function endingOf(program: Uint8Array): Promise<string> {
  try {
    await run(requestFor(program));
    return "ended";
  } catch (error) {
    if (error instanceof ProgramRefusedError) return "refused";
    return error instanceof HostFaultError ? `${error.message} ${String(error.cause)}` : String(error);
  }
}

/** One or three bytes changed, inserted, or cut off, as `seed` says. */
function damage(original: Uint8Array, seed: number): Uint8Array {
  const random = randomBytes(seed, 32);
  const number = (at: number): number =>
    (random[at] as number) * 65_536 + (random[at + 1] as number) * 256 + (random[at + 2] as number);
  const changes = (random[0] as number) < 192 ? 1 : 3;
  let program = original.slice();
  for (let change = 0; change < changes; change++) {
    const at = 8 + (number(1 + change * 5) % (program.length - 8));
    const value = random[4 + change * 5] as number;
    const kind = (random[5 + change * 5] as number) % 32;
    if (kind === 0) program = new Uint8Array([...program.subarray(0, at), value, ...program.subarray(at)]);
    else if (kind === 1) program = new Uint8Array([...program.subarray(0, at), ...program.subarray(at + 1)]);
    else program[at] = kind < 12 ? value : (program[at] as number) ^ (1 << (value & 7));
  }
  return program;
}

function requestFor(program: Uint8Array): RunRequest {
  return {
    program,
    args: ["program"],
    env: {},
    stdin: new Uint8Array(),
    inputs: new Map(),
    seed: new Uint8Array(32),
    limits: { fuel: 10_000_000n, memoryBytes: 8 * 1024 * 1024, outputBytes: 4_096 },
  };
}
