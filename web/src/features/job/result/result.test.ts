import { crc32 as nodeCrc } from "node:zlib";
import { describe, expect, it } from "vitest";
import { hexDump, previewKindOf } from "./preview-kind.ts";
import { MOST_COLUMNS, MOST_ROWS, prettyJson, tableOfCsv, tableOfJson } from "./table-of.ts";
import { crc32, zipOf } from "./zip.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);

describe("previewKindOf", () => {
  it("knows a picture by its bytes, whatever its name", () => {
    expect(previewKindOf("table.csv", PNG)).toEqual({ kind: "image", type: "image/png" });
  });

  it("takes no name's word for a picture", () => {
    expect(previewKindOf("picture.png", encode("<script>"))).toMatchObject({ kind: "text" });
  });

  it("shows SVG and HTML as text", () => {
    expect(previewKindOf("a.svg", encode("<svg onload='x'/>"))).toMatchObject({ kind: "text" });
    expect(previewKindOf("a.html", encode("<script>x</script>"))).toMatchObject({ kind: "text" });
  });

  it("shows what is no text in hexadecimal", () => {
    expect(previewKindOf("a.bin", new Uint8Array([0xff, 0xfe, 0x00]))).toEqual({ kind: "hex" });
    expect(previewKindOf("a.txt", encode("a\0b"))).toEqual({ kind: "hex" });
    expect(hexDump(encode("Hi\n"))).toMatch(/^00000000 {2}48 69 0a +Hi\.$/);
  });
});

describe("tables", () => {
  it("are read from separated values, quotes and all", async () => {
    const table = await tableOfCsv('name,count\n"a, b",1\nc,2\n');
    expect(table).toEqual({
      header: ["name", "count"],
      rows: [
        ["a, b", "1"],
        ["c", "2"],
      ],
      rowCount: 2,
      columnCount: 2,
    });
  });

  it("are read from lists of objects, and from one object a line", () => {
    const expected = {
      header: ["a", "b"],
      rows: [
        ["1", ""],
        ["", "[2]"],
      ],
      rowCount: 2,
      columnCount: 2,
    };
    expect(tableOfJson('[{"a":1},{"b":[2]}]')).toEqual(expected);
    expect(tableOfJson('{"a":1}\n{"b":[2]}\n')).toEqual(expected);
    expect(tableOfJson('{"a":1}')).toBeUndefined();
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  });

  it("show no more than fits, and count the rest", async () => {
    const line = Array.from({ length: 40 }, (_, i) => i).join(",");
    const table = await tableOfCsv(Array.from({ length: 500 }, () => line).join("\n"));
    expect(table).toMatchObject({ rowCount: 499, columnCount: 40 });
    expect(table?.rows).toHaveLength(MOST_ROWS);
    expect(table?.header).toHaveLength(MOST_COLUMNS);
  });
});

describe("zipOf", () => {
  it("can be read back by the list at its end", async () => {
    const entries = [
      { path: "stdout", bytes: encode("hello\n") },
      { path: "files/größe.bin", bytes: Uint8Array.from({ length: 70_000 }, (_, i) => i % 251) },
      { path: "files/empty", bytes: new Uint8Array() },
    ];
    expect(unzip(new Uint8Array(await zipOf(entries).arrayBuffer()))).toEqual(entries);
  });

  it("sums as the format says", () => {
    expect(crc32(encode("123456789"))).toBe(0xcbf43926);
    expect(crc32(PNG)).toBe(nodeCrc(PNG));
  });
});

/** Reads an archive as other programs do: from the end record over the central list to each file. */
function unzip(archive: Uint8Array): { path: string; bytes: Uint8Array }[] {
  const view = new DataView(archive.buffer);
  const end = archive.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const files: { path: string; bytes: Uint8Array }[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const path = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const bytes = archive.slice(start, start + size);
    expect(view.getUint32(at + 16, true)).toBe(nodeCrc(bytes));
    files.push({ path, bytes });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
