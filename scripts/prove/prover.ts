import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AbiFunction, type AbiParameter, toFunctionSelector } from "viem";
import { faultsOf } from "./symbolic-evm.ts";
import { Problem } from "./term.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const SECONDS = 20;

/** One function of test/contracts/proofs. */
export interface Proof {
  readonly name: string;
  /** Why it is not proved; undefined if it is. */
  refute(): string | undefined;
}

interface Contract {
  readonly abi: readonly (AbiFunction | { readonly type: "error" | "event" })[];
  readonly evm: { readonly deployedBytecode: { readonly object: string } };
}

interface Compiled {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, Contract>>;
}

/** @throws Error if there is no solver. */
export function requireSolver(): void {
  if (spawnSync("z3", ["--version"]).error) throw new Error("z3 is missing. On Debian: apt-get install z3");
}

/** @param changed Sources to compile in the place of files. */
export function proofsOf(changed: Readonly<Record<string, string>> = {}): Proof[] {
  const contracts = Object.values(compile(changed)).flatMap((file) => Object.entries(file));
  return contracts.flatMap(([contract, { abi, evm }]) => {
    const code = Buffer.from(evm.deployedBytecode.object, "hex");
    const functions = abi.filter((item): item is AbiFunction => item.type === "function");
    return functions.map((proof) => ({ name: `${contract}.${proof.name}`, refute: () => refute(code, proof) }));
  });
}

function refute(code: Uint8Array, proof: AbiFunction): string | undefined {
  const problem = new Problem();
  const call = {
    code,
    selector: Number(toFunctionSelector(proof)),
    words: wordsOf(proof.inputs),
    mustReturn: proof.outputs.length > 0,
  };
  const faults = [...faultsOf(problem, call)];
  if (ask(problem.anyOf(faults.map(({ conditions }) => conditions))) === "unsat") return undefined;
  // Which of them it is, and whether the question was only too long.
  for (const { conditions, reason } of faults) {
    const verdict = ask(problem.anyOf([conditions]));
    if (verdict !== "unsat") return `${reason}: ${verdict === "sat" ? "there are values for it" : verdict}`;
  }
  return undefined;
}

function ask(question: string): string {
  return spawnSync("z3", ["-in", `-T:${SECONDS}`], { input: question, encoding: "utf8" }).stdout.trim();
}

function wordsOf(parameters: readonly AbiParameter[]): number {
  return parameters.reduce((sum, parameter) => {
    const times = Number(/\[(\d+)\]$/.exec(parameter.type)?.[1] ?? 1);
    return sum + times * ("components" in parameter ? wordsOf(parameter.components) : 1);
  }, 0);
}

function compile(changed: Readonly<Record<string, string>>): Compiled["contracts"] {
  const files = globSync("test/contracts/proofs/*.sol", { cwd: ROOT });
  const sources = Object.fromEntries(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
  const contents = Object.entries({ ...sources, ...changed }).map(([file, content]) => [file, { content }]);
  const settings = {
    remappings: ["@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/"],
    evmVersion: "osaka",
    viaIR: true,
    optimizer: { enabled: true, runs: 200 },
    outputSelection: Object.fromEntries(files.map((file) => [file, { "*": ["abi", "evm.deployedBytecode.object"] }])),
  };
  const { stdout } = spawnSync(join(ROOT, "tools/solc"), ["--standard-json"], {
    cwd: ROOT,
    input: JSON.stringify({ language: "Solidity", sources: Object.fromEntries(contents), settings }),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { errors = [], contracts } = JSON.parse(stdout) as Compiled;
  const failed = errors.filter(({ severity }) => severity === "error");
  if (failed.length > 0) throw new Error(failed.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return contracts;
}
