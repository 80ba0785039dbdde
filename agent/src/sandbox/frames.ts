/**
 * How agent and sandboxed process talk: frames of a 4-byte length (big-endian), a 1-byte kind and the payload. The process has pipes
 * and nothing else: no file of this machine is opened on its behalf.
 */
export const FRAME_KINDS = ["message", "bytes", "stdout", "stderr"] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

export interface Frame {
  kind: FrameKind;
  payload: Uint8Array;
}

export const MAX_FRAME_BYTES = 1024 * 1024;
const HEADER_BYTES = 5;

export function encodeFrame(kind: FrameKind, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame[4] = FRAME_KINDS.indexOf(kind);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

export function* encodeBytes(kind: Exclude<FrameKind, "message">, bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += MAX_FRAME_BYTES) {
    yield encodeFrame(kind, bytes.subarray(offset, offset + MAX_FRAME_BYTES));
  }
}

export function encodeMessage(message: unknown): Uint8Array {
  return encodeFrame("message", new TextEncoder().encode(JSON.stringify(message)));
}

/** Collects chunks and gives frames as they become complete. Throws RangeError where the bytes are no frames. */
export function createFrameReader(): (chunk: Uint8Array) => Frame[] {
  let pending: Uint8Array[] = [];
  let held = 0;

  const take = (length: number): Uint8Array => {
    const all = pending.length === 1 ? pending[0]! : concat(pending);
    held -= length;
    pending = held > 0 ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  };
  const header = (): { length: number; kind: FrameKind } => {
    const bytes = pending[0]!.length >= HEADER_BYTES ? pending[0]! : concat(pending);
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const kind = FRAME_KINDS[bytes[4]!];
    if (kind === undefined) throw new RangeError(`There is no frame of kind ${bytes[4]}.`);
    if (length > MAX_FRAME_BYTES) throw new RangeError(`A frame of ${length} bytes is longer than ${MAX_FRAME_BYTES}.`);
    return { length, kind };
  };

  return (chunk) => {
    if (chunk.length > 0) pending.push(chunk);
    held += chunk.length;
    const frames: Frame[] = [];
    while (held >= HEADER_BYTES) {
      const { length, kind } = header();
      if (held < HEADER_BYTES + length) break;
      frames.push({ kind, payload: take(HEADER_BYTES + length).subarray(HEADER_BYTES) });
    }
    return frames;
  };
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
