import { expect, test } from "vitest";
import { readDuration, readFuel, readSize, writeDuration, writeSize } from "./quantities.ts";

test.each([
  ["90", 90],
  ["90s", 90],
  ["5 min", 300],
  ["5m", 300],
  ["2h", 7_200],
  ["7d", 604_800],
])("%s is %i seconds", (text, seconds) => {
  expect(readDuration(text)).toEqual({ ok: true, value: seconds });
});

test.each(["", "0", "0s", "-5", "1.5h", "5 weeks", "5 m m"])("%j is no duration", (text) => {
  expect(readDuration(text)).toMatchObject({ ok: false });
});

test.each([
  ["65536", 65_536],
  ["512KiB", 524_288],
  ["64 MiB", 67_108_864],
  ["1 gb", 1_073_741_824],
])("%s is %i bytes", (text, bytes) => {
  expect(readSize(text)).toEqual({ ok: true, value: bytes });
});

test.each(["", "64 M", "1.5MiB", "many"])("%j is no size", (text) => {
  expect(readSize(text)).toMatchObject({ ok: false });
});

test.each([
  ["150000000", 150_000_000n],
  ["150 000 000", 150_000_000n],
  ["1.5 billion", 1_500_000_000n],
  ["0.25 trillion", 250_000_000_000n],
])("%s is %i fuel", (text, fuel) => {
  expect(readFuel(text)).toEqual({ ok: true, value: fuel });
});

test.each(["", "0", "-1", "1.5", "1.23456 thousand", "lots"])("%j is no fuel", (text) => {
  expect(readFuel(text)).toMatchObject({ ok: false });
});

test.each([65_536, 1_048_576, 3_221_225_472, 1_500])("%i bytes are written so that they are read back", (bytes) => {
  expect(readSize(writeSize(bytes))).toEqual({ ok: true, value: bytes });
});

test.each([59, 60, 3_600, 5_400, 86_400])("%i seconds are written so that they are read back", (seconds) => {
  expect(readDuration(writeDuration(seconds))).toEqual({ ok: true, value: seconds });
});
