import fc from "fast-check";
import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { UsageError } from "../usage-error.ts";
import {
  addressOption,
  amountOption,
  countOption,
  duration,
  durationOption,
  idOption,
  money,
  sizeOption,
  when,
} from "./text.ts";

const token = { decimals: 6, symbol: "TUSD" } as Parameters<typeof money>[1];

describe("amounts", () => {
  it("are read as they are written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 96n - 1n }), (amount) => {
        expect(amountOption("amount", money(amount, token).replace(" TUSD", ""), token)).toBe(amount);
      }),
    );
  });

  it.each(["", " ", "-1", "+1", "1e3", "0x10", "1.2345678", "1,5", "NaN", ".", "1."])("refuse %j", (text) => {
    expectFault(() => amountOption("price", text, token), "price");
  });
});

describe("durations", () => {
  it.each<[string, number]>([
    ["90", 90],
    ["90s", 90],
    ["15m", 900],
    ["15min", 900],
    ["2h", 7_200],
    ["7d", 604_800],
  ])("read %s", (text, seconds) => {
    expect(durationOption("window", text)).toBe(seconds);
  });

  it.each(["0", "0s", "", "-5m", "1.5h", "m", "5 m", "5w", "1".repeat(20)])("refuse %j", (text) => {
    expectFault(() => durationOption("window", text), "window");
  });

  it("end where the market's do", () => {
    expect(durationOption("validity", "30d", { days: 30 })).toBe(2_592_000);
    expectFault(() => durationOption("validity", "2592001", { days: 30 }), "validity");
  });

  it("are written in the unit that a person would take", () => {
    expect([5, 119, 600, 7_200, 604_800].map(duration)).toEqual(["5 s", "119 s", "10 min", "2 h", "7 days"]);
  });
});

describe("sizes", () => {
  it("read every unit as a power of 1024", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom("", "B", "KiB", "MiB", "GiB"), (count, unit) => {
        const power = ["B", "KiB", "MiB", "GiB"].indexOf(unit || "B");
        expect(sizeOption("memory", `${count}${unit}`)).toBe(count * 1024 ** power);
      }),
    );
  });

  it.each(["", "64MB", "64 MiB", "-1", "1.5GiB", "lots"])("refuse %j", (text) => {
    expectFault(() => sizeOption("memory", text), "memory");
  });
});

describe("addresses", () => {
  const address = getAddress(`0x${"ab".repeat(20)}`);

  it("are taken in small letters or with their pattern of letters", () => {
    expect(addressOption("to", address.toLowerCase())).toBe(address);
    expect(addressOption("to", address)).toBe(address);
  });

  it("with one letter's case changed are refused: it may be another address with a typing error", () => {
    const letters = [...address].flatMap((letter, i) => (i > 1 && /[a-f]/i.test(letter) ? [i] : []));
    for (const at of letters) {
      const letter = address.charAt(at);
      const changed = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
      expectFault(() => addressOption("to", address.slice(0, at) + changed + address.slice(at + 1)), "to");
    }
  });

  it.each(["", "0x", "0x12", `0x${"zz".repeat(20)}`, "vitalik.eth"])("refuse %j", (text) => {
    expectFault(() => addressOption("to", text), "to");
  });
});

describe("ids and counts", () => {
  it("ids are 32 bytes, in small letters inside", () => {
    expect(idOption("job", `0x${"AB".repeat(32)}`)).toBe(`0x${"ab".repeat(32)}`);
    for (const text of ["", "0x12", `0x${"ab".repeat(33)}`, "ab".repeat(32)])
      expectFault(() => idOption("job", text), "job");
  });

  it("counts are whole and not negative", () => {
    expect(countOption("limit", 0)).toBe(0);
    for (const value of [-1, 1.5, Number.NaN, 2 ** 60]) expectFault(() => countOption("limit", value), "limit");
  });

  it("times are written without fractions", () => {
    expect(when(1_795_266_096)).toBe("2026-11-21T13:01:36Z");
  });
});

function expectFault(action: () => unknown, field: string): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).field).toBe(field);
    return;
  }
  throw new Error("It was taken.");
}
