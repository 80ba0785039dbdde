import { PNG } from "pngjs";
import { createRandom } from "../../generate/random.ts";

/** Red, green, blue and alpha of every pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

export function pixelAt({ width, height, data }: Picture, x: number, y: number): Pixel {
  const column = Math.min(Math.max(x, 0), width - 1);
  const row = Math.min(Math.max(y, 0), height - 1);
  const start = (row * width + column) * 4;
  return [data[start], data[start + 1], data[start + 2], data[start + 3]] as unknown as Pixel;
}

/** Builds a picture pixel by pixel. */
export function pictureOf(width: number, height: number, pixel: (x: number, y: number) => Pixel): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(pixel(x, y), (y * width + x) * 4);
  return { width, height, data };
}

/** Gradients, hard edges and noise; with `translucent`, alpha runs from 0 to 255. */
export function testPicture(width: number, height: number, { translucent = false } = {}): Picture {
  const random = createRandom(width * 1000 + height);
  return pictureOf(width, height, (x, y) => {
    const isInside = (x >> 3) % 3 === 1 && (y >> 2) % 2 === 1;
    const red = isInside ? 240 : Math.round((255 * x) / width);
    const alpha = translucent ? Math.round((255 * (x + y)) / (width + height - 2 || 1)) : 255;
    return [red, Math.round((255 * y) / height), Math.floor(random() * 256), alpha];
  });
}

/** Decodes with an independent reader. */
export function decode(bytes: Uint8Array): Picture {
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  return { width, height, data: new Uint8Array(data) };
}

/** Encodes with an independent writer. */
export function encode({ width, height, data }: Picture): Uint8Array {
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  return PNG.sync.write(png);
}
