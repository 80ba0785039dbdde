/**
 * Plants, one after the other, the faults of falsify/bugs.ts into a copy of the contracts, and expects the tests of the promise each of
 * them breaks to fail. Prints killed or survived for each; ends with 1 if any survived.
 *
 *   node scripts/falsify.ts            all promises
 *   node scripts/falsify.ts MKT-1 STK  those whose id starts so
 */
import { bugs } from "./falsify/bugs.ts";
import { plant } from "./falsify/plant.ts";
import { createWorkbench, type TestRun } from "./falsify/workbench.ts";

const wanted = process.argv.slice(2);
const chosen = bugs.filter(({ promise }) => wanted.length === 0 || wanted.some((id) => promise.startsWith(id)));

const bench = await createWorkbench({ tests: ["test/contracts/invariants", "test/contracts/support"] });
try {
  const failure = await bench.baseline(runOf([...new Set(chosen.map(({ promise }) => promise))]));
  if (failure !== undefined) throw new Error(`The promises do not hold without a fault:\n${failure}`);

  let survivors = 0;
  for (const bug of chosen) {
    const { result } = await bench.try(bug.file, plant(bug, await bench.read(bug.file)), [runOf([bug.promise])]);
    if (result !== "killed") survivors += 1;
    console.log(`${bug.promise.padEnd(7)} ${result.padEnd(9)} ${bug.fault}`);
  }
  console.log(`${chosen.length - survivors} of ${chosen.length} faults were noticed.`);
  if (survivors > 0) process.exitCode = 1;
} finally {
  await bench.close();
}

function runOf(promises: readonly string[]): TestRun {
  const ids = promises.map((id) => id.replace("-", "_")).join("|");
  return { tests: `^(test|invariant)_(${ids})_`, runs: 24, depth: 64 };
}
