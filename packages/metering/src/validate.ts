import { admitProgram } from "./admission.ts";
import { PAGE_BYTES } from "./caps.ts";
import { ProgramRefusedError } from "./errors.ts";
import { featureOf } from "./features.ts";
import { decodeBody, emptyBody } from "./function/decode.ts";
import type { ModuleShape } from "./module-shape.ts";
import { readSections } from "./sections.ts";

/** What a program is made of, for people who decide whether to run it. */
export interface ProgramReport {
  imports: readonly { module: string; name: string; kind: string }[];
  exports: readonly { name: string; kind: string }[];
  /** Memory in bytes at the start and at most, as the program declares it; `maximumBytes` is undefined where it sets none. */
  memory: { initialBytes: number; maximumBytes: number | undefined } | undefined;
  /** Names of the optional features it uses, sorted (`bulk-memory`, `simd`, `multi-value`, …). */
  features: readonly string[];
  sizeBytes: number;
}

/** Reads `program` and says what it is made of; throws {@link ProgramRefusedError} if ComputeHive does not run it. */
export function inspectProgram(program: Uint8Array): ProgramReport {
  const shape = readModule(program);
  admitProgram(shape);
  const { memory } = shape;
  const maximum = memory?.maximum;
  return {
    imports: shape.imports.map(({ module, name }) => ({ module, name, kind: "function" })),
    exports: shape.exports.map(({ name, kind }) => ({ name, kind })),
    memory: memory && {
      initialBytes: memory.minimum * PAGE_BYTES,
      maximumBytes: maximum === undefined ? undefined : maximum * PAGE_BYTES,
    },
    features: [...readFeatures(shape)].sort(),
    sizeBytes: program.length,
  };
}

/** Reads a module of any kind, and refuses what is malformed, invalid, too large, or has a forbidden feature outside its functions. */
export function readModule(program: Uint8Array): ModuleShape {
  // Sections first: an error of ours names the feature, the engine's answer does not.
  const shape = readSections(program);
  if (!WebAssembly.validate(program as Uint8Array<ArrayBuffer>)) {
    throw new ProgramRefusedError({ rule: "invalid", reason: "it is not a valid WebAssembly module" });
  }
  return shape;
}

function readFeatures(shape: ModuleShape): ReadonlySet<string> {
  const features = new Set(shape.features);
  const body = emptyBody(shape.bytes);
  shape.bodies.forEach((range, index) => {
    const type = shape.types[shape.functionTypes[shape.imports.length + index] as number];
    decodeBody(body, range, type?.params ?? []);
    for (let at = 0; at < body.count; at++) {
      const feature = featureOf(body.code[at] as number);
      if (feature) features.add(feature);
      if (feature === "blocks" && (body.immediate[at] as number) >= 0) features.add("multi-value");
    }
  });
  features.delete("blocks");
  return features;
}
