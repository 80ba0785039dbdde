import { describe, expect, it } from "vitest";
import { Errno, ProgramStopped } from "../src/wasi/errno.ts";
import { WASI_SIGNATURES, type WasiName } from "../src/wasi/signatures.ts";
import { createWasiFixture } from "./support/wasi-fixture.ts";

const HUGE = 0xffff_ffff;

describe("pointers of the program", () => {
  const edges = [0, 1, 65_535, 65_536, HUGE, HUGE - 7];
  const names = (Object.keys(WASI_SIGNATURES) as WasiName[]).filter((name) => name !== "proc_exit");

  it.each(names)("never make %s throw", (name) => {
    for (const edge of edges) {
      for (const descriptor of [0, 1, 3, 4, HUGE]) {
        const { call } = createWasiFixture();
        const parameters = [...WASI_SIGNATURES[name]].map((letter, index) => {
          if (letter === "l") return BigInt(edge) << 32n;
          return index === 0 ? descriptor | 0 : edge | 0;
        });
        const answer = answerOf(() => call(name, ...parameters));
        expect(answer).toSatisfy((given: unknown) => given instanceof ProgramStopped || (given as number) >= 0);
      }
    }
  });

  it("beyond the memory are EFAULT, and nothing is done", () => {
    const { call, fuel, host } = createWasiFixture();
    expect(call("fd_write", 1, 65_530, 1, 0)).toBe(Errno.fault);
    expect(call("random_get", 65_530, 10)).toBe(Errno.fault);
    expect(call("random_get", 0, -1)).toBe(Errno.fault);
    expect(call("clock_time_get", 0, 0n, 65_529)).toBe(Errno.fault);
    expect(call("path_open", 4, 0, 65_530, 100, 1, 0n, 0n, 0, 0)).toBe(Errno.fault);
    expect(host.context.streams.stdout.size).toBe(0);
    expect(fuel.value).toBeLessThan(10n ** 12n);
  });

  it("to too many vectors are refused before they are read", () => {
    const { call } = createWasiFixture();
    expect(call("fd_write", 1, 0, 1_025, 0)).toBe(Errno.inval);
    expect(call("fd_read", 0, 0, -1, 0)).toBe(Errno.inval);
  });
});

describe("output", () => {
  it("ends the program before anything beyond the limit is stored", () => {
    const { open, write, call, host } = createWasiFixture({ outputBytes: 100 });
    expect(write(1, 60)).toBe(0);
    const file = open("file");
    expect(write(file, 40)).toBe(0);
    expect(stoppedBy(() => write(file, 1))).toBe("out-of-output");
    expect(stoppedBy(() => call("fd_filestat_set_size", file, 1n << 40n))).toBe("out-of-fuel");
    expect(host.context.output.files().get("file")?.length).toBe(40);
  });

  it.each([
    [
      "seeking and writing",
      (f: number, { call, write }: ReturnType<typeof createWasiFixture>) => {
        call("fd_seek", f, 1_000_000n, 0, 512);
        return write(f, 1);
      },
    ],
    [
      "allocating",
      (f: number, { call }: ReturnType<typeof createWasiFixture>) => call("fd_allocate", f, 0n, 1_000_000n),
    ],
    [
      "setting the size",
      (f: number, { call }: ReturnType<typeof createWasiFixture>) => call("fd_filestat_set_size", f, 1_000_000n),
    ],
  ])("counts what %s would need", (_, grow) => {
    const fixture = createWasiFixture();
    const file = fixture.open("file");
    expect(stoppedBy(() => grow(file, fixture))).toBe("out-of-output");
    expect(fixture.host.context.output.files().get("file")?.length).toBe(0);
  });

  it("is free again when a file is gone and closed, and not before", () => {
    const { open, write, call, put } = createWasiFixture({ outputBytes: 100 });
    const file = open("file");
    write(file, 100);
    expect(call("path_unlink_file", 4, 0, put(0, "file"))).toBe(0);
    expect(stoppedBy(() => write(1, 1))).toBe("out-of-output");
    expect(call("fd_close", file)).toBe(0);
    expect(write(1, 100)).toBe(0);
  });

  it("is limited in files and descriptors too", () => {
    const { open, call } = createWasiFixture();
    const opened: number[] = [];
    for (let index = 0; index < 1_100; index++) opened.push(open(`file-${index}`));
    expect(opened.filter((number) => number >= 0).length).toBe(1_019);
    expect(opened.at(-1)).toBe(-Errno.mfile);
    for (const number of opened) if (number >= 0) call("fd_close", number);
    let created = 1_019;
    for (; created < 5_000; created++) {
      const number = open(`more-${created}`);
      if (number < 0) {
        expect(number).toBe(-Errno.nospc);
        break;
      }
      call("fd_close", number);
    }
    expect(created).toBe(4_096);
  });
});

