import { type Picture, type Pixel, pictureOf, pixelAt } from "./picture.ts";

/** The operations of image-filter by their definitions, in real numbers and without any of its shortcuts. */
export const reference = {
  grayscale: (picture: Picture) => mapped(picture, ([r, g, b, a]) => grey(luma(r, g, b), a)),
  brightness: (picture: Picture, percent: number) => coloured(picture, (v) => v + awayFromZero((255 * percent) / 100)),
  contrast: (picture: Picture, percent: number) =>
    coloured(picture, (v) => 128 + awayFromZero(((v - 128) * (100 + percent)) / 100)),
  sharpen,
  edges,
  blur,
  resize,
  rotate,
};

function sharpen(picture: Picture, percent: number): Picture {
  return pictureOf(picture.width, picture.height, (x, y) => {
    const around = [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ].map(([dx, dy]) => pixelAt(picture, x + dx!, y + dy!));
    const here = pixelAt(picture, x, y);
    const channel = (index: 0 | 1 | 2) => {
      const mean = around.reduce((sum, pixel) => sum + pixel[index], 0) / 4;
      return limited(here[index] + awayFromZero(((here[index] - mean) * percent) / 100));
    };
    return [channel(0), channel(1), channel(2), here[3]];
  });
}

function edges(picture: Picture): Picture {
  const kernel = [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ];
  const at = (x: number, y: number) => luma(...(pixelAt(picture, x, y).slice(0, 3) as [number, number, number]));
  return pictureOf(picture.width, picture.height, (x, y) => {
    let across = 0;
    let down = 0;
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        down += kernel[row]![column]! * at(x + column - 1, y + row - 1);
        across += kernel[column]![row]! * at(x + column - 1, y + row - 1);
      }
    }
    return grey(limited(Math.round(Math.sqrt(across ** 2 + down ** 2))), pixelAt(picture, x, y)[3]);
  });
}

function blur(picture: Picture, radius: number): Picture {
  const gauss = (offset: number) => Math.exp(-(offset ** 2) / (2 * (radius / 2) ** 2));
  return pictureOf(picture.width, picture.height, (x, y) => {
    const parts: [Pixel, number][] = [];
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) parts.push([pixelAt(picture, x + dx, y + dy), gauss(dx) * gauss(dy)]);
    }
    return weighed(parts);
  });
}

function resize(picture: Picture, width: number, height: number): Picture {
  const tent = (place: number, output: number, scale: number) =>
    Math.max(0, 1 - Math.abs(place - ((output + 0.5) * scale - 0.5)) / Math.max(1, scale));
  return pictureOf(width, height, (x, y) => {
    const parts: [Pixel, number][] = [];
    for (let row = 0; row < picture.height; row++) {
      const down = tent(row, y, picture.height / height);
      for (let column = 0; down > 0 && column < picture.width; column++) {
        const across = tent(column, x, picture.width / width);
        if (across > 0) parts.push([pixelAt(picture, column, row), across * down]);
      }
    }
    return weighed(parts);
  });
}

function rotate(picture: Picture, degrees: number): Picture {
  if (degrees === 0) return picture;
  // One quarter clockwise: what was at the bottom left comes to the top left.
  const quarter = pictureOf(picture.height, picture.width, (x, y) => pixelAt(picture, y, picture.height - 1 - x));
  return rotate(quarter, degrees - 90);
}

/** The mean of pixels, each colour counted by weight and alpha. */
function weighed(parts: readonly [Pixel, number][]): Pixel {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
  const alpha = parts.reduce((sum, [pixel, weight]) => sum + pixel[3] * weight, 0);
  const channel = (index: 0 | 1 | 2) => {
    const colour = parts.reduce((sum, [pixel, weight]) => sum + pixel[index] * pixel[3] * weight, 0);
    return alpha === 0 ? 0 : Math.round(colour / alpha);
  };
  return [channel(0), channel(1), channel(2), Math.round(alpha / total)];
}

function luma(red: number, green: number, blue: number): number {
  return Math.round((299 * red + 587 * green + 114 * blue) / 1000);
}

function grey(value: number, alpha: number): Pixel {
  return [value, value, value, alpha];
}

function mapped(picture: Picture, change: (pixel: Pixel) => Pixel): Picture {
  return pictureOf(picture.width, picture.height, (x, y) => change(pixelAt(picture, x, y)));
}

function coloured(picture: Picture, change: (value: number) => number): Picture {
  return mapped(picture, ([r, g, b, a]) => [limited(change(r)), limited(change(g)), limited(change(b)), a]);
}

function awayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

function limited(value: number): number {
  return Math.min(255, Math.max(0, value));
}
