import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { GeneratedInputName } from "./make-inputs.ts";

const folder = import.meta.dirname;

/** The inputs that programs/make-inputs.ts writes; those too large to keep in the repository. */
const generated = ["book.txt", "chapter.txt", "picture.png"] as const satisfies readonly GeneratedInputName[];

const inputSchema = z.union([
  z.strictObject({ name: z.string(), path: z.string() }),
  z.strictObject({ name: z.string(), generator: z.enum(generated) }),
]);

const exampleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string(),
  /** Below programs/. */
  program: z.string(),
  /** What follows the program's own name. */
  args: z.array(z.string()),
  inputs: z.array(inputSchema),
  limits: z.strictObject({
    fuel: z
      .string()
      .regex(/^[1-9][0-9]*$/)
      .transform(BigInt),
    memoryBytes: z.int().positive().multipleOf(65536),
    wallSeconds: z.int().positive(),
    /** Standard output, standard error and output files together. */
    outputBytes: z.int().positive(),
  }),
  /** File names below /out, sorted. */
  expectedOutputs: z.array(z.string()),
});

/** A program with arguments, input and limits that is known to work: for documents, seeds and tests. */
export type Example = z.infer<typeof exampleSchema>;

/** The examples of programs/examples.json. */
export async function loadExamples(): Promise<Example[]> {
  return z.array(exampleSchema).parse(JSON.parse(await readFile(join(folder, "examples.json"), "utf8")));
}

/** The module of an example. */
export function readExampleProgram({ program }: Pick<Example, "program">): Promise<Uint8Array> {
  return readFile(join(folder, program));
}

/** The input files of an example by their names in /in; those with a generator are generated now. */
export async function readExampleInputs({ inputs }: Pick<Example, "inputs">): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const input of inputs)
    files.set(input.name, "path" in input ? await readFile(join(folder, input.path)) : await generate(input.generator));
  return files;
}

/** Loaded late: only the generators need the library that packs pictures. */
async function generate(name: GeneratedInputName): Promise<Uint8Array> {
  const { generatedInputs } = await import("./make-inputs.ts");
  return generatedInputs[name]();
}
