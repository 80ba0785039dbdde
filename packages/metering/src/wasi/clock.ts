/** Where every program's time begins: 2026-01-01T00:00:00Z, in nanoseconds since 1970. */
export const EPOCH_NANOSECONDS = 1_767_225_600_000_000_000n;

/** What one reading moves the clock on by. */
export const TICK_NANOSECONDS = 1_000n;

const LAST_NANOSECOND = 2n ** 63n - 1n;

/** Time that passes only when it is read or waited for. */
export class VirtualClock {
  private elapsed = 0n;

  /** Nanoseconds of the clock with this WASI number; undefined for an unknown one. */
  read(clockId: number): bigint | undefined {
    if (clockId > 3) return undefined;
    this.advance(TICK_NANOSECONDS);
    return this.peek(clockId);
  }

  peek(clockId: number): bigint {
    return clockId === 0 ? EPOCH_NANOSECONDS + this.elapsed : this.elapsed;
  }

  advance(nanoseconds: bigint): void {
    const next = this.elapsed + nanoseconds;
    const last = LAST_NANOSECOND - EPOCH_NANOSECONDS;
    this.elapsed = next > last ? last : next;
  }
}
