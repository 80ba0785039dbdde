import { sha256 } from "@noble/hashes/sha2.js";

/** The stream of SHA-256(seed ‖ 0) ‖ SHA-256(seed ‖ 1) ‖ …, the counter as 64 bits, little end first. */
export class SeededRandom {
  private readonly block: Uint8Array;
  private counter = 0n;
  private rest: Uint8Array = new Uint8Array();

  constructor(seed: Uint8Array) {
    this.block = new Uint8Array(seed.length + 8);
    this.block.set(seed);
  }

  fill(target: Uint8Array): void {
    for (let offset = 0; offset < target.length; ) {
      if (this.rest.length === 0) this.rest = this.nextBlock();
      const part = this.rest.subarray(0, target.length - offset);
      target.set(part, offset);
      this.rest = this.rest.subarray(part.length);
      offset += part.length;
    }
  }

  private nextBlock(): Uint8Array {
    const view = new DataView(this.block.buffer);
    view.setBigUint64(this.block.length - 8, this.counter++, true);
    return sha256(this.block);
  }
}
