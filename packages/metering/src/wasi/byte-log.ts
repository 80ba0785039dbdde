/** Bytes that are appended and may be overwritten, in a buffer that doubles; what was never written reads as zero. */
export class ByteLog {
  private buffer: Uint8Array;
  private length = 0;

  constructor(initial: Uint8Array = new Uint8Array()) {
    this.buffer = initial;
    this.length = initial.length;
  }

  get size(): number {
    return this.length;
  }

  write(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.length > this.length) this.resize(offset + bytes.length);
    this.buffer.set(bytes, offset);
  }

  resize(size: number): void {
    if (size > this.buffer.length) {
      const grown = new Uint8Array(Math.max(size, this.buffer.length * 2, 256));
      grown.set(this.view());
      this.buffer = grown;
    } else if (size < this.length) {
      this.buffer.fill(0, size, this.length);
    }
    this.length = size;
  }

  view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
