import { describe, expect, test } from "vitest";
import { runProgram } from "../testing/run-program.ts";
import { decode, encode, type Picture, testPicture } from "./testing/picture.ts";
import { reference } from "./testing/reference-operations.ts";

const opaque = testPicture(61, 43);
const translucent = testPicture(40, 30, { translucent: true });

describe("image-filter operations", () => {
  test.each([
    ["grayscale", reference.grayscale(opaque)],
    ["brightness=17", reference.brightness(opaque, 17)],
    ["brightness=-100", reference.brightness(opaque, -100)],
    ["contrast=35", reference.contrast(opaque, 35)],
    ["contrast=-70", reference.contrast(opaque, -70)],
    ["sharpen=100", reference.sharpen(opaque, 100)],
    ["sharpen=733", reference.sharpen(opaque, 733)],
    ["edges", reference.edges(opaque)],
    ["rotate=90", reference.rotate(opaque, 90)],
    ["rotate=180", reference.rotate(opaque, 180)],
    ["rotate=270", reference.rotate(opaque, 270)],
  ])("%s equals its definition in every pixel", async (operation, expected) => {
    expect(await filtered(opaque, [operation])).toEqual(expected);
  });

  test.each([
    ["blur=1", reference.blur(opaque, 1)],
    ["blur=4", reference.blur(opaque, 4)],
    ["blur=60", reference.blur(testPicture(12, 9), 60), testPicture(12, 9)],
    ["resize=30x21", reference.resize(opaque, 30, 21)],
    ["resize=100x97", reference.resize(opaque, 100, 97)],
    ["resize=7x90", reference.resize(opaque, 7, 90)],
    ["resize=1x1", reference.resize(opaque, 1, 1)],
    ["resize=61x43", opaque],
  ])("%s is within one step of its definition in real numbers", async (operation, expected, picture = opaque) => {
    const found = await filtered(picture, [operation]);
    const differences = differencesOf(found, expected);
    expect([found.width, found.height]).toEqual([expected.width, expected.height]);
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    // The difference may only be the rounding of values that lie between two steps.
    expect(mean(differences)).toBeLessThan(0.02);
  });

  test.each([
    ["blur=3", reference.blur(translucent, 3)],
    ["resize=17x50", reference.resize(translucent, 17, 50)],
  ])("%s weighs colours by alpha", async (operation, expected) => {
    const found = await filtered(translucent, [operation]);
    expect(Math.max(...differencesOf(premultiplied(found), premultiplied(expected)))).toBeLessThan(1.6);
  });

  test.each(["grayscale", "edges", "sharpen=50", "brightness=10", "contrast=10"])(
    "%s keeps alpha",
    async (operation) => {
      const found = await filtered(translucent, [operation]);
      expect(alphaOf(found)).toEqual(alphaOf(translucent));
    },
  );

  test("applies a chain from left to right", async () => {
    const expected = reference.sharpen(reference.rotate(reference.brightness(opaque, 20), 270), 150);
    expect(await filtered(opaque, ["brightness=20", "rotate=270", "sharpen=150"])).toEqual(expected);
  });

  test("leaves the pixels alone without an operation", async () => {
    expect(await filtered(opaque, [])).toEqual(opaque);
    expect(await filtered(translucent, [])).toEqual(translucent);
  });
});

async function filtered(picture: Picture, operations: readonly string[]): Promise<Picture> {
  const end = await runProgram("image-filter", ["in.png", "out.png", ...operations], { "in.png": encode(picture) });
  expect(end).toMatchObject({ outcome: "exited", exitCode: 0, complaint: "" });
  return decode(end.outputs.get("out.png") as Uint8Array);
}

function differencesOf(found: { data: ArrayLike<number> }, expected: { data: ArrayLike<number> }): number[] {
  return Array.from(found.data, (value, index) => Math.abs(value - (expected.data[index] as number)));
}

function premultiplied({ data }: Picture): { data: number[] } {
  return { data: Array.from(data, (value, at) => (at % 4 === 3 ? value : (value * (data[at | 3] as number)) / 255)) };
}

function alphaOf({ data }: Picture): number[] {
  return Array.from(data).filter((_, index) => index % 4 === 3);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
