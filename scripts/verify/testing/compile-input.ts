import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Artifact } from "@computehive/sdk/deployment/artifacts";
import type { Hex } from "viem";

const SOLC = join(import.meta.dirname, "../../../tools/solc");

/** The compiler's input, as explorers are sent it. */
export interface StandardInput {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Output {
  readonly errors?: readonly { severity: string; formattedMessage: string }[];
  readonly contracts?: Record<string, Record<string, { evm: Evm }>>;
}

interface Evm {
  readonly bytecode: { object: string };
  readonly deployedBytecode: {
    object: string;
    immutableReferences?: Record<string, { start: number; length: number }[]>;
  };
}

/**
 * Compiles `input` for one contract (`path:Name`), as an explorer does.
 *
 * @throws Error with what the compiler says.
 */
export async function compileInput(input: StandardInput, contract: string): Promise<Artifact> {
  const [path = "", name = ""] = contract.split(":");
  const outputSelection = { [path]: { [name]: ["evm.bytecode.object", "evm.deployedBytecode"] } };
  const output = await solc({ ...input, settings: { ...input.settings, outputSelection } });
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  const evm = output.contracts?.[path]?.[name]?.evm;
  if (errors.length > 0 || !evm) throw new Error(errors[0]?.formattedMessage ?? `There is no ${contract}.`);
  const immutables = Object.values(evm.deployedBytecode.immutableReferences ?? {}).flat();
  return {
    bytecode: hex(evm.bytecode.object),
    deployedBytecode: hex(evm.deployedBytecode.object),
    immutables: immutables.sort((a, b) => a.start - b.start),
  };
}

function hex(digits: string): Hex {
  return `0x${digits}`;
}

function solc(input: unknown): Promise<Output> {
  const child = spawn(SOLC, ["--standard-json"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(input));
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")) as Output));
  });
}
