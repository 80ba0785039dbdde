import { createCursor } from "./cursor.ts";
import { concat, createFrameReader, type Frame } from "./frames.ts";
import { type ChildMessage, childMessageSchema, type FinishedMessage } from "./messages.ts";
import type { LogStream, SandboxOutputs, SandboxResult } from "./sandbox.ts";

/** Messages, headers and the program's name for things: what an honest process says beside outputs. */
const MARGIN_BYTES = 4 * 1024 * 1024;

export interface ConversationOptions {
  outputBytes: number;
  fuel: bigint;
  onReady(): void;
  onOutput(stream: LogStream, bytes: Uint8Array): void;
}

/** Listens to a sandboxed process and believes nothing: order, sizes and totals are checked as if it were hostile. */
export interface Conversation {
  /** @throws RangeError or ZodError at the first thing an honest process would not say. */
  hear(chunk: Uint8Array): void;
  /** What came out, once the process has said it completely. */
  result(): SandboxResult | undefined;
}

export function createConversation({ outputBytes, fuel, onReady, onOutput }: ConversationOptions): Conversation {
  const read = createFrameReader();
  let heard = 0;
  let ready = false;
  let last: Exclude<ChildMessage, { type: "ready" }> | undefined;
  const body: Uint8Array[] = [];
  let bodyBytes = 0;

  const onMessage = (message: ChildMessage) => {
    if (message.type === "ready") {
      if (ready) throw new RangeError("The process said twice that it is ready.");
      ready = true;
      onReady();
      return;
    }
    if (!ready || last) throw new RangeError(`The process said "${message.type}" out of turn.`);
    if (message.type === "finished") assertWithin(message, { outputBytes, fuel });
    last = message;
  };

  const onBody = (payload: Uint8Array) => {
    if (last?.type !== "finished") throw new RangeError("The process sent bytes before its result.");
    bodyBytes += payload.length;
    if (bodyBytes > bodySize(last)) throw new RangeError("The process sent more bytes than it said.");
    body.push(payload);
  };

  const onFrame = ({ kind, payload }: Frame) => {
    if (kind === "message") return onMessage(parseMessage(payload));
    if (kind === "bytes") return onBody(payload);
    if (!ready || last) throw new RangeError("The process sent output out of turn.");
    onOutput(kind, payload);
  };

  return {
    hear(chunk) {
      heard += chunk.length;
      if (heard > 2 * outputBytes + MARGIN_BYTES)
        throw new RangeError("The process sent more than its output limit allows.");
      for (const frame of read(chunk)) onFrame(frame);
    },
    result() {
      if (!last) return undefined;
      if (last.type === "refused") return { kind: "refused", rule: last.rule, message: last.message };
      if (last.type === "hostFault") return { kind: "hostFault", message: last.message };
      return bodyBytes === bodySize(last) ? { kind: "finished", outputs: toOutputs(last, concat(body)) } : undefined;
    },
  };
}

function parseMessage(payload: Uint8Array): ChildMessage {
  return childMessageSchema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload)));
}

function bodySize({ stdoutBytes, stderrBytes, files }: FinishedMessage): number {
  return stdoutBytes + stderrBytes + files.reduce((sum, { size }) => sum + size, 0);
}

function assertWithin(message: FinishedMessage, limits: { outputBytes: number; fuel: bigint }): void {
  if (bodySize(message) > limits.outputBytes)
    throw new RangeError("The process reports more output than its limit allows.");
  if (BigInt(message.fuel) > limits.fuel) throw new RangeError("The process reports more fuel than its limit allows.");
}

function toOutputs(message: FinishedMessage, body: Uint8Array): SandboxOutputs {
  const take = createCursor(body);
  return {
    outcome: message.outcome,
    exitCode: message.exitCode,
    fuel: BigInt(message.fuel),
    memoryPeakBytes: message.memoryPeakBytes,
    detail: message.detail,
    stdout: take(message.stdoutBytes),
    stderr: take(message.stderrBytes),
    files: message.files.map(({ path, size }) => ({ path, bytes: take(size) })),
  };
}
