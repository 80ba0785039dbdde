import { constants, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createRandom } from "../generate/random.ts";
import { generatedInputs } from "../make-inputs.ts";
import { type ProgramEnd, runProgram } from "../testing/run-program.ts";
import { decode, encode, type Picture, type Pixel, pictureOf, testPicture } from "./testing/picture.ts";
import { assemble, buildPng, chunk, headerChunk, type PngParts, repairChecksums } from "./testing/png-builder.ts";

const size = { width: 37, height: 23 };
/** In a PNG of this program: signature, header chunk, frame of the data chunk and the two bytes of the zlib header. */
const firstDataByte = 8 + 25 + 8 + 2;
const sampleOf = (bitDepth: number) => (x: number, y: number, channel: number) =>
  (x * 7 + y * 13 + channel * 50) % 2 ** bitDepth;

describe("image-filter reads", () => {
  test.each([1, 2, 4, 8])("grey of %i bits, with a transparent value", async (bitDepth) => {
    const sample = sampleOf(bitDepth);
    const png = buildPng({ ...size, colourType: 0, bitDepth, sample, chunks: [chunk("tRNS", Uint8Array.of(0, 1))] });
    await expectPixels(png, (x, y) => {
      const value = (sample(x, y, 0) * 255) / (2 ** bitDepth - 1);
      return [value, value, value, sample(x, y, 0) === 1 ? 0 : 255];
    });
  });

  test.each([1, 2, 4, 8])("a palette of %i bits, with transparent entries", async (bitDepth) => {
    const sample = sampleOf(bitDepth);
    const entries = 2 ** bitDepth;
    const palette = Uint8Array.from({ length: entries * 3 }, (_, index) => (index * 41) % 256);
    const alpha = Uint8Array.of(7, 200);
    const chunks = [chunk("PLTE", palette), chunk("tRNS", alpha)];
    await expectPixels(buildPng({ ...size, colourType: 3, bitDepth, sample, chunks }), (x, y) => {
      const entry = sample(x, y, 0);
      const [red, green, blue] = palette.subarray(entry * 3) as unknown as Pixel;
      return [red, green, blue, alpha[entry] ?? 255];
    });
  });

  test.each([2, 4, 6])("colour type %i of 8 bits", async (colourType) => {
    const sample = sampleOf(8);
    await expectPixels(buildPng({ ...size, colourType, bitDepth: 8, sample }), (x, y) => {
      const at = (channel: number) => sample(x, y, channel);
      return colourType === 4 ? [at(0), at(0), at(0), at(1)] : [at(0), at(1), at(2), colourType === 6 ? at(3) : 255];
    });
  });

  test("a transparent colour", async () => {
    const sample = (x: number, _: number, channel: number) => (x === 3 ? [9, 8, 7][channel] : x) as number;
    const chunks = [chunk("tRNS", Uint8Array.of(0, 9, 0, 8, 0, 7))];
    await expectPixels(buildPng({ ...size, colourType: 2, bitDepth: 8, sample, chunks }), (x) =>
      x === 3 ? [9, 8, 7, 0] : [x, x, x, 255],
    );
  });

  test.each([
    ["stored blocks", { level: 0 }],
    ["fixed codes", { strategy: constants.Z_FIXED }],
    ["own codes without matches", { strategy: constants.Z_HUFFMAN_ONLY }],
    ["a window of 512 bytes", { windowBits: 9 }],
    ["the best packing", { level: 9 }],
  ])("data packed with %s, in five chunks", async (_, packing) => {
    const sample = (x: number, y: number, channel: number) => (x * y * (channel + 1)) % 256;
    const png = buildPng({ ...size, colourType: 2, bitDepth: 8, sample, packing, dataChunks: 5 });
    await expectPixels(png, (x, y) => [sample(x, y, 0), sample(x, y, 1), sample(x, y, 2), 255]);
  });

  test("ancillary chunks that it does not know", async () => {
    const parts = { ...size, colourType: 0, bitDepth: 8, sample: () => 5 };
    await expectPixels(buildPng({ ...parts, chunks: [chunk("teXt", Buffer.from("hello"))] }), () => [5, 5, 5, 255]);
  });
});

