/** Orders names by their UTF-8 bytes, which is also the order of their code points. */
export function compareNames(left: string, right: string): number {
  const leftBytes = encodeText(left);
  const rightBytes = encodeText(right);
  const shared = Math.min(leftBytes.length, rightBytes.length);
  for (let index = 0; index < shared; index++) {
    const difference = (leftBytes[index] as number) - (rightBytes[index] as number);
    if (difference !== 0) return difference;
  }
  return leftBytes.length - rightBytes.length;
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Decodes UTF-8; undefined where the bytes are not UTF-8. No exception is caught, so that none of the host's is hidden. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = encodeText(text);
  if (again.length !== bytes.length) return undefined;
  for (let index = 0; index < again.length; index++) if (again[index] !== bytes[index]) return undefined;
  return text;
}
