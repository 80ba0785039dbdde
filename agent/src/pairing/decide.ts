import { createInterface } from "node:readline/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Address, isAddressEqual, zeroHash } from "viem";
import type { Decide } from "./ports.ts";

export interface DecideOptions {
  /** The only provider that may have the node. */
  readonly provider?: Address | undefined;
  /** Whether whoever knows the code may have it. */
  readonly yes: boolean;
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream };
}

/** How it is decided who gets the node. @throws NobodyToAskError where neither an option nor a person can say it. */
export function createDecide({ provider, yes, terminal }: DecideOptions): Decide {
  if (provider !== undefined)
    return async (profile) =>
      isAddressEqual(profile.provider, provider)
        ? { accept: true }
        : { accept: false, reason: "This agent was started for another provider." };
  if (yes) return async () => ({ accept: true });
  if (!terminal.input.isTTY) throw new NobodyToAskError();

  return async (profile, signal) => {
    const lines = createInterface(terminal);
    try {
      const region = profile.region === zeroHash ? "" : ` in ${text(profile.region)}`;
      const question = [
        `Provider ${profile.provider} wants this node as ${text(profile.resourceClass)}${region}.`,
        `Payments go to ${profile.payee}.`,
        "Sign its registration? Type y and Enter; everything else refuses: ",
      ].join("\n");
      const answer = await lines.question(question, { signal });
      return /^y(es)?$/i.test(answer.trim())
        ? { accept: true }
        : { accept: false, reason: "The person at the machine refused." };
    } finally {
      lines.close();
    }
  };
}

function text(shortName: string): string {
  return Buffer.from(shortName.slice(2), "hex")
    .toString("latin1")
    .replace(/\0+$/, "")
    .replaceAll(/[^\x21-\x7e]/g, "?");
}

export class NobodyToAskError extends ComputeHiveError {
  override readonly name = "NobodyToAskError";
  constructor() {
    super("There is no terminal on which somebody could say who may have this node.", {
      metaMessages: ["Name the provider with --provider 0x…, or take whoever knows the code with --yes."],
    });
  }
}
