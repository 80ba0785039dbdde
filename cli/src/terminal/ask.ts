import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UsageError } from "../usage-error.ts";

/** Asks for a password. @throws UsageError where there is no terminal; an AbortError on Ctrl-C. */
export type PasswordPrompt = (purpose: string) => Promise<string>;
/** Asks a question that is answered with yes or no; anything but yes is no. @throws UsageError where there is no terminal. */
export type ConfirmPrompt = (question: string) => Promise<boolean>;

export interface Terminal {
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream;
}

/** What is typed is not shown. */
export function passwordPrompt({ input, output }: Terminal): PasswordPrompt {
  return async (purpose) => {
    if (!input.isTTY) {
      throw new UsageError("A password is needed and there is no terminal to ask on.", {
        field: "password",
        rule: "HIVE_PASSWORD, HIVE_PASSWORD_FILE, or --password-file FILE",
      });
    }
    output.write(`${purpose}: `);
    try {
      return (await readLine(input, nowhere())) ?? "";
    } finally {
      output.write("\n");
    }
  };
}

export function confirmPrompt({ input, output }: Terminal): ConfirmPrompt {
  return async (question) => {
    if (!input.isTTY) {
      throw new UsageError("There is no terminal to answer on.", {
        field: "yes",
        rule: "--yes where nobody can be asked",
      });
    }
    output.write(`${question} [y/N] `);
    const answer = await readLine(input, output);
    if (answer === undefined) output.write("\n");
    return /^y(es)?$/i.test(answer?.trim() ?? "");
  };
}

/** One line; nothing where the input ends (Ctrl-D). Ctrl-C arrives here as a key and not as a signal. */
function readLine(input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string | undefined> {
  const lines = createInterface({ input, output, terminal: true });
  return new Promise((resolve, reject) => {
    lines.once("line", resolve);
    lines.once("SIGINT", () => reject(new DOMException("Cancelled.", "AbortError")));
    lines.once("close", () => resolve(undefined));
  }).finally(() => lines.close()) as Promise<string | undefined>;
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
