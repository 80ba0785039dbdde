import { ComputeHiveError } from "@computehive/protocol/error";

/** The program is not one that ComputeHive runs: malformed, too large, or using a feature whose results may differ. */
export class ProgramRefusedError extends ComputeHiveError {
  override readonly name = "ProgramRefusedError";
  /** What was refused, as a stable word for programs. */
  readonly rule: RefusalRule;
  /** Byte offset in the module, where one is known. */
  readonly offset: number | undefined;

  constructor({ rule, reason, offset, cause }: RefusalFacts) {
    const metaMessages = [`Rule:   ${rule}`];
    if (offset !== undefined) metaMessages.push(`Offset: ${offset} (0x${offset.toString(16)})`);
    super(`The program is refused: ${reason}.`, cause === undefined ? { metaMessages } : { metaMessages, cause });
    this.rule = rule;
    this.offset = offset;
  }
}

/** The machine that runs the program failed (its own stack or memory): never a result of the program. */
export class HostFaultError extends ComputeHiveError {
  override readonly name = "HostFaultError";

  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`The host could not run the program: ${reason}.`, cause === undefined ? {} : { cause: toError(cause) });
  }
}

/** The request itself cannot be run as it is: a mistake of the caller, not of the program. */
export class RequestError extends ComputeHiveError {
  override readonly name = "RequestError";
}

/** Why a module is refused. */
export const REFUSAL_RULES = [
  "malformed",
  "invalid",
  "too-large",
  "forbidden-feature",
  "forbidden-import",
  "missing-export",
  "reserved-export",
] as const;

export type RefusalRule = (typeof REFUSAL_RULES)[number];

interface RefusalFacts {
  rule: RefusalRule;
  /** Completes the sentence "The program is refused: …" without a full stop. */
  reason: string;
  offset?: number | undefined;
  cause?: Error;
}

function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