describe("image-filter writes", () => {
  test.each([
    ["grey", pictureOf(20, 20, (x, y) => [x + y, x + y, x + y, 255]), 0],
    ["grey with alpha", pictureOf(20, 20, (x, y) => [x, x, x, y]), 4],
    ["colour", testPicture(20, 20), 2],
    ["colour with alpha", testPicture(20, 20, { translucent: true }), 6],
  ])("%s with as few samples as it needs", async (_, picture, colourType) => {
    const written = await copied(encode(picture));
    expect(written[25]).toBe(colourType);
    expect(decode(written)).toEqual(picture);
  });

  test.each([
    ["stored blocks for noise", 0, noise(200, 150)],
    ["fixed codes for a single pixel", 1, pictureOf(1, 1, () => [200, 100, 50, 25])],
    ["own codes for a picture", 2, testPicture(300, 200)],
    ["own codes for flat colour", 2, pictureOf(900, 300, () => [1, 2, 3, 255])],
  ])("%s", async (_, blockType, picture) => {
    const written = await copied(encode(picture));
    expect(((written[firstDataByte] as number) >> 1) & 3).toBe(blockType);
    expect(decode(written)).toEqual(picture);
  });

  test("the example picture smaller than zlib does, and flat colour to almost nothing", async () => {
    const picture = generatedInputs["picture.png"]();
    const written = await copied(picture);
    expect(decode(written)).toEqual(decode(picture));
    expect(written.length).toBeLessThan(picture.length);
    const flat = await copied(encode(pictureOf(1000, 1000, () => [1, 2, 3, 255])));
    expect(flat.length).toBeLessThan(20_000);
  });
});

describe("image-filter refuses packed data with", () => {
  const packed = deflateSync(new Uint8Array(11));

  test.each([
    ["another method", [0x77, 0x85, 0, 0, 0, 0], "the picture data is not packed with deflate."],
    ["a damaged header", [0x78, 0x9d, 0, 0, 0, 0], "the header of the picture data is damaged."],
    ["a dictionary", [0x78, 0x20, 0, 0, 0, 0], "the picture data needs a preset dictionary, which PNG does not allow."],
    ["a reserved block", [0x78, 0x9c, 0x07, 0, 0, 0], "the picture data has a block of unknown type."],
    [
      "a contradictory length",
      [0x78, 0x9c, 0x01, 5, 0, 5, 0],
      "a stored block of the picture data has a damaged length.",
    ],
    [
      "a match before the beginning",
      [0x78, 0x9c, 0x03, 0x02, 0, 0, 0],
      "the picture data repeats bytes from before its beginning.",
    ],
    ["a wrong checksum", flipped(packed, packed.length - 1), "the checksum of the picture data does not match."],
    ["an unknown row filter", deflateSync(new Uint8Array(11).fill(5)), "row 0 of the PNG has the unknown filter 5."],
  ])("%s", async (_, data, reason) => {
    const header = headerChunk({ width: 10, height: 1, colourType: 0, bitDepth: 8 });
    const png = assemble([header, chunk("IDAT", Uint8Array.from(data)), chunk("IEND", new Uint8Array())]);
    expect(await copy(png)).toMatchObject({ outcome: "exited", exitCode: 2, complaint: `error: ${reason}\n` });
  });
});

