/**
 * Changes escrow, market and staking a little, one place at a time, and lets the tests judge each change: first those of the changed
 * part, then all others, until one fails. What no test can notice stands in falsify/equivalent.ts.
 *
 *   node scripts/mutate.ts --sample 200   about 200 mutants, spread over all files; a larger number goes on from there
 *   node scripts/mutate.ts --only Claims  those of files whose path contains the word
 *   node scripts/mutate.ts --again        survivors once more: what a new test may kill
 *   node scripts/mutate.ts --list         what is known so far, without trying anything
 *   node scripts/mutate.ts --lanes 2      how many at the same time; each lane fills a core
 *
 * Results are kept in .hive/mutation/results.jsonl: whoever stops a run goes on later. Ends with 1 if a survivor is not explained.
 */
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { equivalents } from "./falsify/equivalent.ts";
import { type Mutant, mutantsOf } from "./falsify/mutants.ts";
import { keyOf, openMutationLog } from "./falsify/mutation-log.ts";
import { createWorkbench, type TestRun } from "./falsify/workbench.ts";

const root = join(import.meta.dirname, "..");
const interfaces = /\/I[A-Z][a-z]\w*\.sol$/;
const files = [
  ...globSync("contracts/{escrow,market,staking}/*.sol", { cwd: root }).filter((file) => !interfaces.test(file)),
  "contracts/types/Signatures.sol",
  "contracts/types/SignaturesP256.sol",
  "contracts/types/Signers.sol",
].sort();

/** By the folder of the changed file: its own tests, the quickest. Then everything, the campaigns too. */
const units: Record<string, string> = {
  escrow: "test/contracts/escrow/**",
  market: "test/contracts/market/**",
  staking: "test/contracts/staking/**",
  types: "test/contracts/{types,escrow,staking,market}/**",
};
const everything: TestRun = { files: "test/contracts/**", runs: 6, depth: 64 };
/** What judges: the campaigns of jobs, accounts, channels and nodes, without those that are about other contracts, or about gas. */
const judges = [
  ...["escrow", "market", "staking", "types", "support"].map((folder) => `test/contracts/${folder}`),
  ...globSync("test/contracts/invariants/*", { cwd: root }).filter(
    (path) => !/\/(jury|replicas|FlatGas\.t\.sol)$/.test(path),
  ),
];

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    only: { type: "string" },
    lanes: { type: "string", default: "1" },
    again: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const kept = join(root, ".hive/mutation");
const log = openMutationLog(join(kept, "results.jsonl"));
const byFile = await Promise.all(files.map(async (file) => mutantsOf(file, await readFile(join(root, file), "utf8"))));
const all = spread(byFile);
const chosen = all
  .slice(0, values.sample === undefined ? all.length : Number(values.sample))
  .filter(({ file }) => values.only === undefined || file.includes(values.only));

if (!values.list) await tryAll(chosen.filter(isToTry));
report(chosen);

function isToTry(mutant: Mutant): boolean {
  const known = log.resultOf(mutant);
  return values.again ? known?.result === "survived" && reasonOf(mutant) === undefined : known === undefined;
}

async function tryAll(todo: readonly Mutant[]): Promise<void> {
  const queue = todo[Symbol.iterator]();
  const lanes = Math.min(Number(values.lanes), todo.length);
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(join(kept, `lane-${index}`), queue)));
}

async function lane(folder: string, queue: IterableIterator<Mutant>): Promise<void> {
  const bench = await createWorkbench({ tests: judges, folder });
  try {
    const failure = await bench.baseline(everything);
    if (failure !== undefined) throw new Error(`The tests fail without a mutant:\n${failure.slice(-4_000)}`);
    for (const mutant of queue) {
      const own = { files: units[mutant.file.split("/")[1]!]!, runs: everything.runs, depth: everything.depth };
      const verdict = await bench.try(mutant.file, mutant.source, [own, everything]);
      log.add(mutant, verdict);
      console.log(`${verdict.result.padEnd(9)} ${describe(mutant)}${verdict.by ? `  (${verdict.by})` : ""}`);
    }
  } finally {
    await bench.close();
  }
}

function report(mutants: readonly Mutant[]): void {
  const tried = mutants.filter((mutant) => log.resultOf(mutant) && log.resultOf(mutant)!.result !== "broken");
  const survivors = tried.filter((mutant) => log.resultOf(mutant)!.result === "survived");
  const equivalent = survivors.filter((mutant) => reasonOf(mutant) !== undefined);
  const killed = tried.length - survivors.length;
  console.log("");
  for (const mutant of equivalent) console.log(`equivalent ${describe(mutant)}\n           ${reasonOf(mutant)}`);
  for (const mutant of survivors) if (!equivalent.includes(mutant)) console.log(`survivor   ${describe(mutant)}`);
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
  console.log(`${all.length} mutants exist, ${tried.length} were tried; others did not compile, or wait.`);
  console.log(`${killed} killed, ${equivalent.length} equivalent (${share(equivalent.length, tried.length)}).`);
  console.log(
    `${share(killed, tried.length)} of those tried were killed, ${share(killed, tried.length - equivalent.length)} of those that a test could notice.`,
  );
  if (survivors.length > equivalent.length) process.exitCode = 1;
}

function reasonOf({ file, before, after }: Mutant): string | undefined {
  return equivalents.find((one) => one.file === file && one.before === before && one.after === after)?.reason;
}

function describe({ file, line, before, after }: Mutant): string {
  return `${file}:${line}  ${before}  →  ${after || "(nothing)"}`;
}

/** Every beginning of the list is spread over all files, by their number of mutants; within a file the order is that of the keys. */
function spread(lists: readonly Mutant[][]): Mutant[] {
  return lists
    .flatMap((list) =>
      list
        .toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)))
        .map((mutant, place) => ({ mutant, rank: (place + 0.5) / list.length })),
    )
    .sort((one, other) => one.rank - other.rank)
    .map(({ mutant }) => mutant);
}
