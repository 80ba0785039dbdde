import { Errno, WasiError } from "./errno.ts";

/** The program's memory, where every access that the program asks for is checked: EFAULT instead of a host's exception. */
export class GuestMemory {
  private memory: WebAssembly.Memory | undefined;

  /** The memory exists only once the module is instantiated. */
  attach(memory: WebAssembly.Memory | undefined): void {
    this.memory = memory;
  }

  get byteLength(): number {
    return this.memory?.buffer.byteLength ?? 0;
  }

  /** A window on the memory, valid until the program runs on. */
  bytes(pointer: number, length: number): Uint8Array {
    if (this.memory === undefined || pointer + length > this.memory.buffer.byteLength) throw new WasiError(Errno.fault);
    return new Uint8Array(this.memory.buffer, pointer, length);
  }

  view(pointer: number, length: number): DataView {
    const window = this.bytes(pointer, length);
    return new DataView(window.buffer, window.byteOffset, window.byteLength);
  }

  readU32(pointer: number): number {
    return this.view(pointer, 4).getUint32(0, true);
  }

  writeU32(pointer: number, value: number): void {
    this.view(pointer, 4).setUint32(0, value, true);
  }

  writeU64(pointer: number, value: bigint): void {
    this.view(pointer, 8).setBigUint64(0, value, true);
  }
}
