/**
 * Measures the gas of whole transactions (test/contracts/gas) and writes gas/snapshot.json.
 * Usage: gas [--check]. With --check nothing is written, and any difference, in either direction, fails.
 * Either way it fails where an entry is too far above its floor, the entry of the same name after "floor: ".
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

type Snapshot = ReadonlyMap<string, number>;

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SNAPSHOT = join(ROOT, "gas/snapshot.json");
/** Names of entries that may be further above their floor than the others, each with its reason. */
const EXCEPTIONS = join(ROOT, "gas/exceptions.json");

const FLOOR = "floor: ";
const LIMIT = { ofEntries: 0.15, ofExceptions: 0.3, exceptions: 3 };

process.exitCode = main({ check: process.argv.includes("--check") });

function main({ check }: { check: boolean }): number {
  const measured = measure();
  if (measured === undefined) return 1;
  const exceptions = JSON.parse(readFileSync(EXCEPTIONS, "utf8")) as Record<string, string>;
  const faults = floorFaultsOf(measured, Object.keys(exceptions));
  for (const fault of faults) console.error(`gas: ${fault}`);
  const differences = differencesOf(read(SNAPSHOT), measured);
  for (const difference of differences) console.log(difference);
  if (differences.length === 0) {
    console.log(`gas: ${measured.size} figures as recorded.`);
    return faults.length === 0 ? 0 : 1;
  }
  if (check) {
    console.error("gas: the figures differ. Run `npm run gas` and commit gas/snapshot.json if the change is meant.");
    return 1;
  }
  mkdirSync(dirname(SNAPSHOT), { recursive: true });
  writeFileSync(SNAPSHOT, format(measured));
  console.log(`gas: wrote ${measured.size} figures.`);
  return faults.length === 0 ? 0 : 1;
}

/** The figures of a fresh run; undefined if a test failed, whose output is then on the screen. */
function measure(): Snapshot | undefined {
  const folder = mkdtempSync(join(tmpdir(), "gas-"));
  try {
    // Nobody imports the floors, so that no test has them compiled. What fails here is missed by their tests.
    spawnSync("forge", ["build", "--quiet", "gas/floors"], { cwd: ROOT, stdio: "inherit" });
    const forge = spawnSync("forge", ["test", "--match-path", "test/contracts/gas/*"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, FOUNDRY_SNAPSHOTS: folder, FOUNDRY_GAS_SNAPSHOT_EMIT: "true" },
    });
    if (forge.error) throw forge.error;
    if (forge.status !== 0) {
      console.error(forge.stdout + forge.stderr);
      return undefined;
    }
    return read(join(folder, "snapshot.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A snapshot that does not exist yet is empty. Forge writes figures as text, this script as numbers. */
function read(path: string): Snapshot {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
  const figures = JSON.parse(text) as Record<string, string | number>;
  return new Map(Object.entries(figures).map(([name, gas]) => [name, Number(gas)]));
}

function format(snapshot: Snapshot): string {
  return `${JSON.stringify(Object.fromEntries([...snapshot].sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`;
}

function differencesOf(recorded: Snapshot, measured: Snapshot): string[] {
  return [...new Set([...recorded.keys(), ...measured.keys()])].sort().flatMap((name) => {
    const [before, after] = [recorded.get(name), measured.get(name)];
    if (before === after) return [];
    const change =
      before !== undefined && after !== undefined ? ` (${after > before ? "+" : ""}${after - before})` : "";
    return [`${name}: ${before ?? "not recorded"} -> ${after ?? "not measured"}${change}`];
  });
}

function floorFaultsOf(measured: Snapshot, exceptions: readonly string[]): string[] {
  const over = new Map<string, number>();
  for (const [name, floor] of measured) {
    const gas = name.startsWith(FLOOR) ? measured.get(name.slice(FLOOR.length)) : undefined;
    if (gas !== undefined) over.set(name.slice(FLOOR.length), gas / floor - 1);
  }
  const tooHigh = [...over].flatMap(([name, share]) => {
    const limit = exceptions.includes(name) ? LIMIT.ofExceptions : LIMIT.ofEntries;
    return share > limit ? [`${name} is ${percent(share)} above its floor, ${percent(limit)} are allowed.`] : [];
  });
  const idle = exceptions
    .filter((name) => (over.get(name) ?? 0) <= LIMIT.ofEntries)
    .map((name) => `${name} needs no exception any more.`);
  const tooMany =
    exceptions.length > LIMIT.exceptions ? [`${exceptions.length} exceptions, ${LIMIT.exceptions} are allowed.`] : [];
  return [...tooHigh, ...idle, ...tooMany];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
