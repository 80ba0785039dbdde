// The agent's protocol, spoken by hand: a process that was taken over can say anything.
import { readSync, writeSync } from "node:fs";

export function frame(kind, payload) {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(bytes.length);
  header[4] = kind;
  return Buffer.concat([header, bytes]);
}

export function write(bytes) {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(1, bytes, offset);
}

export function say(message) {
  write(frame(0, JSON.stringify(message)));
}

/** Says that it is ready, and gives the request that follows. */
export function ready() {
  say({ type: "ready" });
  const buffer = Buffer.alloc(1 << 20);
  readSync(0, buffer);
  return JSON.parse(buffer.toString("utf8", 5, 5 + buffer.readUInt32BE(0)));
}

export function finished(change = {}) {
  return {
    type: "finished",
    outcome: "exited",
    exitCode: 0,
    fuel: "1",
    memoryPeakBytes: 0,
    detail: "",
    stdoutBytes: 0,
    stderrBytes: 0,
    files: [],
    ...change,
  };
}

/** Ends as a program would that has `text` on its standard output. */
export function report(text) {
  const bytes = Buffer.from(text);
  say(finished({ stdoutBytes: bytes.length }));
  write(frame(1, bytes));
}