describe("image-filter refuses", () => {
  const parts = { ...size, colourType: 2, bitDepth: 8, sample: sampleOf(8) };
  const png = buildPng(parts);
  const cutAt = (length: number) => png.subarray(0, length);
  const withHeader = (change: Partial<PngParts>) =>
    assemble([
      headerChunk({ ...parts, ...change }),
      chunk("IDAT", Uint8Array.of(0x78, 0x9c)),
      chunk("IEND", new Uint8Array()),
    ]);

  test.each([
    ["text", Buffer.from("not a picture"), "the input is not a PNG file."],
    ["an empty file", new Uint8Array(), "the input is not a PNG file."],
    ["interlacing", withHeader({ interlace: 1 }), "the PNG is interlaced; save it without interlacing."],
    ["16 bits a sample", withHeader({ bitDepth: 16 }), "the PNG has 16 bits a sample; only up to 8 are supported."],
    [
      "4 bits of colour",
      withHeader({ bitDepth: 4 }),
      "the PNG has bit depth 4 with colour type 2, which do not go together.",
    ],
    ["an unknown colour type", withHeader({ colourType: 5 }), "the PNG has the unknown colour type 5."],
    ["no pixels", withHeader({ width: 0 }), "the PNG is 0x23 pixels large."],
    ["too long a side", withHeader({ width: 8193 }), /^error: the PNG of 8193x23 pixels is too large/],
    ["too many pixels", withHeader({ width: 8192, height: 1025 }), /^error: the PNG of 8192x1025 pixels is too large/],
    [
      "sides that overflow",
      withHeader({ width: 2 ** 31, height: 2 ** 31 }),
      /^error: the PNG of 2147483648x2147483648 pixels is/,
    ],
    ["cut data", withHeader({}), "the picture data is cut off."],
    ["a cut file", cutAt(100), /^error: the PNG is cut off in its chunk IDAT at byte 33/],
    ["a missing end", cutAt(png.length - 12), `the PNG is cut off at byte ${png.length - 12}.`],
    ["a missing palette", withHeader({ colourType: 3 }), "the PNG has no palette."],
    ["no data", assemble([headerChunk(parts), chunk("IEND", new Uint8Array())]), "the PNG has no picture data."],
    [
      "an unknown critical chunk",
      buildPng({ ...parts, chunks: [chunk("ABCD", new Uint8Array())] }),
      "the PNG needs the unknown chunk ABCD.",
    ],
    ["a flipped bit", flipped(png, 60), /^error: the checksum of the PNG chunk IDAT at byte 33 does not match\./],
    ["a changed size", png.with(23, 24), "the checksum of the PNG chunk IHDR at byte 8 does not match."],
    [
      "too much data",
      repairChecksums(png.with(23, 22)),
      "the picture data unpacks to more bytes than the picture has.",
    ],
    [
      "too little data",
      repairChecksums(png.with(23, 24)),
      "the picture data unpacks to fewer bytes than the picture has.",
    ],
    ["a palette entry out of range", shortPalette(), "the PNG uses the palette entry 3, which it does not define."],
  ])("%s", async (_, bytes, reason) => {
    const complaint = typeof reason === "string" ? `error: ${reason}\n` : expect.stringMatching(reason);
    expect(await copy(bytes)).toMatchObject({ outcome: "exited", exitCode: 2, complaint });
  });

  test.each([
    [["in.png"], "expected INPUT OUTPUT [OPERATION ...], all of them names or operations."],
    [["missing.png", "out.png"], "cannot open /in/missing.png: No such file or directory."],
    [["in.png", "a/b.png"], '"a/b.png" is not a plain file name; give the name of a file in /out without a folder.'],
    [["in.png", "out.png", "blur"], "blur needs a number: blur=N."],
    [["in.png", "out.png", "blur=101"], "blur must lie between 1 and 100, not 101."],
    [["in.png", "out.png", "edges=2"], "edges takes no number."],
    [["in.png", "out.png", "rotate=91"], "rotate must be 90, 180 or 270, not 91."],
    [["in.png", "out.png", "resize=10"], 'resize must be WIDTHxHEIGHT, not "10".'],
    [["in.png", "out.png", "resize=0x5"], "the width of resize must lie between 1 and 8192, not 0."],
    [["in.png", "out.png", "resize=5x5x5"], 'the height of resize must be a whole number, not "5x5".'],
    [["in.png", "out.png", "resize=8192x8192"], /^error: a picture of 8192x8192 pixels is too large/],
    [["in.png", "out.png", ...Array<string>(33).fill("edges")], "at most 32 operations can follow one another."],
    [["in.png", "out.png", "swirl"], /^error: unknown operation "swirl"; known are/],
  ])("the arguments %j", async (args, reason) => {
    const end = await runProgram("image-filter", args, { "in.png": png });
    const complaint = typeof reason === "string" ? `error: ${reason}\n` : expect.stringMatching(reason);
    expect(end).toMatchObject({ outcome: "exited", exitCode: 2, complaint });
  });
});

function noise(width: number, height: number): Picture {
  const random = createRandom(99);
  const any = () => Math.floor(random() * 256);
  return pictureOf(width, height, () => [any(), any(), any(), 255]);
}

function copy(png: Uint8Array): Promise<ProgramEnd> {
  return runProgram("image-filter", ["in.png", "out.png"], { "in.png": png });
}

async function copied(png: Uint8Array): Promise<Uint8Array> {
  const end = await copy(png);
  expect(end).toMatchObject({ outcome: "exited", exitCode: 0, complaint: "" });
  return end.outputs.get("out.png") as Uint8Array;
}

async function expectPixels(png: Uint8Array, pixel: (x: number, y: number) => Pixel): Promise<void> {
  expect(decode(await copied(png))).toEqual(pictureOf(size.width, size.height, pixel));
}

function flipped(png: Uint8Array, at: number): Uint8Array {
  return png.with(at, (png[at] as number) ^ 1);
}

function shortPalette(): Uint8Array {
  const chunks = [chunk("PLTE", new Uint8Array(9))];
  return buildPng({ ...size, colourType: 3, bitDepth: 2, sample: sampleOf(2), chunks });
}
