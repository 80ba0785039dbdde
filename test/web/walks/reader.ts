import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { waitUntil } from "../../../scripts/support/wait-until.ts";
import { type DocStep, docSteps } from "../../e2e/support/doc-blocks.ts";
import { STACK_FILE } from "../support/place.ts";

const ROOT = join(import.meta.dirname, "../../..");
const SLOWEST_COMMAND_MS = 180_000;

/** Somebody who gives a document's commands one after the other in one terminal, and does other things in between. */
export class Reader {
  private readonly shell: ChildProcess;
  private readonly steps: DocStep[];
  private printed = "";
  private ended = 0;

  /** @param file Of the document, relative to the repository. */
  constructor(file: string) {
    this.steps = docSteps(readFileSync(join(ROOT, file), "utf8"));
    const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
    this.shell = spawn("bash", ["-s"], {
      cwd: ROOT,
      env: { PATH: path, TMPDIR: process.env["TMPDIR"], HIVE_STACK: process.env[STACK_FILE] },
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const stream of [this.shell.stdout, this.shell.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.printed += text));
    }
    // The tools of the lock file lie on the path; `npx` would look for them elsewhere first.
    this.type(
      'set -uo pipefail; npx() { "$@"; }; BACKGROUND=; trap \'[ -z "$BACKGROUND" ] || kill -TERM "$BACKGROUND"\' EXIT',
    );
  }

  get output(): string {
    return this.printed;
  }

  /** How many steps are left. */
  get left(): number {
    return this.steps.length;
  }

  set(variable: string, value: string): void {
    this.type(`${variable}='${value}'`);
  }

  /** Gives the next block's commands. @throws Error with everything that was printed if one of them fails. */
  async next(): Promise<void> {
    const step = this.steps.shift();
    if (!step) throw new Error("The document has no further commands.");
    if (step.kind === "background")
      this.type(`(${step.commands.trim().replace(/^npx /, "exec ")}) < /dev/null &\nBACKGROUND=$!`);
    else if (step.kind === "run") this.type(`{\n${step.commands.trim()}\n}`);
    else this.type('kill -INT "$BACKGROUND"; wait "$BACKGROUND" && BACKGROUND=');
    const mark = `<<step ${++this.ended} ended: `;
    this.type(`echo "${mark}$?>>"`);
    await waitUntil(() => this.printed.includes(mark), {
      what: `The end of a step (${this.printed})`,
      timeoutMs: SLOWEST_COMMAND_MS,
    });
    if (!this.printed.includes(`${mark}0>>`))
      throw new Error(`The commands at line ${step.line} failed:\n${this.printed}`);
  }

  /** The newest text of this form that was printed; waits until there is one. */
  async shown(form: RegExp): Promise<string> {
    const newest = () => [...this.printed.matchAll(new RegExp(form, "g"))].at(-1)?.[1];
    await waitUntil(() => newest() !== undefined, { what: `${form} (${this.printed})`, timeoutMs: SLOWEST_COMMAND_MS });
    return newest() as string;
  }

  close(): void {
    this.shell.kill("SIGTERM");
  }

  private type(text: string): void {
    this.shell.stdin?.write(`${text}\n`);
  }
}
