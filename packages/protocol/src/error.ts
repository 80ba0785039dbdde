/**
 * Base of every error a person may see. `shortMessage` is one full sentence that says what is wrong; `metaMessages` are the
 * facts, one a line. The message is both.
 */
export class ComputeHiveError extends Error {
  override readonly name: string = "ComputeHiveError";
  readonly shortMessage: string;
  readonly metaMessages: string[];

  constructor(shortMessage: string, { metaMessages = [], cause }: { metaMessages?: string[]; cause?: unknown } = {}) {
    super([shortMessage, ...metaMessages].join("\n"), cause === undefined ? undefined : { cause });
    this.shortMessage = shortMessage;
    this.metaMessages = metaMessages;
  }
}
