import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facts, table, wrapped } from "./table.ts";

describe("table", () => {
  it("pads every column but the last to its widest cell", () => {
    expect(
      table(
        ["job", "state", "price"],
        [
          ["0x12345", "open", "1"],
          ["0x1", "submitted", "12"],
        ],
      ),
    ).toBe(["job      state      price", "0x12345  open       1", "0x1      submitted  12"].join("\n"));
  });

  it("writes its header where there are no rows", () => {
    expect(table(["a", "b"], [])).toBe("a  b");
  });
});

describe("facts", () => {
  it("puts values below each other", () => {
    expect(
      facts([
        ["Free", "1"],
        ["In the wallet", "2"],
      ]),
    ).toBe("Free           1\nIn the wallet  2");
    expect(facts([])).toBe("");
  });
});

describe("wrapped", () => {
  it("loses no word, and makes no line longer than asked but for one word", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), (given, width) => {
        const lines = wrapped(given.join(" "), { indent: "  ", hanging: 2, width }).split("\n");
        expect(lines.map((line) => line.trim()).join(" ")).toBe(given.join(" "));
        for (const line of lines) expect(line.length <= width || !line.trim().includes(" ")).toBe(true);
      }),
    );
  });

  it("indents the lines that follow further", () => {
    expect(wrapped("one two three", { indent: "- ", hanging: 1, width: 9 })).toBe("- one two\n-  three");
  });
});
