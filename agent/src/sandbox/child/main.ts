import { HostFaultError, ProgramRefusedError, RequestError } from "@computehive/metering/errors";
import { type RunResult, run } from "@computehive/metering/run";
import { createCursor } from "../cursor.ts";
import { concat, encodeBytes, encodeMessage } from "../frames.ts";
import type { ChildMessage, RunMessage } from "../messages.ts";
import { readFrames, writeAll } from "./pipes.ts";

/**
 * The sandboxed process: reads one request from its standard input, runs it, answers on its standard output, ends. It holds no key and
 * no path of this machine.
 */
const MAX_DETAIL = 2_000;

say({ type: "ready" });
const request = receive();
if (request) await execute(request);

async function execute({ message, bytes }: { message: RunMessage; bytes: Uint8Array }): Promise<void> {
  const take = createCursor(bytes);
  try {
    const result = await run(
      {
        program: take(message.programBytes),
        args: message.args,
        env: message.env,
        stdin: take(message.stdinBytes),
        inputs: new Map(message.inputs.map(({ path, size }) => [path, take(size)])),
        seed: Uint8Array.from(Buffer.from(message.seed, "hex")),
        limits: { ...message.limits, fuel: BigInt(message.limits.fuel) },
      },
      { onOutput: (stream, output) => sendAll(stream, output) },
    );
    answer(result);
  } catch (error) {
    say(failure(error));
  }
}

function answer({ outcome, exitCode, fuel, memoryPeakBytes, detail, stdout, stderr, outputs }: RunResult): void {
  const files = [...outputs].map(([path, content]) => ({ path, size: content.length }));
  say({
    type: "finished",
    outcome,
    exitCode,
    fuel: fuel.toString(),
    memoryPeakBytes,
    detail: detail.slice(0, MAX_DETAIL),
    stdoutBytes: stdout.length,
    stderrBytes: stderr.length,
    files,
  });
  sendAll("bytes", concat([stdout, stderr, ...outputs.values()]));
}

function failure(error: unknown): ChildMessage {
  if (error instanceof ProgramRefusedError)
    return { type: "refused", rule: error.rule, message: error.message.slice(0, MAX_DETAIL) };
  if (error instanceof RequestError)
    return { type: "refused", rule: "request", message: error.message.slice(0, MAX_DETAIL) };
  if (error instanceof HostFaultError) return { type: "hostFault", message: error.message.slice(0, MAX_DETAIL) };
  return { type: "hostFault", message: `The sandboxed process failed: ${String(error).slice(0, MAX_DETAIL)}` };
}

function receive(): { message: RunMessage; bytes: Uint8Array } | undefined {
  const frames = readFrames();
  const first = frames.next();
  if (first.done || first.value.kind !== "message") return undefined;
  const message = JSON.parse(new TextDecoder().decode(first.value.payload)) as RunMessage;
  const expected = message.programBytes + message.stdinBytes + message.inputs.reduce((sum, { size }) => sum + size, 0);
  const parts: Uint8Array[] = [];
  let received = 0;
  while (received < expected) {
    const next = frames.next();
    if (next.done) return undefined;
    parts.push(next.value.payload);
    received += next.value.payload.length;
  }
  return { message, bytes: concat(parts) };
}

function say(message: ChildMessage): void {
  writeAll(encodeMessage(message));
}

function sendAll(kind: "bytes" | "stdout" | "stderr", bytes: Uint8Array): void {
  for (const frame of encodeBytes(kind, bytes)) writeAll(frame);
}
