import type { WasiArgument } from "../../src/wasi/context.ts";
import { createWasiHost, type WasiHost } from "../../src/wasi/host.ts";
import type { WasiName } from "../../src/wasi/signatures.ts";

export interface WasiFixture {
  host: WasiHost;
  memory: WebAssembly.Memory;
  fuel: WebAssembly.Global<"i64">;
  call(name: WasiName, ...parameters: WasiArgument[]): number;
  /** Writes text at `at` and returns its length in bytes. */
  put(at: number, text: string): number;
  u32(at: number): number;
  /** Opens a path below a preopened folder (4 is /out) and returns the descriptor, or minus the error. */
  open(path: string, options?: { folder?: number; flags?: number; rights?: bigint }): number;
  /** Writes `length` bytes to a descriptor through one vector. */
  write(descriptor: number, length: number): number;
}

const SCRATCH = 1_024;

/** A host with one page of memory and no program: the calls are made by hand. */
export function createWasiFixture({ outputBytes = 10_000 } = {}): WasiFixture {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const fuel = new WebAssembly.Global({ value: "i64", mutable: true }, 10n ** 12n);
  const host = createWasiHost(
    {
      program: new Uint8Array(),
      args: ["program", "é"],
      env: { B: "2", A: "1" },
      stdin: new TextEncoder().encode("input"),
      inputs: new Map([
        ["a/b.txt", new TextEncoder().encode("hello")],
        ["é", new Uint8Array([1])],
        ["z", new Uint8Array()],
      ]),
      seed: new Uint8Array(32),
      limits: { fuel: 0n, memoryBytes: 65_536, outputBytes },
    },
    {},
  );
  host.attach(memory, fuel);
  const call = (name: WasiName, ...parameters: WasiArgument[]): number =>
    (host.imports[name] as (...given: WasiArgument[]) => number)(...parameters);
  const put = (at: number, text: string): number => {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(memory.buffer).set(bytes, at);
    return bytes.length;
  };
  const u32 = (at: number): number => new DataView(memory.buffer).getUint32(at, true);
  return {
    host,
    memory,
    fuel,
    call,
    put,
    u32,
    open(path, { folder = 4, flags = 1, rights = 0x1fffffffn } = {}) {
      const length = put(SCRATCH, path);
      const errno = call("path_open", folder, 0, SCRATCH, length, flags, rights, 0n, 0, 512);
      return errno === 0 ? u32(512) : -errno;
    },
    write(descriptor, length) {
      const view = new DataView(memory.buffer);
      view.setUint32(520, 2_048, true);
      view.setUint32(524, length, true);
      return call("fd_write", descriptor, 520, 1, 512);
    },
  };
}
