import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UsageError } from "../usage-error.ts";

export type PasswordPrompt = (purpose: string) => Promise<string>;

/** Asks on the terminal without showing what is typed. @throws UsageError where there is no terminal. */
export function terminalPrompt(input: NodeJS.ReadStream, output: NodeJS.WritableStream): PasswordPrompt {
  return (purpose) => {
    if (!input.isTTY) {
      throw new UsageError("A password is needed and there is no terminal to ask on.", {
        field: "password",
        rule: "HIVE_PASSWORD, or --password-file FILE",
      });
    }
    output.write(`${purpose}: `);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input, output: silent, terminal: true });
    return new Promise((resolve, reject) => {
      lines.once("line", (line) => {
        output.write("\n");
        lines.close();
        resolve(line);
      });
      lines.once("SIGINT", () => {
        lines.close();
        reject(new DOMException("Cancelled.", "AbortError"));
      });
    });
  };
}
