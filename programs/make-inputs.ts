import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PNG } from "pngjs";
import { drawPicture } from "./generate/picture.ts";
import { writeProse } from "./generate/prose.ts";

/**
 * The generated inputs of the examples, by file name. Texts have the same bytes on every call; the picture has the same
 * pixels, while its packed bytes may differ between versions of zlib.
 */
export const generatedInputs = {
  "book.txt": () => Buffer.from(writeProse({ bytes: 1_000_000, seed: 1851 })),
  "chapter.txt": () => Buffer.from(writeProse({ bytes: 64_000, seed: 1719 })),
  "picture.png": () => PNG.sync.write(drawPicture({ width: 640, height: 400, seed: 7 }), { colorType: 2 }),
} satisfies Record<string, () => Buffer>;

export type GeneratedInputName = keyof typeof generatedInputs;

/** Writes every generated input into `folder`, which is made if it is missing. */
export async function makeInputs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, generate] of Object.entries(generatedInputs)) {
    const bytes = generate();
    await writeFile(join(folder, name), bytes);
    process.stdout.write(`${join(folder, name)}: ${bytes.length} bytes\n`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2];
  if (folder === undefined) {
    process.stderr.write("Name the folder for the inputs: node programs/make-inputs.ts <folder>\n");
    process.exitCode = 2;
  } else await makeInputs(folder);
}
