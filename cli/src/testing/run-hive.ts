import { Writable } from "node:stream";
import type { Env } from "../env.ts";
import { hive } from "../hive.ts";
import type { Surroundings } from "../session/session.ts";

export interface Captured {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `hive` in this process with nothing of it: no environment, no terminal, what it writes is caught. */
export async function runHive(
  args: readonly string[],
  given: Partial<Surroundings> & { cwd: string; env?: Env },
): Promise<Captured> {
  const stdout = captured();
  const stderr = captured();
  const code = await hive(args, {
    env: {},
    askPassword: async () => {
      throw new Error("Nobody expected to be asked for a password.");
    },
    confirm: async () => {
      throw new Error("Nobody expected to be asked.");
    },
    signal: new AbortController().signal,
    ...given,
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

export interface CapturedStream {
  stream: Writable & { isTTY?: boolean };
  bytes(): Buffer;
  text(): string;
}

export function captured({ isTTY = false } = {}): CapturedStream {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY }),
    bytes: () => Buffer.concat(chunks),
    text: () => Buffer.concat(chunks).toString(),
  };
}
