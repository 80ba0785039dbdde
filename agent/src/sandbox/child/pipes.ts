import { readSync, writeSync } from "node:fs";
import { createFrameReader, type Frame } from "../frames.ts";

const STDIN = 0;
const STDOUT = 1;
const CHUNK_BYTES = 256 * 1024;

/** Synchronous, because a program blocks the process while it runs. */
export function writeAll(bytes: Uint8Array): void {
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(STDOUT, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause();
    }
  }
}

/** Frames from the agent, until it closes the pipe. */
export function* readFrames(): Generator<Frame> {
  const read = createFrameReader();
  for (;;) {
    const chunk = readChunk();
    if (chunk.length === 0) return;
    yield* read(chunk);
  }
}

function readChunk(): Uint8Array {
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(STDIN, buffer));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return new Uint8Array();
      if (code !== "EAGAIN") throw error;
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
