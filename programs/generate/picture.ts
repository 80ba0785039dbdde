import { PNG } from "pngjs";
import { createRandom, type Random } from "./random.ts";

type Colour = readonly [red: number, green: number, blue: number];
interface Scene {
  width: number;
  height: number;
  hills: readonly { base: number; swing: number; length: number; shift: number; colour: Colour }[];
  stars: ReadonlySet<number>;
}

const skyTop: Colour = [24, 32, 74];
const skyBottom: Colour = [246, 170, 112];
const sun = { x: 0.68, y: 0.42, radius: 0.09, colour: [255, 236, 180] as Colour };
const GRAIN = 5;

/**
 * An evening over hills and water, drawn from nothing but arithmetic: gradients, hard edges, repeated shapes and fine
 * grain, so that filters and packing have something to do. The same seed gives the same pixels.
 */
export function drawPicture({ width, height, seed }: { width: number; height: number; seed: number }): PNG {
  const random = createRandom(seed);
  const scene = composeScene(width, height, random);
  const picture = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const even = random();
      const grain = Math.floor(even * even * even * GRAIN);
      const colour = colourAt(scene, x, y);
      for (let channel = 0; channel < 3; channel++) {
        picture.data[(y * width + x) * 4 + channel] = Math.min(255, Math.round(colour[channel] as number) + grain);
      }
      picture.data[(y * width + x) * 4 + 3] = 255;
    }
  }
  return picture;
}

function composeScene(width: number, height: number, random: Random): Scene {
  const hills = [0, 1, 2, 3].map((layer) => ({
    base: 0.5 + layer * 0.07,
    swing: 0.03 + 0.03 * random(),
    length: 0.15 + 0.25 * random(),
    shift: random() * 10,
    colour: [92 - layer * 20, 74 - layer * 12, 104 - layer * 18] as Colour,
  }));
  const stars = new Set(Array.from({ length: 160 }, () => Math.floor(random() * width * height * 0.3)));
  return { width, height, hills, stars };
}

function colourAt(scene: Scene, x: number, y: number): Colour {
  const across = x / scene.width;
  const down = y / scene.height;
  if (down > 0.8) return waterAt(across, down);
  const hill = scene.hills.findLast(
    ({ base, swing, length, shift }) => down > base + swing * wave(across / length + shift),
  );
  if (hill) return hill.colour;
  if (distanceToSun(scene, across, down) < sun.radius) return sun.colour;
  if (scene.stars.has(y * scene.width + x)) return [255, 255, 240];
  return mixed(skyTop, skyBottom, down / 0.6);
}

function distanceToSun(scene: Scene, across: number, down: number): number {
  return Math.sqrt(((across - sun.x) * (scene.width / scene.height)) ** 2 + (down - sun.y) ** 2);
}

function waterAt(across: number, down: number): Colour {
  const ripple = wave(down * 90 + 0.3 * wave(across * 12));
  const glint = Math.abs(across - sun.x) < 0.02 + 0.02 * ripple ? 0.8 : 0;
  return mixed(mixed([30, 44, 80], [70, 70, 110], 0.5 + 0.5 * ripple), sun.colour, glint);
}

/** A smooth wave from -1 to 1 of period 2, made of parabolas: Math.sin may differ in its last bit between machines. */
function wave(at: number): number {
  const phase = at - 2 * Math.floor(at / 2);
  return phase < 1 ? 4 * phase * (1 - phase) : -4 * (phase - 1) * (2 - phase);
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const part = Math.min(1, Math.max(0, share));
  const blend = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * part;
  return [blend(0), blend(1), blend(2)];
}
