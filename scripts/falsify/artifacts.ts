import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Compiler, Target } from "./compiler.ts";

interface Artifact extends Target {
  readonly place: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface ArtifactJson {
  bytecode: { object: string };
  deployedBytecode: { object: string };
  metadata?: { settings: Record<string, unknown> & { compilationTarget: Record<string, string> } };
}

/** What forge compiled in a folder. Forge looks at sources to know what is new, so that what is exchanged here is what it runs. */
export interface Artifacts {
  /**
   * Compiles whatever contains `file` again, each as it was compiled before, with `source` in the file's place.
   *
   * @returns what puts the originals back, or nothing if it does not compile.
   */
  exchange(file: string, source: string): Promise<(() => void) | undefined>;
}

export function readArtifacts(folder: string, compiler: Compiler): Artifacts {
  const all = globSync("forge-out/**/*.json", { cwd: folder }).flatMap((place) => artifactAt(folder, place) ?? []);
  const isAround = importersIn(folder);
  return {
    async exchange(file, source) {
      const groups = Map.groupBy(
        all.filter(({ path }) => isAround(path, file)),
        ({ settings }) => JSON.stringify(settings),
      );
      const changed: { place: string; text: string }[] = [];
      for (const [settings, targets] of groups) {
        const answer = await compiler.compile({
          file,
          source,
          targets: targets.map(({ path, contract }) => ({ path, contract })),
          settings: JSON.parse(settings) as Record<string, unknown>,
        });
        if ("error" in answer) return undefined;
        targets.forEach(({ place }, index) => {
          const { creation, deployed } = answer.codes[index]!;
          const artifact = JSON.parse(readFileSync(join(folder, place), "utf8")) as ArtifactJson;
          artifact.bytecode.object = creation;
          artifact.deployedBytecode.object = deployed;
          changed.push({ place, text: JSON.stringify(artifact) });
        });
      }
      const originals = changed.map(({ place }) => ({ place, text: readFileSync(join(folder, place), "utf8") }));
      const write = (files: typeof changed) => {
        for (const { place, text } of files) writeFileSync(join(folder, place), text);
      };
      write(changed);
      return () => write(originals);
    },
  };
}

/** Nothing for what has no code of its own, and for build information. */
function artifactAt(folder: string, place: string): Artifact | undefined {
  const { bytecode, metadata } = JSON.parse(readFileSync(join(folder, place), "utf8")) as ArtifactJson;
  if (!metadata || !bytecode || bytecode.object === "0x") return undefined;
  const { compilationTarget, ...settings } = metadata.settings;
  const [[path, contract]] = Object.entries(compilationTarget) as [[string, string]];
  return { place, path, contract, settings };
}

/** Whether a source is, or imports, however far away, another one. */
function importersIn(folder: string): (path: string, file: string) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  const reach = (path: string): ReadonlySet<string> => {
    const found = known.get(path);
    if (found) return found;
    const reached = new Set([path]);
    known.set(path, reached);
    for (const next of importsOf(folder, path)) for (const one of reach(next)) reached.add(one);
    return reached;
  };
  return (path, file) => reach(path).has(file);
}

/** Only of the project's own files: no library imports them. */
function importsOf(folder: string, path: string): string[] {
  if (!existsSync(join(folder, path))) return [];
  return [...readFileSync(join(folder, path), "utf8").matchAll(/^import [^;]*"(\.[^"]+)";/gm)].map(([, to]) =>
    join(dirname(path), to!),
  );
}
