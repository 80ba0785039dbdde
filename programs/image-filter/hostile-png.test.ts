import { expect, test } from "vitest";
import { createRandom, pickIndex, type Random } from "../generate/random.ts";
import { runProgram } from "../testing/run-program.ts";
import { decode } from "./testing/picture.ts";
import { buildPng, chunk, repairChecksums } from "./testing/png-builder.ts";

const MUTATIONS = 600;
const operations = ["blur=2", "resize=9x5", "edges"];

test(`survives ${MUTATIONS} damaged pictures with exit code 0 or a sentence`, { timeout: 240_000 }, async () => {
  const random = createRandom(2024);
  const originals = seeds();
  const ends = { read: 0, refused: new Map<string, number>() };
  for (let index = 0; index < MUTATIONS; index++) {
    const damaged = mutated(originals[index % originals.length] as Uint8Array, random);
    const end = await runProgram("image-filter", ["in.png", "out.png", ...operations], { "in.png": damaged });
    expect(end.outcome, `mutation ${index}: ${end.detail}`).toBe("exited");
    if (end.exitCode === 0) {
      expect(decode(end.outputs.get("out.png") as Uint8Array)).toMatchObject({ width: 9, height: 5 });
      ends.read++;
    } else {
      expect(end).toMatchObject({ exitCode: 2, complaint: expect.stringMatching(/^error: [^\n]+\.\n$/) });
      expect(end.outputs.size).toBe(0);
      const kind = end.complaint.replace(/\d+|chunk \S+/g, "#");
      ends.refused.set(kind, (ends.refused.get(kind) ?? 0) + 1);
    }
  }
  // The damage must reach deep into the reader, or the test would prove nothing.
  expect(ends.read).toBeGreaterThan(5);
  expect(ends.refused.size).toBeGreaterThan(20);
});

function seeds(): Uint8Array[] {
  const shapes = [
    { colourType: 0, bitDepths: [1, 4, 8], chunks: [chunk("tRNS", Uint8Array.of(0, 1))] },
    { colourType: 2, bitDepths: [8], chunks: [] },
    {
      colourType: 3,
      bitDepths: [1, 2, 8],
      chunks: [chunk("PLTE", new Uint8Array(6).fill(90)), chunk("tRNS", Uint8Array.of(3))],
    },
    { colourType: 4, bitDepths: [8], chunks: [] },
    { colourType: 6, bitDepths: [8], chunks: [] },
  ];
  return shapes.flatMap(({ colourType, bitDepths, chunks }) =>
    bitDepths.flatMap((bitDepth) =>
      [0, 6].map((level) => {
        const sample = (x: number, y: number) => ((x * y * 7) ^ (x * 3)) % (colourType === 3 ? 2 : 2 ** bitDepth);
        return buildPng({
          width: 33,
          height: 24,
          colourType,
          bitDepth,
          sample,
          chunks,
          packing: { level },
          dataChunks: 2,
        });
      }),
    ),
  );
}

/** One to four changed bytes, sometimes a lost end, and mostly right checksums, which would hide the rest. */
function mutated(original: Uint8Array, random: Random): Uint8Array {
  const bytes = Uint8Array.from(original.subarray(0, random() < 0.1 ? pickIndex(random, original.length) : undefined));
  for (let changes = 1 + pickIndex(random, 4); changes > 0 && bytes.length > 0; changes--) {
    // Every other change hits the header or the first bytes of the data, where most depends on each bit.
    const at = pickIndex(random, random() < 0.5 ? Math.min(bytes.length, 90) : bytes.length);
    bytes[at] = random() < 0.5 ? pickIndex(random, 256) : (bytes[at] as number) ^ (1 << pickIndex(random, 8));
  }
  return random() < 0.9 ? repairChecksums(bytes) : bytes;
}
