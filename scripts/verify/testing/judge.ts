import { type Artifact, isCodeOf } from "@computehive/sdk/deployment/artifacts";
import { initCodeHashOf } from "@computehive/sdk/deployment/factory";
import { type Address, type Hex, keccak256, type PublicClient, stringToBytes, zeroHash } from "viem";
import type { Judge, Submission } from "./books.ts";
import { compileInput, type StandardInput } from "./compile-input.ts";

export interface JudgeOptions {
  readonly publicClient: PublicClient;
  /** That remembers what it deployed. */
  readonly factory: Address;
  readonly compilerVersion: string;
}

/**
 * Judges as explorers do: compiles what was sent, and compares it with the chain. More exactly than they, because nothing but
 * immutables may differ, and the factory knows the creation code with its arguments.
 */
export function createJudge({ publicClient, factory, compilerVersion }: JudgeOptions): Judge {
  const compiled = new Map<Hex, Promise<Artifact | Error>>();
  return async (submission) => {
    const fault = formFault(submission, compilerVersion);
    if (fault) return fault;
    const artifact = await compile(submission);
    return artifact instanceof Error ? artifact.message : codeFault(submission, artifact);
  };

  /** Three explorers are sent the same. */
  function compile({ contract, input }: Submission): Promise<Artifact | Error> {
    const key = keccak256(stringToBytes(JSON.stringify([contract, input])));
    const found = compiled.get(key) ?? compileInput(input, contract).catch((error: Error) => error);
    compiled.set(key, found);
    return found;
  }

  async function codeFault({ style, constructorArguments, ...sent }: Submission, artifact: Artifact) {
    const address = sent.address as Address;
    const code = await publicClient.getCode({ address });
    if (!isCodeOf(code, artifact)) return "The compiled code is not the one on the chain.";
    const made = await initCodeHashOf(publicClient, factory, address);
    // The factory knows neither itself nor what constructors made.
    if (style === "sourcify" || made === zeroHash) return undefined;
    const isMadeOf = made === keccak256(`${artifact.bytecode}${constructorArguments}`);
    return isMadeOf ? undefined : "The constructor's arguments are others.";
  }
}

function formFault({ compilerVersion: given, input, style }: Submission, expected: string): string | undefined {
  // Etherscan lists compilers with a letter before.
  const version = style === "sourcify" ? expected : `v${expected}`;
  if (given !== version) return `There is no compiler ${given}.`;
  if (input.language !== "Solidity") return `The language is ${input.language}.`;
  return sourcesFault(input);
}

/** Sources of the project are under its licence, and none comes from outside the repository. */
function sourcesFault({ sources }: StandardInput): string | undefined {
  for (const [path, { content }] of Object.entries(sources)) {
    if (!/^(contracts|node_modules\/@openzeppelin\/contracts)\//.test(path)) return `${path} is none of ours.`;
    if (!content.includes("SPDX-License-Identifier: MIT")) return `${path} has no licence, or another one.`;
  }
  return undefined;
}
