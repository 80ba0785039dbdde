import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Compiled, CompilerJob } from "./compiler.ts";

/** The compiler stays loaded: loading it takes as long as compiling. */
const solc = createRequire(import.meta.url)("solc") as {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
};
const { folder } = workerData as { folder: string };

const OUTPUTS = ["evm.bytecode.object", "evm.deployedBytecode.object", "evm.deployedBytecode.immutableReferences"];

interface Code {
  bytecode: { object: string };
  deployedBytecode: { object: string; immutableReferences: Record<string, { start: number; length: number }[]> };
}

parentPort!.on("message", (job: CompilerJob) => parentPort!.postMessage(compile(job)));

function compile({ file, source, targets, settings }: CompilerJob): Compiled {
  const textOf = (path: string) => (path === file ? source : readFileSync(join(folder, path), "utf8"));
  const outputSelection: Record<string, Record<string, string[]>> = {};
  for (const { path, contract } of targets) {
    outputSelection[path] = {
      ...outputSelection[path],
      [contract]: OUTPUTS,
    };
  }
  const sources = Object.fromEntries(targets.map(({ path }) => [path, { content: textOf(path) }]));
  const input = { language: "Solidity", sources, settings: { ...settings, outputSelection } };
  const { errors = [], contracts = {} } = JSON.parse(
    solc.compile(JSON.stringify(input), {
      import: (path) =>
        existsSync(join(folder, path)) ? { contents: textOf(path) } : { error: `${path} is not there.` },
    }),
  ) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts?: Record<string, Record<string, { evm: Code }>>;
  };
  const error = errors.find(({ severity }) => severity === "error");
  if (error) return { error: error.formattedMessage };
  return {
    codes: targets.map(({ path, contract }) => {
      const { bytecode, deployedBytecode } = contracts[path]![contract]!.evm;
      return {
        creation: `0x${bytecode.object}`,
        deployed: `0x${deployedBytecode.object}`,
        immutables: Object.values(deployedBytecode.immutableReferences)
          .flat()
          .sort((one, other) => one.start - other.start),
      };
    }),
  };
}
