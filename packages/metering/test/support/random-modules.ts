import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sha256 } from "@noble/hashes/sha2.js";
import { requireTool } from "./compile.ts";

const WASM_OPT = "/usr/bin/wasm-opt";
// Without reference types, of which this Binaryen writes an encoding that was given up.
const FEATURES = [
  "--enable-bulk-memory",
  "--enable-sign-ext",
  "--enable-nontrapping-float-to-int",
  "--enable-mutable-globals",
  "--enable-multivalue",
];

/** Valid modules made of the bytes of seeds by Binaryen: the same seed, the same module. */
export async function randomModules(seeds: readonly number[], options: RandomOptions): Promise<Uint8Array[]> {
  requireTool(WASM_OPT, "binaryen");
  const folder = await mkdtemp(join(tmpdir(), "metering-random-"));
  try {
    const modules: Uint8Array[] = [];
    for (const seed of seeds) modules.push(await randomModule(folder, seed, options));
    return modules;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface RandomOptions {
  simd: boolean;
  /** Replace every NaN by zero as soon as it appears. */
  withoutNans: boolean;
  /** Length of what the module is made of. */
  bytes: number;
}

async function randomModule(
  folder: string,
  seed: number,
  { simd, withoutNans, bytes }: RandomOptions,
): Promise<Uint8Array> {
  const input = join(folder, `${seed}.bin`);
  const output = join(folder, `${seed}.wasm`);
  await writeFile(input, randomBytes(seed, bytes));
  const features = simd ? [...FEATURES, "--enable-simd"] : FEATURES;
  await promisify(execFile)(WASM_OPT, [
    input,
    "--translate-to-fuzz",
    ...(withoutNans ? ["--denan"] : []),
    ...features,
    "-o",
    output,
  ]);
  return new Uint8Array(await readFile(output));
}

/** A stream of bytes that depends on `seed` alone. */
export function randomBytes(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let offset = 0, block = 0; offset < length; offset += 32, block++) {
    const digest = sha256(new TextEncoder().encode(`${seed}/${block}`));
    bytes.set(digest.subarray(0, Math.min(32, length - offset)), offset);
  }
  return bytes;
}