describe("paths", () => {
  it.each([
    ["../in/z", Errno.notcapable],
    ["/etc/passwd", Errno.notcapable],
    ["a/../../x", Errno.noent],
    ["", Errno.noent],
    ["missing/x", Errno.noent],
    ["x\0y", Errno.inval],
    ["n".repeat(300), Errno.nametoolong],
  ])("like %j are refused", (path, errno) => {
    expect(createWasiFixture().open(path)).toBe(-errno);
  });

  it("climb back within their folder", () => {
    const { open } = createWasiFixture();
    expect(open("a/../a/./b.txt", { folder: 3, flags: 0, rights: 2n })).toBeGreaterThan(4);
    expect(open("a/../../in/z", { folder: 3, flags: 0, rights: 2n })).toBe(-Errno.notcapable);
  });

  it("that are no UTF-8 are EILSEQ", () => {
    const { call, memory } = createWasiFixture();
    new Uint8Array(memory.buffer).set([0xff, 0xfe], 0);
    expect(call("path_create_directory", 4, 0, 2)).toBe(Errno.ilseq);
  });

  it("under /in cannot be changed", () => {
    const { open, call, put } = createWasiFixture();
    expect(open("new", { folder: 3 })).toBe(-Errno.rofs);
    expect(open("z", { folder: 3, flags: 8 })).toBe(-Errno.rofs);
    expect(call("path_unlink_file", 3, 0, put(0, "z"))).toBe(Errno.rofs);
    expect(call("path_create_directory", 3, 0, put(0, "new"))).toBe(Errno.rofs);
    expect(call("path_remove_directory", 3, 0, put(0, "a"))).toBe(Errno.rofs);
    expect(call("path_rename", 3, 0, put(0, "z"), 4, 0, 1)).toBe(Errno.rofs);
  });

  it.each(["a:b", "tab\tbed", "back\\slash", "e\u0301", "é".repeat(128)])(
    "like %j, which no result document holds, cannot be made",
    (name) => {
      const { open, call, put } = createWasiFixture();
      expect(open(name)).toBe(-Errno.inval);
      expect(call("path_create_directory", 4, 0, put(0, name))).toBe(Errno.inval);
      expect(call("path_create_directory", 4, 0, put(0, "good"))).toBe(0);
      expect(call("path_rename", 4, 0, put(0, "good"), 4, 100, put(100, name))).toBe(Errno.inval);
    },
  );

  it("may not become too long by moving the folder above", () => {
    const { open, call, put } = createWasiFixture();
    const long = "n".repeat(255);
    for (const path of ["a", `a/${long}`, `a/${long}/${long}`, `a/${long}/${long}/${long}`, "b", `b/${long}`]) {
      expect(call("path_create_directory", 4, 0, put(0, path))).toBe(0);
    }
    expect(open(`a/${long}/${long}/${long}/file`)).toBeGreaterThan(4);
    const from = put(0, "a");
    expect(call("path_rename", 4, 0, from, 4, 100, put(100, `b/${long}/a`))).toBe(Errno.inval);
    expect(call("path_rename", 4, 0, from, 4, 100, put(100, "b/a"))).toBe(0);
    expect(open(`b/a/${long}/${long}/${long}/${long}`)).toBe(-Errno.inval);
  });

  it("may not nest deeper than the cap, even by renaming", () => {
    const { call, put } = createWasiFixture();
    let path = "d";
    let errno = 0;
    let depth = 0;
    for (; errno === 0; depth++, path += "/d") errno = call("path_create_directory", 4, 0, put(0, path));
    expect({ errno, depth }).toEqual({ errno: Errno.nametoolong, depth: 64 });
    expect(call("path_create_directory", 4, 0, put(0, "e"))).toBe(0);
    const from = put(0, "d");
    expect(call("path_rename", 4, 0, from, 4, 100, put(100, "e/d"))).toBe(Errno.nametoolong);
  });
});

