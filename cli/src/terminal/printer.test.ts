import { describe, expect, it } from "vitest";
import { captured } from "../testing/run-hive.ts";
import { createPrinter } from "./printer.ts";

describe("printer", () => {
  it("writes sentences for people, and remarks beside them", () => {
    const { printer, out, err } = setup({ json: false });
    printer.note("working");
    printer.result({ amount: 1n }, "done");
    expect(out()).toBe("done\n");
    expect(err()).toBe("working\n");
  });

  it("writes one whole document a line for programs, and nothing else", () => {
    const { printer, out, err } = setup({ json: true });
    printer.note("working");
    printer.progress("1 of 2");
    printer.line({ step: "first\nstill first" }, "first");
    printer.result({ amount: 2n ** 96n, list: [1n] }, "done");
    printer.error({ code: "SomeError", message: "It failed.", facts: ["Field: a"] });
    const documents = out()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(documents).toEqual([
      { step: "first\nstill first" },
      { amount: "79228162514264337593543950336", list: ["1"] },
      { error: { code: "SomeError", message: "It failed.", facts: ["Field: a"] } },
    ]);
    expect(err()).toBe("");
  });

  it.each([false, true])("lets no text steer the terminal (json: %s)", (json) => {
    const hostile = "\u001b[2J\u009b1m\rVERIFIED\u0007\u202egnp.exe\u2028";
    const { printer, out, err } = setup({ json, isTTY: true });
    printer.line({ hostile }, hostile);
    printer.note(hostile);
    printer.result({ hostile }, hostile);
    printer.error({ code: "E", message: hostile, facts: [hostile], hint: hostile });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(out() + err()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    expect(out() + err()).toContain("VERIFIED");
    if (json) expect(JSON.parse(out().split("\n")[0] ?? "")).toEqual({ hostile });
  });

  it("gives a job's bytes to files as they are, and to terminals readable", () => {
    const bytes = new Uint8Array([0x1b, 0x5b, 0x32, 0x4a, 0x0a, 0xff]);
    const file = setup({ json: false });
    file.printer.raw(bytes);
    expect(file.bytes()).toEqual(Buffer.from(bytes));
    const screen = setup({ json: false, isTTY: true });
    screen.printer.raw(bytes);
    expect(screen.out()).toBe("\\u{1b}[2J\n\ufffd");
  });

  it("shows progress on terminals alone, and ends its line before anything else", () => {
    const quiet = setup({ json: false });
    quiet.printer.progress("1 of 2");
    expect(quiet.err()).toBe("");
    const { printer, err } = setup({ json: false, isTTY: true });
    printer.progress("1 of 2");
    printer.progress("2 of 2");
    printer.note("done");
    expect(err()).toBe("\r\u001b[2K1 of 2\r\u001b[2K2 of 2\ndone\n");
  });
});

function setup({ json, isTTY = false }: { json: boolean; isTTY?: boolean }) {
  const stdout = captured({ isTTY });
  const stderr = captured({ isTTY });
  return {
    printer: createPrinter({ json, stdout: stdout.stream, stderr: stderr.stream }),
    out: stdout.text,
    err: stderr.text,
    bytes: stdout.bytes,
  };
}
