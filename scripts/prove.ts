/**
 * Proves the assertions of test/contracts/proofs for every value: the functions are compiled as they are deployed, run on unknown
 * words, and z3 is asked whether any assertion can fail.
 * Usage: prove
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AbiFunction, type AbiParameter, toFunctionSelector } from "viem";
import { faultsOf } from "./prove/symbolic-evm.ts";
import { Problem } from "./prove/term.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SECONDS = 20;

interface Contract {
  readonly abi: readonly AbiFunction[];
  readonly evm: { readonly deployedBytecode: { readonly object: string } };
}

interface Compiled {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, Contract>>;
}

process.exitCode = main();

function main(): number {
  if (spawnSync("z3", ["--version"]).error) {
    console.error("prove: z3 is missing. On Debian: apt-get install z3");
    return 2;
  }
  const results = Object.values(compile()).flatMap((contracts) => Object.entries(contracts).flatMap(proveAll));
  return results.every((proved) => proved) ? 0 : 1;
}

function proveAll([name, { abi, evm }]: [string, Contract]): boolean[] {
  const code = Buffer.from(evm.deployedBytecode.object, "hex");
  return abi.map((proof) => {
    const refutation = refute(code, proof);
    console.log(refutation ? `OPEN   ${name}.${proof.name}: ${refutation}` : `proved ${name}.${proof.name}`);
    return refutation === undefined;
  });
}

/** Why the function is not proved; undefined if it is. */
function refute(code: Uint8Array, proof: AbiFunction): string | undefined {
  const problem = new Problem();
  const call = { code, selector: Number(toFunctionSelector(proof)), words: wordsOf(proof.inputs) };
  for (const { conditions, reason } of faultsOf(problem, call)) {
    const answer = spawnSync("z3", ["-in", `-T:${SECONDS}`], { input: problem.assuming(conditions), encoding: "utf8" });
    const verdict = answer.stdout.trim();
    if (verdict !== "unsat") return `${reason}: ${verdict === "sat" ? "there are values for it" : verdict}`;
  }
  return undefined;
}

function wordsOf(parameters: readonly AbiParameter[]): number {
  return parameters.reduce(
    (sum, parameter) => sum + ("components" in parameter ? wordsOf(parameter.components) : 1),
    0,
  );
}

function compile(): Compiled["contracts"] {
  const files = globSync("test/contracts/proofs/*.sol", { cwd: ROOT });
  const contents = files.map((file) => [file, { content: readFileSync(join(ROOT, file), "utf8") }]);
  const settings = {
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
