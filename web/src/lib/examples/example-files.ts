import { ComputeHiveError } from "@computehive/protocol/error";
import type { Example, ExampleInput, ExampleProgram } from "./examples.ts";

/** The modules are files of this site: the build copies them and knows their addresses. */
const PROGRAM_URLS = {
  "hello/program.wasm": new URL("../../../../programs/hello/program.wasm", import.meta.url),
  "image-filter/program.wasm": new URL("../../../../programs/image-filter/program.wasm", import.meta.url),
  "numeric-kernel/program.wasm": new URL("../../../../programs/numeric-kernel/program.wasm", import.meta.url),
  "text-statistics/program.wasm": new URL("../../../../programs/text-statistics/program.wasm", import.meta.url),
} as const satisfies Record<ExampleProgram, URL>;

const INPUT_URLS = {
  "inputs/chapter.txt": new URL("../../../../programs/inputs/chapter.txt", import.meta.url),
  "inputs/picture.png": new URL("../../../../programs/inputs/picture.png", import.meta.url),
} as const;

export interface ExampleFiles {
  readonly program: Uint8Array;
  readonly inputs: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Module and inputs of an example. @throws ExampleUnavailableError */
export async function loadExample({ program, inputs }: Example, signal?: AbortSignal): Promise<ExampleFiles> {
  const [module, ...files] = await Promise.all([
    fetchBytes(PROGRAM_URLS[program], signal),
    ...inputs.map(async (input) => ({ name: input.name, bytes: await inputBytes(input, signal) })),
  ]);
  return { program: module, inputs: files };
}

async function inputBytes(input: ExampleInput, signal: AbortSignal | undefined): Promise<Uint8Array> {
  if ("path" in input) return fetchBytes(INPUT_URLS[input.path], signal);
  const { writeProse } = await import("../../../../programs/generate/prose.ts");
  return new TextEncoder().encode(writeProse(PROSE[input.generator]));
}

/** As `programs/make-inputs.ts` writes them. */
const PROSE = { "book.txt": { bytes: 1_000_000, seed: 1851 } } as const;

async function fetchBytes(url: URL, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const response = await fetch(url, { signal: signal ?? null });
  if (!response.ok) throw new ExampleUnavailableError({ status: response.status });
  return new Uint8Array(await response.arrayBuffer());
}

export class ExampleUnavailableError extends ComputeHiveError {
  override readonly name = "ExampleUnavailableError";
  constructor({ status }: { status: number }) {
    super(`The example could not be fetched from this site (status ${status}): try again.`);
  }
}
