import { ProgramRefusedError } from "../errors.ts";

/** Reads a WebAssembly module's bytes; every failure is a {@link ProgramRefusedError} with the offset. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  get done(): boolean {
    return this.offset >= this.end;
  }

  u8(): number {
    if (this.offset >= this.end) throw this.malformed("it ends in the middle of a value");
    return this.bytes[this.offset++] as number;
  }

  peek(): number {
    if (this.offset >= this.end) throw this.malformed("it ends in the middle of a value");
    return this.bytes[this.offset] as number;
  }

  u32(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      result += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        if (result > 0xffffffff) break;
        return result;
      }
    }
    throw this.malformed("an unsigned number is longer than 32 bits");
  }

  /** A signed LEB128 number of at most 33 bits: the encoding of block types. */
  s33(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      result += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0) {
        return byte & 0x40 ? result - 2 ** (shift + 7) : result;
      }
    }
    throw this.malformed("a block type is longer than 33 bits");
  }

  /** Passes over a LEB128 number of at most `maxBytes` bytes. */
  skipLeb(maxBytes: number): void {
    for (let length = 1; length <= maxBytes; length++) {
      if ((this.u8() & 0x80) === 0) return;
    }
    throw this.malformed(`a number is longer than ${maxBytes} bytes`);
  }

  skip(length: number): void {
    if (length > this.end - this.offset) throw this.malformed("a length reaches beyond its section");
    this.offset += length;
  }

  take(length: number): Uint8Array {
    const start = this.offset;
    this.skip(length);
    return this.bytes.subarray(start, this.offset);
  }

  /** A length-prefixed UTF-8 string. */
  text(): string {
    return new TextDecoder().decode(this.take(this.u32()));
  }

  malformed(reason: string): ProgramRefusedError {
    return new ProgramRefusedError({ rule: "malformed", reason, offset: this.offset });
  }

  forbidden(feature: string, offset = this.offset): ProgramRefusedError {
    return new ProgramRefusedError({ rule: "forbidden-feature", reason: `it uses ${feature}`, offset });
  }

  tooLarge(reason: string): ProgramRefusedError {
    return new ProgramRefusedError({ rule: "too-large", reason, offset: this.offset });
  }
}
