import { ComputeHiveError } from "@computehive/protocol/error";

interface UsageFault {
  /** Which argument, option, variable or file; as the user writes it. */
  field: string;
  rule?: string;
  /** What was given; cut to a length that a person reads. Never a secret. */
  given?: string;
  cause?: unknown;
}

const LONGEST_GIVEN = 200;

/** An argument, option, file or setting is wrong. Nothing was done. */
export class UsageError extends ComputeHiveError {
  override readonly name = "UsageError";
  readonly field: string;
  constructor(sentence: string, { field, rule, given, cause }: UsageFault) {
    const lines = [`Field: ${field}`];
    if (rule !== undefined) lines.push(`Rule:  ${rule}`);
    if (given !== undefined) lines.push(`Given: ${given.slice(0, LONGEST_GIVEN)}`);
    super(sentence, { metaMessages: lines, ...(cause === undefined ? {} : { cause }) });
    this.field = field;
  }
}

/** The question that the command asks was answered with no: the facts are printed already. */
export class AnswerIsNo extends Error {
  override readonly name = "AnswerIsNo";
}
