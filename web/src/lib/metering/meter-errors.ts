import type { RefusalRule } from "@computehive/metering/errors";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { MeterFailure } from "./messages.ts";

/** An error of the worker, with the name that it had there: `ProgramRefusedError`, `HostFaultError`, `RequestError`, … */
export class MeterFailedError extends ComputeHiveError {
  override readonly name: string;
  /** Where the program was refused: by which rule, and at which byte where that is known. */
  readonly rule: RefusalRule | undefined;
  readonly offset: number | undefined;

  constructor({ name, sentence, lines, rule, offset }: MeterFailure) {
    super(sentence, { metaMessages: [...lines] });
    this.name = name;
    this.rule = rule;
    this.offset = offset;
  }
}

/** The program was ended because it took longer than this browser was to give it. Says nothing about the program. */
export class MeterTimeoutError extends ComputeHiveError {
  override readonly name = "MeterTimeoutError";
  readonly milliseconds: number;
  constructor({ milliseconds }: { milliseconds: number }) {
    super(`The program did not end within ${Math.round(milliseconds / 1000)} seconds in this browser.`);
    this.milliseconds = milliseconds;
  }
}

/** The program may use more memory than this browser is to give it. Says nothing about the program. */
export class MeterMemoryError extends ComputeHiveError {
  override readonly name = "MeterMemoryError";
  readonly needed: number;
  readonly most: number;
  constructor({ needed, most }: { needed: number; most: number }) {
    super("The program may use more memory than a browser should give it.", {
      metaMessages: [`The manifest's limit: ${needed} bytes`, `Here at most:         ${most} bytes`],
    });
    this.needed = needed;
    this.most = most;
  }
}