describe("what a program sees", () => {
  it("is listed in the order of bytes, page by page", () => {
    const { call, memory, u32 } = createWasiFixture();
    expect(call("fd_readdir", 3, 0, 1_000, 0n, 2_000)).toBe(0);
    const bytes = new Uint8Array(memory.buffer, 0, u32(2_000));
    const names: string[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = u32(at + 16);
      names.push(new TextDecoder().decode(bytes.subarray(at + 24, at + 24 + length)));
      expect(new DataView(memory.buffer).getBigUint64(at + 8, true)).toBe(0n);
      at += 24 + length;
    }
    expect(names).toEqual(["a", "z", "é"]);
    expect(call("fd_readdir", 3, 0, 30, 2n, 2_000)).toBe(0);
    expect(u32(2_000)).toBe(26);
    expect(call("fd_readdir", 3, 0, 30, 2n ** 64n - 1n, 2_000)).toBe(0);
    expect(u32(2_000)).toBe(0);
  });

  it("gets random bytes in one stream, however it asks", () => {
    const whole = createWasiFixture();
    whole.call("random_get", 0, 100);
    const parts = createWasiFixture();
    for (const [at, length] of [
      [0, 1],
      [1, 40],
      [41, 59],
    ] as const)
      parts.call("random_get", at, length);
    expect(new Uint8Array(parts.memory.buffer, 0, 100)).toEqual(new Uint8Array(whole.memory.buffer, 0, 100));
  });

  it("sees time pass when it looks, and when it waits", () => {
    const { call, memory } = createWasiFixture();
    const view = new DataView(memory.buffer);
    const now = (clock: number): bigint => {
      expect(call("clock_time_get", clock, 0n, 0)).toBe(0);
      return view.getBigUint64(0, true);
    };
    expect([now(1), now(1), now(0)]).toEqual([1_000n, 2_000n, 1_767_225_600_000_003_000n]);
    view.setUint8(108, 0);
    view.setUint32(116, 1, true);
    view.setBigUint64(124, 5_000_000n, true);
    expect(call("poll_oneoff", 100, 200, 1, 300)).toBe(0);
    expect(now(1)).toBe(5_004_000n);
    view.setBigUint64(124, 2n ** 64n - 1n, true);
    expect(call("poll_oneoff", 100, 200, 1, 300)).toBe(0);
    expect(now(0)).toBe(2n ** 63n - 1n);
  });

  it("reads its standard input once", () => {
    const { call, memory, u32 } = createWasiFixture();
    const view = new DataView(memory.buffer);
    view.setUint32(0, 100, true);
    view.setUint32(4, 3, true);
    const read = (): string => {
      expect(call("fd_read", 0, 0, 1, 50)).toBe(0);
      return new TextDecoder().decode(new Uint8Array(memory.buffer, 100, u32(50)));
    };
    expect([read(), read(), read()]).toEqual(["inp", "ut", ""]);
    expect(call("fd_write", 0, 0, 1, 50)).toBe(Errno.badf);
    expect(call("fd_read", 1, 0, 1, 50)).toBe(Errno.badf);
    expect(call("fd_seek", 0, 0n, 0, 50)).toBe(Errno.spipe);
  });
});

function answerOf(act: () => number): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof ProgramStopped) return error;
    throw error;
  }
}

function stoppedBy(act: () => number): string | undefined {
  const answer = answerOf(act);
  return answer instanceof ProgramStopped ? answer.reason : undefined;
}
