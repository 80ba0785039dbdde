/** Takes pieces off the front of `bytes`, one after the other, without copying. */
export function createCursor(bytes: Uint8Array): (length: number) => Uint8Array {
  let offset = 0;
  return (length) => {
    const piece = bytes.subarray(offset, offset + length);
    offset += length;
    return piece;
  };
}
