import { ComputeHiveError } from "@computehive/protocol/error";

/** An argument, option, file or setting is wrong. Nothing was done. */
export class UsageError extends ComputeHiveError {
  override readonly name = "UsageError";
  readonly field: string;
  constructor(sentence: string, { field, rule, given, cause }: { field: string; rule?: string; given?: string; cause?: unknown }) {
    const lines = [`Field: ${field}`];
    if (rule !== undefined) lines.push(`Rule:  ${rule}`);
    if (given !== undefined) lines.push(`Given: ${given.slice(0, 200)}`);
    super(sentence, { metaMessages: lines, ...(cause === undefined ? {} : { cause }) });
    this.field = field;
  }
}

/** The question that the command asks was answered with no: the facts are printed already. */
export class AnswerIsNo extends Error {
  override readonly name = "AnswerIsNo";
}
