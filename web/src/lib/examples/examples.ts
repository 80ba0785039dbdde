import { z } from "zod";
import document from "../../../../programs/examples.json";

const inputSchema = z.union([
  z.object({ name: z.string(), path: z.enum(["inputs/chapter.txt", "inputs/picture.png"]) }),
  z.object({ name: z.string(), generator: z.enum(["book.txt"]) }),
]);

const PROGRAMS = [
  "hello/program.wasm",
  "image-filter/program.wasm",
  "numeric-kernel/program.wasm",
  "text-statistics/program.wasm",
] as const;

const exampleSchema = z.object({
  name: z.string(),
  title: z.string(),
  program: z.enum(PROGRAMS),
  args: z.array(z.string()),
  inputs: z.array(inputSchema),
  limits: z.object({
    fuel: z.string().transform(BigInt),
    memoryBytes: z.int(),
    wallSeconds: z.int(),
    outputBytes: z.int(),
  }),
  expectedOutputs: z.array(z.string()),
});

/** A program with arguments, inputs and limits that is known to work. */
export type Example = z.output<typeof exampleSchema>;
export type ExampleProgram = (typeof PROGRAMS)[number];
export type ExampleInput = z.output<typeof inputSchema>;

/** The examples of this repository, as they were when the site was built. */
export const examples: readonly Example[] = z.array(exampleSchema).parse(document);
