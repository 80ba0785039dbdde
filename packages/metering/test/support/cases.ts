import type { Limits, RunRequest, RunResult } from "../../src/run.ts";
import { compileC, compileRust } from "./compile.ts";
import { STACK_SHAPES } from "./stack-shapes.ts";
import { assemble } from "./wat.ts";
import { WAT_CASES } from "./wat-cases.ts";

/** One execution, and how it is to end on every engine. */
export interface Case {
  name: string;
  request: RunRequest;
  outcome: RunResult["outcome"];
  exitCode: number;
}

export const LIMITS: Limits = { fuel: 400_000_000n, memoryBytes: 32 * 1024 * 1024, outputBytes: 65_536 };

interface CaseSource {
  name: string;
  program: () => Promise<Uint8Array>;
  args?: readonly string[];
  outcome?: RunResult["outcome"];
  exitCode?: number;
  limits?: Partial<Limits>;
}

/** Every program of the tests: C, Rust, and WebAssembly text. */
export async function loadCases(): Promise<Case[]> {
  const compiled = new Map<string, Promise<Uint8Array>>();
  const once =
    (key: string, build: () => Promise<Uint8Array>): (() => Promise<Uint8Array>) =>
    () => {
      const running = compiled.get(key) ?? build();
      compiled.set(key, running);
      return running;
    };
  const c = (name: string): (() => Promise<Uint8Array>) => once(name, () => compileC(name));
  const rust = (name: string): (() => Promise<Uint8Array>) => once(`${name}.rs`, () => compileRust(name));
  const kernels = {
    matrix: 48,
    mandelbrot: 60,
    bodies: 2_000,
    primes: 100_000,
    fibonacci: 22,
    sort: 4_000,
    checksum: 1,
    hashing: 1,
    queens: 7,
    words: 500,
  };
  const sources: CaseSource[] = [
    { name: "arguments, environment, standard input", program: c("arguments"), args: ["one", "två"], exitCode: 3 },
    { name: "clocks and random numbers", program: c("clock-random") },
    { name: "files and folders", program: c("files") },
    { name: "bits of NaNs", program: c("nan-bits") },
    { name: "vectors with NaNs", program: once("vectors", () => compileC("vectors", ["-msimd128", "-O3"])) },
    {
      name: "bulk memory from C",
      program: once("bulk", () => compileC("kernels", ["-mbulk-memory"])),
      args: ["sort", "900"],
    },
    {
      name: "C without optimization",
      program: once("plain", () => compileC("kernels", ["-O0"])),
      args: ["queens", "6"],
    },
    { name: "Rust: words, hash map, files", program: rust("words") },
    { name: "Rust: a panic", program: rust("panic"), outcome: "trapped" },
    { name: "Rust: floating point", program: rust("floats") },
    ...Object.entries(kernels).map(([name, size]) => ({
      name: `kernel ${name}`,
      program: c("kernels"),
      args: [name, String(size)],
    })),
    ...ENDINGS.map((ending) => ({ ...ending, name: `C: ${ending.args.join(" ")}`, program: c("endings") })),
    ...WAT_CASES.map((source) => ({ ...source, program: () => assemble(source.text) })),
    ...STACK_SHAPES.map(({ name, text }) => ({
      name: `recursion: ${name}`,
      program: () => assemble(text),
      outcome: "out-of-stack" as const,
    })),
  ];
  return Promise.all(sources.map(toCase));
}

const ENDINGS: readonly (Omit<CaseSource, "name" | "program"> & { args: readonly string[] })[] = [
  { args: ["return"], exitCode: 3 },
  { args: ["exit"], exitCode: 42 },
  { args: ["abort"], outcome: "trapped" },
  { args: ["divide"], outcome: "trapped" },
  { args: ["address"], outcome: "trapped" },
  { args: ["loop"], outcome: "out-of-fuel" },
  { args: ["stack"], outcome: "out-of-stack" },
  { args: ["memory"], outcome: "out-of-memory" },
  { args: ["output"], outcome: "out-of-output" },
  { args: ["file"], outcome: "out-of-output" },
];

async function toCase(source: CaseSource): Promise<Case> {
  const request: RunRequest = {
    program: await source.program(),
    args: ["program", ...(source.args ?? [])],
    env: { GREETING: "good day", EMPTY: "" },
    stdin: new TextEncoder().encode("the quick brown fox\njumps over the lazy dog\n"),
    inputs: new Map([
      ["top.txt", new TextEncoder().encode("lorem ipsum dolor sit amet the the\n")],
      ["folder/data.txt", new TextEncoder().encode("payload\n")],
    ]),
    seed: new Uint8Array(32).fill(7),
    limits: { ...LIMITS, ...source.limits },
  };
  return { name: source.name, request, outcome: source.outcome ?? "exited", exitCode: source.exitCode ?? 0 };
}
